import { Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { messages } from '../../messages';
import type { Label, LabelSchema } from '../../parts/labels/label';
import { LabelList } from '../../parts/labels/label-list';

const words = messages.work;

interface MendingProps {
  labels: Label[];
  original: Label[];
  start: Label[];
  schema: LabelSchema;
  onChange: (labels: Label[]) => void;
}

/** What a reviewer can put right without drawing: take away, call by another class, choose another option, take the start. */
export function Mending({ labels, original, start, schema, onChange }: MendingProps) {
  const replace = (index: number, label: Label) => onChange(labels.map((one, at) => (at === index ? label : one)));
  const choices = schema.fields.filter(({ kind }) => kind === 'CHOICE');
  const isChanged = JSON.stringify(labels) !== JSON.stringify(original);
  return (
    <Paper p="md">
      <Stack gap="xs">
        <Title order={2}>{words.mended}</Title>
        <Text size="xs" c="dimmed">
          {words.mendHint}
        </Text>
        <LabelList
          labels={labels}
          schema={schema}
          action={(index) => {
            const label = labels[index]!;
            const classes = schema.classes.filter(({ kind }) => kind === label.kind).map(({ name }) => name);
            return (
              <Group gap={4} wrap="nowrap">
                {label.class !== undefined && classes.length > 1 && (
                  <Select
                    size="xs"
                    w={150}
                    aria-label={words.about}
                    allowDeselect={false}
                    data={classes}
                    value={label.class}
                    onChange={(name) => name && replace(index, { ...label, class: name, attributes: undefined })}
                  />
                )}
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-xs"
                  onClick={() => onChange(labels.filter((_, at) => at !== index))}
                >
                  {words.takeAway}
                </Button>
              </Group>
            );
          }}
        />
        {choices.map(({ name, options = [] }) => (
          <Select
            key={name}
            size="xs"
            maw={260}
            label={name}
            data={options}
            value={labels.find((label) => label.field === name)?.option ?? null}
            onChange={(option) =>
              onChange([
                ...labels.filter((label) => label.field !== name),
                ...(option ? [{ kind: 'CHOICE' as const, field: name, option }] : []),
              ])
            }
          />
        ))}
        <Group gap="xs">
          {start.length > 0 && (
            <Button variant="default" onClick={() => onChange(start)}>
              {words.takeStart}
            </Button>
          )}
          {isChanged ? (
            <Button variant="subtle" color="gray" onClick={() => onChange(original)}>
              {words.putBack}
            </Button>
          ) : (
            <Text size="sm" c="dimmed">
              {words.nothingMended}
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
