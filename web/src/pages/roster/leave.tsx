import { Alert, Badge, Button, Group, Modal, MultiSelect, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError, ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { roster as words } from '../../messages/roster';
import { faultsOf } from '../../parts/faults';
import { Failure } from '../../parts/states';
import { useUndo } from '../../parts/undo';
import { inputOf, LeaveFields, leaveOn } from './leave-fields';
import { cancelMutation, type Entry, type Leave, type Person, recordMutation } from './queries';

interface LeaveDialogProps {
  /** Null: it is shut. Nobody: whoever opens it chooses the people. */
  of: Person | 'several' | null;
  people: readonly Person[];
  day: string;
  onClose: () => void;
}

/** Notes when somebody is away; their shifts of those days are taken out. */
export function LeaveDialog({ of, people, day, onClose }: LeaveDialogProps) {
  const title = of === null || of === 'several' ? words.leaveOfSeveral : words.leaveOf(of.name);
  return (
    <Modal opened={of !== null} onClose={onClose} title={title} lockScroll={false}>
      {of !== null && <LeaveForm one={of === 'several' ? null : of} people={people} day={day} onClose={onClose} />}
    </Modal>
  );
}

interface Recorded {
  ids: string[];
  refused: { person: Person; error: ApiError }[];
}

function LeaveForm({ one, people, day, onClose }: Omit<LeaveDialogProps, 'of'> & { one: Person | null }) {
  const [chosen, setChosen] = useState<string[]>(one ? [one.id] : []);
  const [draft, setDraft] = useState(() => leaveOn(day));
  const tellWithUndo = useUndo();
  const known = one ? [one] : people.filter(({ id }) => chosen.includes(id));
  const record = useChange(
    async (): Promise<Recorded> => {
      const done: Recorded = { ids: [], refused: [] };
      for (const person of known) {
        const input = { memberId: person.id, ...inputOf(draft) };
        try {
          done.ids.push((granted((await ask(recordMutation, { input })).recordLeave) as { id: string }).id);
        } catch (error) {
          // For one person, or where a field is wrong, there is nothing to be kept.
          if (!(error instanceof ApiError) || known.length === 1 || error.fields.length > 0) throw error;
          done.refused.push({ person, error });
        }
      }
      return done;
    },
    {
      isQuiet: true,
      onDone: ({ ids, refused }) => {
        const names = known.filter((person) => !refused.some((one) => one.person === person)).map(({ name }) => name);
        if (ids.length > 0)
          tellWithUndo(words.recorded(names.join(', ')), async () => {
            for (const id of ids) await ask(cancelMutation, { id });
          });
        if (refused.length === 0) onClose();
        else setChosen(refused.map(({ person }) => person.id));
      },
    },
  );
  const refused = record.data?.refused ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {!one && (
          <MultiSelect
            data-autofocus
            label={words.people}
            searchable
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={setChosen}
          />
        )}
        <LeaveFields draft={draft} faultAt={faultsOf(record.error)} onChange={setDraft} />
        {record.isError && <Failure error={record.error} />}
        {refused.length > 0 && (
          <Alert color="yellow" role="alert" title={words.notRecorded}>
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {refused.map(({ person, error }) => (
                <li key={person.id}>
                  {person.name}: {error.message}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={record.isPending} disabled={known.length === 0}>
            {words.recordLeave}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface LeaveOfDayProps {
  entry: Pick<Entry, 'member' | 'leave'>;
  date: string;
  /** whether this is the first day of a leave that is on the screen */
  isFirst: (from: string) => boolean;
  mayTakeBack: boolean;
}

/** The leave of a day; it is taken back where it stands. */
export function LeaveOfDay({ entry: { member, leave }, date, isFirst, mayTakeBack }: LeaveOfDayProps) {
  const tellWithUndo = useUndo();
  const cancel = useChange(async ({ id }: Leave) => (await ask(cancelMutation, { id })).cancelLeave, {
    onDone: (_, { kind, from, until, reason }) =>
      tellWithUndo(words.cancelled(member.name), async () =>
        granted((await ask(recordMutation, { input: { memberId: member.id, kind, from, until, reason } })).recordLeave),
      ),
  });
  const found = leave.find((one) => !one.isCancelled && one.from <= date && date <= one.until);
  if (!found) return null;
  const kind = words.kinds[found.kind]!;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color="gray" title={found.reason ?? undefined}>
        {kind}
      </Badge>
      {mayTakeBack && isFirst(found.from) && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={cancel.isPending}
          aria-label={words.cancelLeave(kind, member.name)}
          onClick={() => cancel.mutate(found)}
        >
          {words.takeBack}
        </Button>
      )}
    </Stack>
  );
}
