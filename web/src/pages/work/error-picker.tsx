import { Button, Checkbox, Group, Kbd, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import type { LabelSchema } from '../../parts/labels/label';

const words = messages.work;

export interface PickedError {
  code: string;
  severity?: 'CRITICAL' | 'MAJOR' | 'MINOR';
  class?: string;
}

interface ErrorPickerProps {
  catalogue: readonly { code: string; severity: string; class?: string; meaning?: string }[];
  schema: LabelSchema;
  picked: readonly PickedError[];
  onChange: (picked: PickedError[]) => void;
}

/** What is wrong with an answer: the errors of the project's catalogue by the keys 1 to 9, or in a word of one's own. */
export function ErrorPicker({ catalogue, schema, picked, onChange }: ErrorPickerProps) {
  const toggle = (code: string) =>
    onChange(
      picked.some((one) => one.code === code) ? picked.filter((one) => one.code !== code) : [...picked, { code }],
    );
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <Text component="legend" fw={550} size="sm" p={0}>
        {words.errorsTitle}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {catalogue.length > 0 ? words.errorsHint : words.noCatalogue}
      </Text>
      {catalogue.length > 0 ? (
        <Group gap="md">
          {catalogue.map(({ code, severity, meaning }, index) => (
            <CatalogueError
              key={code}
              code={code}
              hint={[meaning, messages.severities[severity]].filter(Boolean).join(' · ')}
              hotkey={index < 9 ? String(index + 1) : undefined}
              isPicked={picked.some((one) => one.code === code)}
              onToggle={() => toggle(code)}
            />
          ))}
        </Group>
      ) : (
        <FreeError schema={schema} picked={picked} onChange={onChange} />
      )}
    </fieldset>
  );
}

interface CatalogueErrorProps {
  code: string;
  hint: string;
  hotkey?: string;
  isPicked: boolean;
  onToggle: () => void;
}

function CatalogueError({ code, hint, hotkey, isPicked, onToggle }: CatalogueErrorProps) {
  useKey(hotkey ?? '', code, onToggle, { isOn: hotkey !== undefined });
  return (
    <Checkbox
      size="xs"
      checked={isPicked}
      onChange={onToggle}
      label={
        <>
          {code} {hotkey && <Kbd size="xs">{hotkey}</Kbd>}{' '}
          <Text component="span" size="xs" c="dimmed">
            {hint}
          </Text>
        </>
      }
    />
  );
}

const severities = ['MINOR', 'MAJOR', 'CRITICAL'] as const;

function FreeError({ schema, picked, onChange }: Omit<ErrorPickerProps, 'catalogue'>) {
  const [code, setCode] = useState('');
  const [severity, setSeverity] = useState<(typeof severities)[number]>('MAJOR');
  const [about, setAbout] = useState<string | null>(null);
  const names = [...new Set([...schema.classes, ...schema.fields].map(({ name }) => name))];
  const add = () => {
    if (!code.trim()) return;
    onChange([...picked, { code: code.trim(), severity, ...(about && { class: about }) }]);
    setCode('');
  };
  return (
    <Stack gap={6}>
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          label={words.code}
          maxLength={100}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <Select
          size="xs"
          w={110}
          label={words.severity}
          allowDeselect={false}
          data={severities.map((value) => ({ value, label: messages.severities[value]! }))}
          value={severity}
          onChange={(value) => value && setSeverity(value as (typeof severities)[number])}
        />
        <Select size="xs" w={150} label={words.about} clearable data={names} value={about} onChange={setAbout} />
        <Button variant="default" onClick={add} disabled={!code.trim()}>
          {messages.work.addError}
        </Button>
      </Group>
      {picked.map((error, index) => (
        <Group key={index} gap={6}>
          <Text size="sm">
            {error.code} ({[error.class, messages.severities[error.severity ?? '']].filter(Boolean).join(', ')})
          </Text>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={() => onChange(picked.filter((_, at) => at !== index))}
          >
            {words.takeAway}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
