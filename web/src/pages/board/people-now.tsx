import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { board as words } from '../../messages/board';
import { messages } from '../../messages';
import { type Column, DataTable } from '../../parts/data-table';
import { count, hourOf, span } from '../../parts/format';
import { PerHour } from '../../parts/per-hour';
import { Empty } from '../../parts/states';
import { Move } from './move';
import { Pausing } from '../people/pausing';
import type { Person, QueueOfProject, TeamOfPeople, Today } from './queries';

interface Row {
  person: Person;
  holds: QueueOfProject['working'];
  isStuck: boolean;
  idleSeconds: number | null;
  onBreak: QueueOfProject['onBreak'][number] | undefined;
  today: Today | undefined;
}

function rowsOf(teams: readonly TeamOfPeople[], projects: readonly QueueOfProject[], today: readonly Today[]): Row[] {
  const people = new Map(teams.flatMap(({ members }) => members.map(({ member }) => [member.id, member] as const)));
  const todayOf = new Map(today.map((row) => [row.key, row]));
  const working = projects.flatMap((project) => project.working);
  const stuck = new Set(projects.flatMap((project) => project.stuck.map(({ memberId }) => memberId)));
  const idle = new Map(
    projects.flatMap((project) => project.idle.map((one) => [one.memberId, one.idleSeconds] as const)),
  );
  const resting = new Map(projects.flatMap(({ onBreak }) => onBreak.map((one) => [one.memberId, one] as const)));
  return [...people.values()]
    .filter(({ roles }) => roles.some((role) => role === 'ANNOTATOR' || role === 'REVIEWER'))
    .map((person) => ({
      person,
      holds: working.filter(({ memberId }) => memberId === person.id),
      isStuck: stuck.has(person.id),
      idleSeconds: idle.get(person.id) ?? null,
      onBreak: resting.get(person.id),
      today: todayOf.get(person.id),
    }));
}

/** What the eye looks for first: stuck, idle, at work, on a break, the rest. */
const placeOf = ({ isStuck, idleSeconds, onBreak, holds }: Row) =>
  isStuck ? '0' : idleSeconds !== null ? '1' : onBreak ? '3' : holds.length > 0 ? '2' : '4';

/** Of a large floor those who are there today; the rest is a click away. */
const isActive = ({ person, holds, isStuck, idleSeconds, onBreak, today }: Row) =>
  holds.length > 0 ||
  onBreak !== undefined ||
  isStuck ||
  idleSeconds !== null ||
  Boolean(person.pauses?.length) ||
  (today?.counts.submitted ?? 0) > 0;

function Doing({
  row: { person, holds, isStuck, idleSeconds, onBreak },
  people,
}: {
  row: Row;
  people: readonly Person[];
}) {
  const pause = person.pauses?.[0];
  return (
    <Group gap={6} wrap="wrap">
      {pause && (
        <Badge color="yellow" title={messages.people.pausedFor(pause.reason, pause.pausedByName)}>
          {messages.people.paused}
        </Badge>
      )}
      {onBreak && (
        <Badge color="gray" title={onBreak.until ? words.breakUntil(hourOf(onBreak.until)) : words.breakOpen}>
          {words.onBreak(hourOf(onBreak.since))}
        </Badge>
      )}
      {isStuck && <Badge color="red">{words.isStuck}</Badge>}
      {holds.map((hold) => {
        const { assignmentId, stage, taskId, batchName, heldSeconds } = hold;
        return (
          <span key={assignmentId}>
            {taskId ? (
              <Link to="/tasks/$taskId" params={{ taskId }}>
                {words.working(messages.stages[stage]!, batchName)}
              </Link>
            ) : (
              words.working(messages.stages[stage]!, batchName)
            )}{' '}
            <Text component="span" size="xs" c="dimmed">
              {words.since(span(heldSeconds))}
            </Text>{' '}
            <Move hold={hold} holder={person} people={people} />
          </span>
        );
      })}
      {holds.length === 0 &&
        !onBreak &&
        (idleSeconds !== null ? (
          <Text component="span" size="sm" c="var(--m-soon)">
            {words.isIdle(span(idleSeconds))}
          </Text>
        ) : (
          <Text component="span" size="sm" c="dimmed">
            {words.nothing}
          </Text>
        ))}
    </Group>
  );
}

const columnsFor = (people: readonly Person[]): Column<Row>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ person }) => person.name,
    cell: ({ person }) => (
      <Link to="/people/$memberId" params={{ memberId: person.id }}>
        {person.name}
      </Link>
    ),
  },
  { id: 'doing', header: words.doing, value: placeOf, cell: (row) => <Doing row={row} people={people} /> },
  {
    id: 'answers',
    header: words.answers,
    isNumber: true,
    value: ({ today }) => today?.counts.submitted ?? 0,
    cell: ({ today }) => count(today?.counts.submitted ?? 0),
  },
  {
    id: 'perHour',
    header: words.perHour,
    isNumber: true,
    isLowFirst: true,
    value: ({ today }) => today?.answersPerHour?.perHour ?? Number.MAX_VALUE,
    cell: ({ today }) => <PerHour rate={today?.answersPerHour} none={words.noTime} />,
  },
  {
    id: 'pace',
    header: words.pace,
    isNumber: true,
    isLowFirst: true,
    value: ({ today }) => today?.pace ?? Number.MAX_VALUE,
    cell: ({ today }) => (today?.pace == null ? '–' : today.pace.toFixed(2)),
  },
  {
    id: 'pause',
    header: words.action,
    isUnnamed: true,
    cell: ({ person }) => (
      <Group justify="flex-end">
        <Pausing person={person} projectId={null} />
      </Group>
    ),
  },
];

interface PeopleNowProps {
  teams: readonly TeamOfPeople[];
  projects: readonly QueueOfProject[];
  today: readonly Today[];
}

/** Who works on what, how their day is, and who gets nothing new. */
export function PeopleNow({ teams, projects, today }: PeopleNowProps) {
  const rows = useMemo(() => rowsOf(teams, projects, today), [teams, projects, today]);
  const columns = useMemo(() => columnsFor(rows.map(({ person }) => person)), [rows]);
  const [isAll, setAll] = useState(false);
  if (rows.length === 0) return <Empty title={words.nobody}>{words.nobodyHint}</Empty>;
  const active = rows.filter(isActive);
  const shown = isAll ? rows : active;
  return (
    <Stack gap="xs" align="stretch">
      {shown.length > 0 ? (
        <DataTable rows={shown} columns={columns} idOf={({ person }) => person.id} caption={words.people} />
      ) : (
        <Text size="sm" c="dimmed">
          {words.quiet}
        </Text>
      )}
      {active.length < rows.length && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => setAll(!isAll)}>
            {isAll ? words.onlyActive : words.alsoIdle(rows.length - active.length)}
          </Button>
        </div>
      )}
    </Stack>
  );
}
