import { Alert, Button, Group, Kbd, NumberInput, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useKey } from '../../app/keys';
import { answering as words } from '../../messages/learning';
import type { Label, LabelClass, LabelField, LabelSchema } from './label';

interface AnsweringProps {
  schema: LabelSchema;
  submit: string;
  isBusy: boolean;
  onAnswer: (labels: Label[]) => void;
}

const isTag = ({ kind }: LabelClass) => kind === 'TAG';

/** Shapes and spans are drawn elsewhere. */
export const isDrawn = ({ classes }: LabelSchema): boolean => !classes.every(isTag);

/** An answer to whatever needs no drawing: choices, tags, texts, numbers. The first nine options have keys, and N hands it in. */
export function Answering({ schema, submit, isBusy, onAnswer }: AnsweringProps) {
  const [labels, setLabels] = useState<Label[]>([]);
  const tags = schema.classes.filter(isTag);
  const isDrawnToo = isDrawn(schema);
  const needsTool = isDrawnToo && tags.length + schema.fields.length === 0;
  const isWhole =
    !needsTool &&
    schema.fields.every(({ name, required }) => !required || labels.some(({ field }) => field === name)) &&
    labels.every((label) => hasAttributes(label, tags));
  const put = (field: string, label: Label | null) =>
    setLabels((had) => [...had.filter((one) => one.field !== field), ...(label ? [label] : [])]);
  const putTag = (name: string, tag: Label | null) =>
    setLabels((had) => [...had.filter((one) => one.class !== name), ...(tag ? [tag] : [])]);
  const toggle = (name: string) =>
    putTag(name, labels.some((one) => one.class === name) ? null : { kind: 'TAG', class: name });
  const hand = (event?: FormEvent) => {
    event?.preventDefault();
    if (isWhole && !isBusy) onAnswer(labels);
  };
  useKey('n', submit, hand, { isOn: isWhole && !isBusy });

  if (needsTool) return <Alert color="gray">{words.byTool}</Alert>;
  const choices = schema.fields.filter(({ kind }) => kind === 'CHOICE');
  const options = choices.flatMap(({ name, options: of = [] }) => of.map((option) => ({ name, option })));
  const placeOf = (name: string, option: string) =>
    options.findIndex((one) => one.name === name && one.option === option) + 1;
  return (
    <Paper p="md" component="form" onSubmit={hand}>
      <Stack gap="sm">
        <Title order={2}>{words.title}</Title>
        {isDrawnToo && (
          <Text size="sm" c="dimmed">
            {words.partlyByTool}
          </Text>
        )}
        {choices.map(({ name, options: of = [] }) => (
          <Picks key={name} legend={name}>
            {of.map((option) => (
              <Pick
                key={option}
                kind="radio"
                group={name}
                label={option}
                place={placeOf(name, option)}
                isPicked={labels.some((one) => one.field === name && one.option === option)}
                onPick={() => put(name, { kind: 'CHOICE', field: name, option })}
              />
            ))}
          </Picks>
        ))}
        {tags.length > 0 && (
          <Picks legend={words.tags}>
            {tags.map((one, at) => {
              const tag = labels.find((label) => label.class === one.name);
              return (
                <div key={one.name}>
                  <Pick
                    kind="checkbox"
                    label={one.name}
                    place={options.length + at + 1}
                    isPicked={tag !== undefined}
                    onPick={() => toggle(one.name)}
                  />
                  {tag && <Attributes of={one} tag={tag} onChange={(changed) => putTag(one.name, changed)} />}
                </div>
              );
            })}
          </Picks>
        )}
        {schema.fields
          .filter(({ kind }) => kind !== 'CHOICE')
          .map((field) => (
            <Written key={field.name} field={field} onChange={(label) => put(field.name, label)} />
          ))}
        <Group>
          <Button type="submit" disabled={!isWhole} loading={isBusy} rightSection={<Kbd size="xs">N</Kbd>}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

const hasAttributes = (label: Label, tags: readonly LabelClass[]): boolean =>
  (tags.find(({ name }) => name === label.class)?.attributes ?? []).every(
    ({ name, required }) => !required || label.attributes?.[name] !== undefined,
  );

function Picks({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" fw={600} size="sm" p={0} mb={4}>
        {legend}
      </Text>
      {children}
    </fieldset>
  );
}

interface PickProps {
  kind: 'radio' | 'checkbox';
  group?: string;
  label: string;
  /** From 1; the first nine have keys. */
  place: number;
  isPicked: boolean;
  onPick: () => void;
}

function Pick({ kind, group, label, place, isPicked, onPick }: PickProps) {
  useKey(String(place), words.pick(label), onPick, { isOn: place <= 9 });
  return (
    <label style={{ display: 'block' }}>
      <Group gap={8} component="span" wrap="nowrap" py={2}>
        <input type={kind} name={group} checked={isPicked} onChange={onPick} />
        <Text component="span" size="sm">
          {label}
        </Text>
        {place <= 9 && (
          <Kbd size="xs" aria-hidden="true">
            {place}
          </Kbd>
        )}
      </Group>
    </label>
  );
}

function Attributes({ of, tag, onChange }: { of: LabelClass; tag: Label; onChange: (tag: Label) => void }) {
  return (of.attributes ?? []).map(({ name, options }) => (
    <label key={name} style={{ display: 'block', paddingLeft: 24 }}>
      <Text component="span" size="sm">
        {name}{' '}
      </Text>
      <select
        aria-label={words.attribute(name, of.name)}
        value={tag.attributes?.[name] ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const others = Object.entries(tag.attributes ?? {}).filter(([had]) => had !== name);
          onChange({ ...tag, attributes: Object.fromEntries(value ? [...others, [name, value]] : others) });
        }}
      >
        <option value="">{words.unsaid}</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  ));
}

function Written({ field, onChange }: { field: LabelField; onChange: (label: Label | null) => void }) {
  const { name, kind, minimum, maximum, maximumLength } = field;
  if (kind === 'NUMBER')
    return (
      <NumberInput
        label={name}
        min={minimum}
        max={maximum}
        hideControls
        onChange={(value) => onChange(typeof value === 'number' ? { kind: 'NUMBER', field: name, value } : null)}
      />
    );
  return (
    <TextInput
      label={name}
      maxLength={maximumLength}
      onChange={({ currentTarget: { value } }) => onChange(value.trim() ? { kind: 'TEXT', field: name, text: value } : null)} // prettier-ignore
    />
  );
}
