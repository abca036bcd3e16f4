import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { explorer as words } from '../../messages/explorer';
import {
  type Argument,
  type Field,
  introspection,
  named,
  operationFor,
  type Schema,
  type Type,
  written,
} from './schema';

type Kind = 'query' | 'mutation' | 'subscription';
interface Root {
  kind: Kind;
  title: string;
  fields: Field[];
}
interface Taken {
  query: string;
  variables: string;
}

async function readSchema(): Promise<Schema> {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true' },
    body: JSON.stringify({ query: introspection, operationName: 'Introspection' }),
  });
  const { data } = (await response.json()) as { data: { __schema: Schema } };
  return data.__schema;
}

/** What can be asked, with what it says of itself; read from the server by introspection. */
export function Documentation({ onUse }: { onUse: (taken: Taken) => void }) {
  const query = useQuery({ queryKey: ['introspection'], queryFn: readSchema, staleTime: Infinity });
  const [wanted, setWanted] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const types = useMemo(() => new Map((query.data?.types ?? []).map((type) => [type.name, type])), [query.data]);
  const roots = useMemo(() => rootsOf(query.data, types), [query.data, types]);
  const type = shown ? types.get(shown) : undefined;
  return (
    <section aria-label={words.documentation} className="explorer-docs">
      <Title order={2} fz="sm" fw={500} mb={4}>
        {words.documentation}
      </Title>
      {type ? (
        <OneType type={type} onShow={setShown} onBack={() => setShown(null)} />
      ) : (
        <>
          <TextInput
            mb="xs"
            aria-label={words.find}
            placeholder={words.find}
            value={wanted}
            onChange={({ currentTarget }) => setWanted(currentTarget.value)}
          />
          <List
            roots={roots}
            types={types}
            wanted={wanted.trim().toLowerCase()}
            onShow={setShown}
            onUse={(kind, field) => onUse(operationFor(kind, field, types))}
          />
        </>
      )}
    </section>
  );
}

function rootsOf(schema: Schema | undefined, types: ReadonlyMap<string, Type>): Root[] {
  if (!schema) return [];
  const root = (kind: Kind, title: string, of: { name: string } | null) => ({
    kind,
    title,
    fields: (of && types.get(of.name)?.fields) ?? [],
  });
  return [
    root('query', words.queries, schema.queryType),
    root('mutation', words.mutations, schema.mutationType),
    root('subscription', words.subscriptions, schema.subscriptionType),
  ];
}

interface ListProps {
  roots: readonly Root[];
  types: ReadonlyMap<string, Type>;
  wanted: string;
  onShow: (name: string) => void;
  onUse: (kind: Kind, field: Field) => void;
}

function List({ roots, types, wanted, onShow, onUse }: ListProps) {
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const shownTypes = wanted === '' ? [] : [...types.values()].filter(({ name }) => !name.startsWith('__') && has(name));
  const shownRoots = roots
    .map((root) => ({ ...root, fields: root.fields.filter(({ name }) => has(name)) }))
    .filter(({ fields }) => fields.length > 0);
  if (shownRoots.length + shownTypes.length === 0 && roots.length > 0)
    return (
      <Text size="sm" c="dimmed">
        {words.nothing}
      </Text>
    );
  return (
    <Stack gap="sm">
      {shownRoots.map(({ kind, title, fields }) => (
        <details key={kind} open={wanted !== ''}>
          <summary>
            {title} ({fields.length})
          </summary>
          <Stack gap="xs" mt={4}>
            {fields.map((field) => (
              <Group key={field.name} gap={6} justify="space-between" wrap="nowrap" align="flex-start">
                <Signature field={field} onShow={onShow} />
                <Button
                  variant="subtle"
                  size="compact-xs"
                  title={words.use}
                  aria-label={`${words.use}: ${field.name}`}
                  onClick={() => onUse(kind, field)}
                >
                  +
                </Button>
              </Group>
            ))}
          </Stack>
        </details>
      ))}
      {shownTypes.length > 0 && (
        <div>
          <Text size="sm">{words.types}</Text>
          {shownTypes.map(({ name }) => (
            <div key={name}>
              <TypeLink name={name} onShow={onShow} />
            </div>
          ))}
        </div>
      )}
    </Stack>
  );
}

function TypeLink({ name, children, onShow }: { name: string; children?: string; onShow: (name: string) => void }) {
  return (
    <button type="button" className="type-link" onClick={() => onShow(name)}>
      {children ?? name}
    </button>
  );
}

function Signature({ field, onShow }: { field: Field | Argument; onShow: (name: string) => void }) {
  const args = 'args' in field ? (field.args ?? []) : [];
  return (
    <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      <Text size="sm" ff="monospace" component="span">
        {field.name}:{' '}
        <TypeLink name={named(field.type)} onShow={onShow}>
          {written(field.type)}
        </TypeLink>
      </Text>
      {field.description && (
        <Text size="xs" c="dimmed">
          {field.description}
        </Text>
      )}
      {args.length > 0 && (
        <Text size="xs" component="div">
          {words.arguments}{' '}
          {args.map((one, at) => (
            <span key={one.name} title={one.description ?? undefined}>
              {at > 0 && ', '}
              <code>{one.name}</code>{' '}
              <TypeLink name={named(one.type)} onShow={onShow}>
                {written(one.type)}
              </TypeLink>
            </span>
          ))}
        </Text>
      )}
    </div>
  );
}

function OneType({ type, onShow, onBack }: { type: Type; onShow: (name: string) => void; onBack: () => void }) {
  const { name, description, fields, inputFields, enumValues, possibleTypes } = type;
  return (
    <Stack gap="xs">
      <Button variant="default" size="compact-xs" style={{ alignSelf: 'flex-start' }} onClick={onBack}>
        {words.back}
      </Button>
      <Title order={3}>{name}</Title>
      {description && <Text size="sm">{description}</Text>}
      {[...(fields ?? []), ...(inputFields ?? [])].map((field) => (
        <Signature key={field.name} field={field} onShow={onShow} />
      ))}
      {enumValues?.map((one) => (
        <Text key={one.name} size="sm">
          <code>{one.name}</code> {one.description}
        </Text>
      ))}
      {possibleTypes?.map((one) => (
        <div key={one.name}>
          <TypeLink name={one.name} onShow={onShow} />
        </div>
      ))}
    </Stack>
  );
}
