import { Badge, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { courses as words } from '../../messages/courses';
import { type Column, DataTable } from '../../parts/data-table';
import { asSentence, dateTime } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { Empty } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { allowMutation, type Course, type CoursePerson } from './queries';

const tones: Record<string, string> = { PASSED: 'green', FAILED: 'yellow', RUNNING: 'gray' };

/** Everybody who may take the course; who has failed may be let try again. */
export function CoursePeople({ course: { id, people } }: { course: Course }) {
  const { me, can } = useSession();
  const [asked, setAsked] = useState<CoursePerson | null>(null);
  const allow = useChange(
    async (reason: string) =>
      granted((await ask(allowMutation, { courseId: id, memberId: asked!.memberId, reason })).allowExam),
    {
      onDone: () => {
        tellDone(words.allowed(asked!.memberName));
        setAsked(null);
      },
    },
  );
  const mayAllow = can('course:allow');
  const columns = useMemo(() => columnsOf(mayAllow, me.id, setAsked), [mayAllow, me.id]);
  if (people.nodes.length === 0) return <Empty title={words.noPeople}>{words.noPeopleHint}</Empty>;
  return (
    <>
      <DataTable rows={people.nodes} columns={columns} idOf={({ memberId }) => memberId} caption={words.people} />
      <ReasonDialog
        isOpen={asked !== null}
        title={asked ? words.allowTitle(asked.memberName) : ''}
        hint={words.allowHint}
        submit={words.allow}
        isBusy={allow.isPending}
        onClose={() => setAsked(null)}
        onReason={(reason) => allow.mutate(reason)}
      />
    </>
  );
}

const hasFailed = ({ attempts, next }: CoursePerson): boolean =>
  (next === 'WAIT' || next === 'ASK_LEAD') && attempts.some(({ state }) => state === 'FAILED');

const columnsOf = (
  mayAllow: boolean,
  ownId: string,
  onAllow: (person: CoursePerson) => void,
): Column<CoursePerson>[] => [
  {
    id: 'name',
    header: words.person,
    value: ({ memberName }) => memberName,
    cell: ({ memberId, memberName }) => (
      <Link to="/people/$memberId" params={{ memberId }} style={{ whiteSpace: 'nowrap' }}>
        {memberName}
      </Link>
    ),
  },
  { id: 'next', header: words.next, value: ({ next }) => next, cell: ({ sentence }) => asSentence(sentence) },
  {
    id: 'practised',
    header: words.practised,
    isNumber: true,
    value: ({ practised }) => practised,
    cell: ({ practised, practiceItems }) => `${practised}/${practiceItems}`,
  },
  {
    id: 'attempts',
    header: words.attempts,
    cell: ({ attempts }) => (
      <Group gap={6}>
        {attempts.slice(0, 4).map(({ state, right, of, startedAt, finishedAt, version }) => (
          <Badge
            key={startedAt}
            color={tones[state]}
            variant="light"
            title={`${words.version} ${version} · ${dateTime(finishedAt ?? startedAt)}`}
          >
            {words.attempt(right, of)} · {words.outcomes[state]}
          </Badge>
        ))}
      </Group>
    ),
  },
  {
    id: 'wait',
    header: words.nextAttempt,
    value: ({ nextAttemptAt }) => nextAttemptAt ?? '',
    cell: ({ nextAttemptAt }) => nextAttemptAt && <Text size="sm">{dateTime(nextAttemptAt)}</Text>,
  },
  {
    id: 'allow',
    header: words.allow,
    isUnnamed: true,
    cell: (person) =>
      mayAllow &&
      person.memberId !== ownId &&
      hasFailed(person) && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={words.allowOf(person.memberName)}
          onClick={() => onAllow(person)}
        >
          {words.allow}
        </Button>
      ),
  },
];
