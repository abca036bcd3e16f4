import { ActionIcon, Button, Group, Input, NumberInput, Paper, Select, Stack, Switch, TagsInput, Text, TextInput, Title } from '@mantine/core'; // prettier-ignore
import { type ReactNode, useId } from 'react';
import { schemaWords as words } from '../../messages/setup';
import type { FaultAt } from '../faults';
import { hueAt, type LabelClass, type LabelField, type LabelSchema } from '../labels/label';

const isPainted = (kind: string) => kind === 'BOX' || kind === 'POLYGON' || kind === 'MASK';
const namesOf = (kinds: Record<string, string>) => Object.entries(kinds).map(([value, label]) => ({ value, label }));

/** What an empty field of a form says: nothing, which is not the number 0. */
export const numberOf = (value: number | string): number | undefined =>
  typeof value === 'number' ? value : value.trim() === '' || Number.isNaN(Number(value)) ? undefined : Number(value);

interface SchemaEditorProps {
  schema: LabelSchema;
  onChange: (schema: LabelSchema) => void;
  faultAt: FaultAt;
}

/** The classes and fields of a project. Faults are looked up by the paths of the API: `classes[0].name`. */
export function SchemaEditor({ schema, onChange, faultAt }: SchemaEditorProps) {
  const { classes, fields } = schema;
  const setClass = (at: number, next: LabelClass) => onChange({ ...schema, classes: classes.with(at, next) });
  const setField = (at: number, next: LabelField) => onChange({ ...schema, fields: fields.with(at, next) });
  const ownFault = faultAt('classes') ?? faultAt('fields') ?? faultAt('');
  return (
    <Stack gap="md">
      {ownFault && (
        <Text size="sm" c="var(--m-now)" role="alert">
          {ownFault}
        </Text>
      )}
      <section>
        <Title order={3} mb={6}>
          {words.classes}
        </Title>
        <Stack gap="xs">
          {classes.map((one, at) => (
            <ClassRow
              key={at}
              one={one}
              place={at}
              faultAt={(path) => faultAt(`classes[${at}].${path}`)}
              onChange={(next) => setClass(at, next)}
              onRemove={() => onChange({ ...schema, classes: classes.toSpliced(at, 1) })}
            />
          ))}
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => onChange({ ...schema, classes: [...classes, { name: '', kind: 'BOX' }] })}
          >
            {words.addClass}
          </Button>
        </Stack>
      </section>
      <section>
        <Title order={3} mb={6}>
          {words.fields}
        </Title>
        <Stack gap="xs">
          {fields.map((one, at) => (
            <FieldRow
              key={at}
              one={one}
              faultAt={(path) => faultAt(`fields[${at}].${path}`)}
              onChange={(next) => setField(at, next)}
              onRemove={() => onChange({ ...schema, fields: fields.toSpliced(at, 1) })}
            />
          ))}
          <Button
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => onChange({ ...schema, fields: [...fields, { name: '', kind: 'CHOICE', options: [] }] })}
          >
            {words.addField}
          </Button>
        </Stack>
      </section>
    </Stack>
  );
}

interface RowProps<One> {
  one: One;
  faultAt: FaultAt;
  onChange: (next: One) => void;
  onRemove: () => void;
}

