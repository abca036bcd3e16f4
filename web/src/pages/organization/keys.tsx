import { Alert, Badge, Button, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { organization as words } from '../../messages/organization';
import { type Column, DataTable } from '../../parts/data-table';
import { faultsOf } from '../../parts/faults';
import { ago, date } from '../../parts/format';
import { ShowOnce, useMade } from '../../parts/show-once';
import { Empty, ErrorWords, Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const keysQuery = graphql(`
  query ApiKeys {
    apiKeys(first: 100) {
      nodes {
        id
        name
        hint
        scopes
        createdAt
        expiresAt
        lastUsedAt
        revokedAt
      }
    }
    myPermissions
  }
`);
const createMutation = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      ... on CreatedApiKey {
        key
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const revokeMutation = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id) {
      id
    }
  }
`);
type Key = ResultOf<typeof keysQuery>['apiKeys']['nodes'][number];

const stateOf = ({ revokedAt, expiresAt }: Key): string =>
  revokedAt ? words.revoked : expiresAt && new Date(expiresAt) < new Date() ? words.expired : words.live;

export function Keys() {
  const query = useAsk(keysQuery);
  const [isMaking, setMaking] = useState(false);
  const { mutate: revoke } = useChange((id: string) => ask(revokeMutation, { id }), {
    onDone: () => tellDone(words.wasRevoked),
  });
  const columns = useMemo(() => columnsFor(revoke), [revoke]);
  const button = <Button onClick={() => setMaking(true)}>{words.newKey}</Button>;
  return (
    <Stack gap="xs">
      <Loaded query={query}>
        {({ apiKeys: { nodes }, myPermissions }) => (
          <>
            {nodes.length === 0 ? (
              <Empty title={words.noKeys} action={button}>
                {words.noKeysHint}
              </Empty>
            ) : (
              <>
                <Group justify="flex-end">{button}</Group>
                <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.keys} />
              </>
            )}
            <NewKey isOpen={isMaking} actions={myPermissions} onClose={() => setMaking(false)} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

const columnsFor = (revoke: (id: string) => void): Column<Key>[] => [
  { id: 'name', header: words.keyName, value: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'hint',
    header: words.hint,
    cell: ({ hint }) => (
      <Text size="sm" ff="monospace">
        …{hint}
      </Text>
    ),
  },
  {
    id: 'scopes',
    header: words.scopes,
    cell: ({ scopes }) => (
      <Text size="sm" title={scopes.join(', ')} lineClamp={2}>
        {scopes.join(', ')}
      </Text>
    ),
  },
  {
    id: 'used',
    header: words.lastUsed,
    value: ({ lastUsedAt }) => lastUsedAt ?? '',
    cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : words.never),
  },
  { id: 'ends', header: words.expires, cell: ({ expiresAt }) => expiresAt && date(expiresAt) },
  {
    id: 'state',
    header: words.state,
    value: stateOf,
    cell: (key) => <Badge color={stateOf(key) === words.live ? 'indigo' : 'gray'}>{stateOf(key)}</Badge>,
  },
  {
    id: 'revoke',
    header: words.revoke,
    isUnnamed: true,
    cell: ({ id, revokedAt }) =>
      !revokedAt && (
        <Button variant="subtle" color="red" onClick={() => revoke(id)}>
          {words.revoke}
        </Button>
      ),
  },
];

interface NewKeyProps {
  isOpen: boolean;
  actions: readonly string[];
  onClose: () => void;
}

function NewKey({ isOpen, actions, onClose }: NewKeyProps) {
  const { made, setMade, close } = useMade<string>(onClose);
  const once = made === null ? null : { title: words.keyTitle, secret: made, hint: words.keyHint };
  return (
    <ShowOnce isOpen={isOpen} once={once} title={words.newKey} onClose={close}>
      <NewKeyForm actions={actions} onClose={close} onMade={setMade} />
    </ShowOnce>
  );
}

interface NewKeyFormProps {
  actions: readonly string[];
  onClose: () => void;
  onMade: (key: string) => void;
}

function NewKeyForm({ actions, onClose, onMade }: NewKeyFormProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [ends, setEnds] = useState('');
  const create = useChange(
    async () => {
      const input = { name: name.trim(), scopes, expiresAt: ends ? new Date(ends).toISOString() : null };
      return (granted((await ask(createMutation, { input })).createApiKey) as { key: string }).key;
    },
    { isQuiet: true, onDone: onMade },
  );
  const faultAt = faultsOf(create.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {create.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={create.error} />
          </Alert>
        )}
        <TextInput
          data-autofocus
          label={words.keyName}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <MultiSelect
          label={words.scopes}
          description={words.scopesHint}
          searchable
          // A password and sessions belong to a person at a screen: no key reaches them.
          data={actions.filter((action) => action !== 'self:password' && action !== 'self:sessions')}
          value={scopes}
          error={faultAt('scopes')}
          onChange={setScopes}
        />
        <TextInput
          type="date"
          label={words.expires}
          description={words.expiresHint}
          value={ends}
          error={faultAt('expiresAt')}
          onChange={({ currentTarget }) => setEnds(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || scopes.length === 0}>
            {words.createKey}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
