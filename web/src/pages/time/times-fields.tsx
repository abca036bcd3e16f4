import { Group, Select, Stack, TextInput } from '@mantine/core';
import { time as words } from '../../messages/time';
import type { FaultAt } from '../../parts/faults';
import { codes, type TimesDraft } from './times';

interface TimesFieldsProps {
  draft: TimesDraft;
  faultAt: FaultAt;
  onChange: (draft: TimesDraft) => void;
}

/** What, on which day, from when to when: the same whether it is noted or corrected. */
export function TimesFields({ draft, faultAt, onChange }: TimesFieldsProps) {
  const change = (part: Partial<TimesDraft>) => onChange({ ...draft, ...part });
  return (
    <Stack gap="sm">
      <Select
        label={words.what}
        allowDeselect={false}
        data={codes.map((value) => ({ value, label: words.codes[value]! }))}
        value={draft.code}
        error={faultAt('code')}
        onChange={(next) => change({ code: codes.find((known) => known === next) ?? draft.code })}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          required
          label={words.on}
          value={draft.day}
          onChange={({ currentTarget }) => change({ day: currentTarget.value })}
        />
        <TextInput
          type="time"
          required
          label={words.from}
          value={draft.from}
          error={faultAt('startedAt')}
          onChange={({ currentTarget }) => change({ from: currentTarget.value })}
        />
        <TextInput
          type="time"
          required
          label={words.until}
          title={words.untilHint}
          value={draft.until}
          error={faultAt('endedAt')}
          onChange={({ currentTarget }) => change({ until: currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}
