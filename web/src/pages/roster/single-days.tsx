import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { shifts as words } from '../../messages/roster';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { Failure } from '../../parts/states';
import { useUndo } from '../../parts/undo';
import { addExceptionMutation, cancelExceptionMutation, type NewException, type Person, type ShiftException } from './queries'; // prettier-ignore
import { nameOfDay } from './week';

interface SingleDaysProps {
  person: Person;
  exceptions: readonly ShiftException[];
  today: string;
}

/** Days off, shifts more, and shifts at another time. */
export function SingleDays({ person, exceptions, today }: SingleDaysProps) {
  const tellWithUndo = useUndo();
  const cancel = useChange((one: ShiftException) => ask(cancelExceptionMutation, { id: one.id }), {
    onDone: (_, { kind, date, toDate, start, end, timeZone, note }) =>
      tellWithUndo(words.takenBack(nameOfDay(date)), async () => {
        const moved = kind === 'MOVED' ? toDate : null;
        const input = { memberId: person.id, kind, date, toDate: moved, start, end, timeZone, note };
        return granted((await ask(addExceptionMutation, { input })).addShiftException);
      }),
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {exceptions.length === 0 ? words.noSingle : words.singleHint}
      </Text>
      {exceptions.length > 0 && (
        <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {exceptions.map((one) => (
            <Group key={one.id} component="li" justify="space-between" wrap="nowrap">
              <Text size="sm" className="tabular">
                {nameOfDay(one.date)} · {whatOf(one)}
                {one.note && (
                  <Text component="span" size="xs" c="dimmed">
                    {' '}
                    {one.note}
                  </Text>
                )}
              </Text>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={words.takeBackOf(words.kinds[one.kind]!, nameOfDay(one.date))}
                loading={cancel.isPending && cancel.variables?.id === one.id}
                onClick={() => cancel.mutate(one)}
              >
                {words.takeBack}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
      <AddDay person={person} today={today} />
    </Stack>
  );
}

/** "At another time: Tue 1 Dec 12:00–20:00, Asia/Kolkata" */
export function whatOf({ kind, date, toDate, start, end, timeZone }: ShiftException): string {
  const kindWords = words.kinds[kind]!;
  if (!start || !end) return kindWords;
  const day = toDate && toDate !== date ? `${nameOfDay(toDate)} ` : '';
  return `${kindWords}: ${day}${start}–${end}, ${timeZone}`;
}

function AddDay({ person, today }: { person: Person; today: string }) {
  const [kind, setKind] = useState<NewException['kind']>('OFF');
  const [date, setDate] = useState(today);
  const [toDate, setToDate] = useState('');
  const [start, setStart] = useState('09:00');
  const [end, setEnd] = useState('17:00');
  const [note, setNote] = useState('');
  const tellWithUndo = useUndo();
  const add = useChange(
    async () => {
      const times = kind === 'OFF' ? {} : { start, end };
      const input = { memberId: person.id, kind, date, ...times, toDate: kind === 'MOVED' ? toDate || null : null, note: note.trim() || null }; // prettier-ignore
      return granted((await ask(addExceptionMutation, { input })).addShiftException) as { id: string };
    },
    {
      isQuiet: true,
      onDone: ({ id }) => {
        setNote('');
        tellWithUndo(words.added(person.name, nameOfDay(date)), () => ask(cancelExceptionMutation, { id }));
      },
    },
  );
  const faultAt = faultsOf(add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(undefined, { onError: showFirstFault });
  };
  const time = (label: string, value: string, fault: string | undefined, set: (value: string) => void) => (
    <TextInput
      type="time"
      label={label}
      w={130}
      value={value}
      error={fault}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <Select
            label={words.kind}
            w={160}
            allowDeselect={false}
            data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
            value={kind}
            onChange={(next) => next && setKind(next as NewException['kind'])}
          />
          <TextInput
            type="date"
            label={words.date}
            w={150}
            value={date}
            error={faultAt('date')}
            onChange={({ currentTarget }) => setDate(currentTarget.value)}
          />
          {kind === 'MOVED' && (
            <TextInput
              type="date"
              label={words.toDate}
              title={words.toDateHint}
              w={150}
              value={toDate}
              error={faultAt('toDate')}
              onChange={({ currentTarget }) => setToDate(currentTarget.value)}
            />
          )}
          {kind !== 'OFF' && time(words.start, start, faultAt('start'), setStart)}
          {kind !== 'OFF' && time(words.end, end, faultAt('end'), setEnd)}
          <TextInput
            label={words.note}
            title={words.noteHint}
            w={220}
            maxLength={500}
            value={note}
            error={faultAt('note')}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </Group>
        {add.isError && <Failure error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={add.isPending}>
            {words.addSingle}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
