import { Badge, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { roster as words } from '../../messages/roster';
import { Failure } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { cancelMutation, type Entry, recordMutation } from './queries';

const kinds = ['VACATION', 'SICK', 'OTHER'] as const;

/** Notes when somebody is away; their shifts of those days are taken out. */
export function RecordLeave({ member, day }: { member: Entry['member']; day: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => setOpen(true)}
        aria-label={`${words.recordLeave}: ${member.name}`}
      >
        {words.leaveShort}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={words.leaveOf(member.name)} lockScroll={false}>
        {isOpen && <LeaveForm member={member} day={day} onClose={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function LeaveForm({ member, day, onClose }: { member: Entry['member']; day: string; onClose: () => void }) {
  const [kind, setKind] = useState<(typeof kinds)[number]>('VACATION');
  const [from, setFrom] = useState(day);
  const [until, setUntil] = useState(day);
  const [reason, setReason] = useState('');
  const record = useChange(
    async () =>
      granted(
        (
          await ask(recordMutation, {
            input: { memberId: member.id, kind, from, until, reason: reason.trim() || null },
          })
        ).recordLeave,
      ),
    {
      isQuiet: true,
      onDone: () => {
        onClose();
        tellDone(words.recorded(member.name));
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label={words.kind}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: words.kinds[value]! }))}
          value={kind}
          onChange={(next) => setKind(kinds.find((one) => one === next) ?? kind)}
        />
        <Group grow>
          <TextInput
            type="date"
            required
            label={words.from}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />{' '}
          {/* prettier-ignore */}
          <TextInput type="date" required label={words.until} value={until} min={from} onChange={(event) => setUntil(event.currentTarget.value)} />{' '}
          {/* prettier-ignore */}
        </Group>
        <TextInput
          label={words.why}
          description={words.whyHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />{' '}
        {/* prettier-ignore */}
        {record.isError && <Failure error={record.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={record.isPending}>
            {words.recordLeave}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The leave of a day; it is taken back where it stands. */
export function LeaveOfDay({
  entry: { member, leave },
  date,
  isFirst,
}: {
  entry: Entry;
  date: string;
  /** whether this is the first day of a leave that is on the screen */
  isFirst: (from: string) => boolean;
}) {
  const cancel = useChange(async (id: string) => (await ask(cancelMutation, { id })).cancelLeave, {
    onDone: () => tellDone(words.cancelled(member.name)),
  });
  const found = leave.find((one) => !one.isCancelled && one.from <= date && date <= one.until);
  if (!found) return null;
  const kind = words.kinds[found.kind]!;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color="gray" title={found.reason ?? undefined}>
        {kind}
      </Badge>
      {isFirst(found.from) && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={cancel.isPending}
          aria-label={words.cancelLeave(kind, member.name)}
          onClick={() => cancel.mutate(found.id)}
        >
          {words.takeBack}
        </Button>
      )}
    </Stack>
  );
}
