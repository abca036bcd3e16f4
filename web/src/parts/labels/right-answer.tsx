import { Group, MultiSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { courseForm as words } from '../../messages/courses';
import { JsonField } from '../json-field';
import { asLabels, type Label, type LabelField, type LabelSchema } from './label';

interface RightAnswerProps {
  labels: readonly Label[];
  schema: LabelSchema;
  /** By the paths of the API: `labels[0].option`. */
  fault?: string;
  onChange: (labels: Label[]) => void;
}

/** An answer as somebody sets it: choices, tags, texts and numbers in fields, everything else as JSON. */
export function RightAnswer({ labels, schema, fault, onChange }: RightAnswerProps) {
  const tags = schema.classes.filter(({ kind }) => kind === 'TAG');
  const drawn = schema.classes.filter(({ kind }) => kind !== 'TAG');
  const of = (field: string) => labels.find((label) => label.field === field);
  const put = (field: string, label: Label | null) =>
    onChange([...labels.filter((one) => one.field !== field), ...(label ? [label] : [])]);
  const isTag = ({ kind }: Label) => kind === 'TAG';
  const setTags = (names: string[]) => {
    const had = labels.filter(isTag);
    const next = names.map((name) => had.find((label) => label.class === name) ?? { kind: 'TAG' as const, class: name }); // prettier-ignore
    onChange([...labels.filter((label) => !isTag(label)), ...next]);
  };
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-start">
        {schema.fields.map((field) => (
          <Field key={field.name} field={field} label={of(field.name)} onChange={(label) => put(field.name, label)} />
        ))}
        {tags.length > 0 && (
          <MultiSelect
            label={words.tags}
            miw={220}
            data={tags.map(({ name }) => name)}
            value={labels.filter(isTag).flatMap((label) => label.class ?? [])}
            onChange={setTags}
          />
        )}
      </Group>
      {fault && (
        <Text size="sm" c="var(--m-now)" role="alert">
          {fault}
        </Text>
      )}
      <details open={drawn.length > 0 && schema.fields.length + tags.length === 0}>
        <summary>{words.whole}</summary>
        <JsonField
          label={words.whole}
          hint={words.wholeHint}
          notJson={words.notJson}
          value={labels}
          onChange={(value) => onChange(asLabels(value))}
        />
      </details>
    </Stack>
  );
}

interface FieldProps {
  field: LabelField;
  label: Label | undefined;
  onChange: (label: Label | null) => void;
}

function Field({ field: { name, kind, options, minimum, maximum, maximumLength }, label, onChange }: FieldProps) {
  if (kind === 'CHOICE')
    return (
      <Select
        label={name}
        miw={180}
        clearable
        placeholder={words.unsaid}
        data={options ?? []}
        value={label?.option ?? null}
        onChange={(option) => onChange(option === null ? null : { kind: 'CHOICE', field: name, option })}
      />
    );
  if (kind === 'NUMBER')
    return (
      <NumberInput
        label={name}
        w={140}
        min={minimum}
        max={maximum}
        hideControls
        value={label?.value ?? ''}
        onChange={(value) => onChange(typeof value === 'number' ? { kind: 'NUMBER', field: name, value } : null)}
      />
    );
  return (
    <TextInput
      label={name}
      miw={220}
      maxLength={maximumLength}
      value={label?.text ?? ''}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : { kind: 'TEXT', field: name, text: value })} // prettier-ignore
    />
  );
}
