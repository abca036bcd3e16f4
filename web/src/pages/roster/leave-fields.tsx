import { Group, Select, Stack, TextInput } from '@mantine/core';
import { roster as words } from '../../messages/roster';
import type { FaultAt } from '../../parts/faults';

const kinds = ['VACATION', 'SICK', 'OTHER'] as const;

/** Whole days, as the fields hold them. */
export interface LeaveDraft {
  kind: (typeof kinds)[number];
  from: string;
  until: string;
  reason: string;
}

export const leaveOn = (day: string): LeaveDraft => ({ kind: 'VACATION', from: day, until: day, reason: '' });

export const inputOf = ({ reason, ...days }: LeaveDraft) => ({ ...days, reason: reason.trim() || null });

interface LeaveFieldsProps {
  draft: LeaveDraft;
  /** Who reads the reason, when it is one's own leave. */
  whyHint?: string;
  faultAt: FaultAt;
  onChange: (draft: LeaveDraft) => void;
}

/** Which leave: the same whether it is recorded or asked for. */
export function LeaveFields({ draft, whyHint = words.whyHint, faultAt, onChange }: LeaveFieldsProps) {
  const { kind, from, until, reason } = draft;
  const change = (part: Partial<LeaveDraft>) => onChange({ ...draft, ...part });
  return (
    <Stack gap="sm">
      <Select
        label={words.kind}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: words.kinds[value]! }))}
        value={kind}
        onChange={(next) => change({ kind: kinds.find((known) => known === next) ?? kind })}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          required
          label={words.from}
          value={from}
          error={faultAt('from')}
          onChange={({ currentTarget: { value } }) => change({ from: value, until: until < value ? value : until })}
        />
        <TextInput
          type="date"
          required
          label={words.until}
          value={until}
          min={from}
          error={faultAt('until')}
          onChange={({ currentTarget }) => change({ until: currentTarget.value })}
        />
      </Group>
      <TextInput
        label={words.why}
        description={whyHint}
        maxLength={500}
        value={reason}
        error={faultAt('reason')}
        onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
      />
    </Stack>
  );
}