/** The fields of a row go onto further lines; what removes it stays at its end. */
function Row({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  return (
    <Group gap="sm" align="flex-start" wrap="nowrap" justify="space-between">
      <Group gap="sm" align="flex-start">
        {children}
      </Group>
      <Remove name={name} onRemove={onRemove} />
    </Group>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <ActionIcon mt={24} aria-label={words.remove(name)} title={words.remove(name)} onClick={onRemove}>
      ✕
    </ActionIcon>
  );
}

function ClassRow({ one, place, faultAt, onChange, onRemove }: RowProps<LabelClass> & { place: number }) {
  const colourId = useId();
  const { attributes = [] } = one;
  const hasAttributes = one.kind !== 'TAG';
  const setKind = (kind: string) =>
    onChange({
      ...one,
      kind,
      maskValue: isPainted(kind) ? one.maskValue : undefined,
      attributes: kind === 'TAG' ? undefined : one.attributes,
    });
  const setAttributes = (next: typeof attributes) =>
    onChange({ ...one, attributes: next.length === 0 ? undefined : next });
  return (
    <Paper p="sm">
      <Row name={one.name} onRemove={onRemove}>
        <TextInput
          label={words.name}
          w={150}
          maxLength={100}
          value={one.name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => onChange({ ...one, name: currentTarget.value })}
        />
        <Select
          label={words.kind}
          w={150}
          allowDeselect={false}
          data={namesOf(words.classKinds)}
          value={one.kind}
          error={faultAt('kind')}
          onChange={(kind) => kind && setKind(kind)}
        />
        <Input.Wrapper label={words.colour} id={colourId}>
          <input
            id={colourId}
            type="color"
            className="colour-field"
            value={one.colour ?? hueAt(place)}
            onChange={({ currentTarget }) => onChange({ ...one, colour: currentTarget.value })}
          />
        </Input.Wrapper>
        {isPainted(one.kind) && (
          <NumberInput
            label={words.maskValue}
            placeholder={words.maskValueHint}
            w={110}
            allowDecimal={false}
            value={one.maskValue ?? ''}
            error={faultAt('maskValue')}
            onChange={(value) => onChange({ ...one, maskValue: numberOf(value) })}
          />
        )}
      </Row>
      {hasAttributes && (
        <Stack gap="xs" mt="xs" pl="md">
          {attributes.map((attribute, at) => (
            <Row key={at} name={attribute.name} onRemove={() => setAttributes(attributes.toSpliced(at, 1))}>
              <TextInput
                label={words.attributes}
                placeholder={words.name}
                w={160}
                maxLength={100}
                value={attribute.name}
                error={faultAt(`attributes[${at}].name`)}
                onChange={({ currentTarget }) =>
                  setAttributes(attributes.with(at, { ...attribute, name: currentTarget.value }))
                }
              />
              <Options
                options={attribute.options}
                fault={optionsFault(faultAt, `attributes[${at}].options`, attribute.options)}
                onChange={(options) => setAttributes(attributes.with(at, { ...attribute, options }))}
              />
              <Required
                isRequired={attribute.required}
                onChange={(required) => setAttributes(attributes.with(at, { ...attribute, required }))}
              />
            </Row>
          ))}
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setAttributes([...attributes, { name: '', options: [] }])}
          >
            {words.addAttribute}
          </Button>
        </Stack>
      )}
    </Paper>
  );
}

/** A fault of the list, or of the first option that has one. */
const optionsFault = (faultAt: FaultAt, path: string, options: readonly string[] = []): string | undefined =>
  faultAt(path) ?? options.map((_, at) => faultAt(`${path}[${at}]`)).find(Boolean);

function Options({
  options = [],
  fault,
  onChange,
}: {
  options?: string[];
  fault?: string;
  onChange: (options: string[]) => void;
}) {
  return (
    <TagsInput
      label={words.options}
      placeholder={options.length === 0 ? words.optionsHint : undefined}
      miw={240}
      maw={460}
      maxLength={100}
      acceptValueOnBlur
      value={options}
      error={fault}
      onChange={onChange}
    />
  );
}

function Required({ isRequired, onChange }: { isRequired?: boolean; onChange: (required?: boolean) => void }) {
  return (
    <Switch
      mt={30}
      size="xs"
      label={words.required}
      checked={isRequired ?? false}
      onChange={({ currentTarget }) => onChange(currentTarget.checked || undefined)}
    />
  );
}

function FieldRow({ one, faultAt, onChange, onRemove }: RowProps<LabelField>) {
  const setKind = (kind: string) =>
    onChange({ name: one.name, kind, required: one.required, ...(kind === 'CHOICE' && { options: [] }) });
  const number = (key: 'minimum' | 'maximum' | 'maximumLength') => (
    <NumberInput
      label={words[key]}
      w={110}
      value={one[key] ?? ''}
      error={faultAt(key)}
      onChange={(value) => onChange({ ...one, [key]: numberOf(value) })}
    />
  );
  return (
    <Paper p="sm">
      <Row name={one.name} onRemove={onRemove}>
        <TextInput
          label={words.name}
          w={150}
          maxLength={100}
          value={one.name}
          error={faultAt('name')}
          onChange={({ currentTarget }) => onChange({ ...one, name: currentTarget.value })}
        />
        <Select
          label={words.kind}
          w={120}
          allowDeselect={false}
          data={namesOf(words.fieldKinds)}
          value={one.kind}
          error={faultAt('kind')}
          onChange={(kind) => kind && setKind(kind)}
        />
        {one.kind === 'CHOICE' && (
          <Options
            options={one.options}
            fault={optionsFault(faultAt, 'options', one.options)}
            onChange={(options) => onChange({ ...one, options })}
          />
        )}
        {one.kind === 'NUMBER' && (
          <>
            {number('minimum')}
            {number('maximum')}
          </>
        )}
        {one.kind === 'TEXT' && number('maximumLength')}
        <Required isRequired={one.required} onChange={(required) => onChange({ ...one, required })} />
      </Row>
    </Paper>
  );
}
