import { ActionIcon, Button, Checkbox, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { ask } from '../../api/client';
import { useChange } from '../../api/hooks';
import { shifts as words } from '../../messages/roster';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { Failure } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { useUndo } from '../../parts/undo';
import { type Person, setMutation, type WeeklyShift } from './queries';
import { inputsOf, newRow, rowsOf, type ShiftRow, undoOf, type Weekday, weekdays } from './shift-rows';
import { nameOfDay } from './week';

interface WeeklyShiftsProps {
  person: Person;
  shifts: readonly WeeklyShift[];
  today: string;
  onDone: () => void;
}

/** From a day on these are the shifts of every week. */
export function WeeklyShifts({ person, shifts, today, onDone }: WeeklyShiftsProps) {
  const [rows, setRows] = useState(() => rowsOf(shifts, today));
  const [from, setFrom] = useState(today);
  const [zone, setZone] = useState(shifts[0]?.timeZone ?? person.timeZone);
  const [reason, setReason] = useState('');
  const zones = useMemo(() => [...new Set([person.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [person.timeZone]); // prettier-ignore
  const tellWithUndo = useUndo();
  const { rowOf } = inputsOf(rows);
  const set = useChange(
    async (given: readonly ShiftRow[]) => {
      const input = { memberId: person.id, from, timeZone: zone, shifts: inputsOf(given).shifts, reason: reason.trim() || null }; // prettier-ignore
      return (await ask(setMutation, { input })).setShifts;
    },
    {
      isQuiet: true,
      onDone: ({ before }, given) => {
        const said = given.length === 0 ? words.ended(person.name, nameOfDay(from)) : words.kept(person.name);
        const undo = undoOf(person.id, from, before);
        if (undo) tellWithUndo(said, () => ask(setMutation, { input: undo }));
        else tellDone(said);
        onDone();
      },
    },
  );
  const faultAt = faultsOf(set.error);
  const faultOfRow = (at: number, field: string) =>
    rowOf.flatMap((row, place) => (row === at ? (faultAt(`shifts[${place}].${field}`) ?? []) : []))[0];
  const isDayless = rows.some(({ days }) => days.length === 0);
  const keep = (given: readonly ShiftRow[]) => set.mutate(given, { onError: showFirstFault });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isDayless) keep(rows);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.weeklyHint}
        </Text>
        <Group gap="sm" align="flex-start">
          <TextInput
            type="date"
            label={words.from}
            w={160}
            value={from}
            error={faultAt('from')}
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
          />
          <Select
            label={words.zone}
            w={240}
            searchable
            allowDeselect={false}
            data={zones}
            value={zone}
            error={faultAt('timeZone')}
            onChange={(next) => next && setZone(next)}
          />
        </Group>
        {shifts.some(({ timeZone }) => timeZone !== shifts[0]!.timeZone) && (
          <Text size="sm" c="var(--m-soon)">
            {words.severalZones}
          </Text>
        )}
        {rows.length === 0 && <Text size="sm">{words.none}</Text>}
        {rows.map((row, at) => (
          <Row
            key={row.key}
            place={at + 1}
            row={row}
            planFrom={from}
            faultAt={(field) => faultOfRow(at, field)}
            onChange={(next) => setRows(rows.with(at, next))}
            onRemove={() => setRows(rows.toSpliced(at, 1))}
          />
        ))}
        <Group>
          <Button variant="default" onClick={() => setRows([...rows, newRow()])}>
            {words.add}
          </Button>
        </Group>
        <TextInput
          label={words.reason}
          description={words.reasonHint}
          maxLength={500}
          value={reason}
          error={faultAt('reason')}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {set.isError && <Failure error={set.error} />}
        <Group justify="flex-end" gap="xs">
          {shifts.length > 0 && (
            <Button variant="default" loading={set.isPending && set.variables?.length === 0} onClick={() => keep([])}>
              {words.endAll}
            </Button>
          )}
          <Button type="submit" loading={set.isPending && set.variables?.length !== 0} disabled={isDayless}>
            {words.keep}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface RowProps {
  place: number;
  row: ShiftRow;
  planFrom: string;
  faultAt: (field: string) => string | undefined;
  onChange: (row: ShiftRow) => void;
  onRemove: () => void;
}

function Row({ place, row, planFrom, faultAt, onChange, onRemove }: RowProps) {
  const change = (part: Partial<ShiftRow>) => onChange({ ...row, ...part });
  return (
    <Paper p="xs" component="fieldset" aria-label={words.row(place)} m={0}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm" align="flex-start">
          <Checkbox.Group
            label={words.days}
            value={row.days}
            error={row.days.length === 0 && words.noDays}
            onChange={(days) => change({ days: days as Weekday[] })}
          >
            <Group gap={8} mt={4}>
              {weekdays.map((day) => (
                <Checkbox key={day} size="xs" value={day} label={words.weekdays[day]} />
              ))}
            </Group>
          </Checkbox.Group>
          <TextInput
            type="time"
            label={words.start}
            w={130}
            value={row.start}
            error={faultAt('start')}
            onChange={({ currentTarget }) => change({ start: currentTarget.value })}
          />
          <TextInput
            type="time"
            label={words.end}
            w={130}
            title={words.endHint}
            value={row.end}
            error={faultAt('end')}
            onChange={({ currentTarget }) => change({ end: currentTarget.value })}
          />
          {row.from !== '' && row.from > planFrom && (
            <TextInput
              type="date"
              label={words.first}
              w={150}
              value={row.from}
              error={faultAt('from')}
              onChange={({ currentTarget }) => change({ from: currentTarget.value })}
            />
          )}
          <TextInput
            type="date"
            label={words.last}
            w={150}
            value={row.until}
            error={faultAt('until')}
            onChange={({ currentTarget }) => change({ until: currentTarget.value })}
          />
        </Group>
        <ActionIcon aria-label={words.remove(place)} title={words.remove(place)} onClick={onRemove}>
          ✕
        </ActionIcon>
      </Group>
    </Paper>
  );
}
