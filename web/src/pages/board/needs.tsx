import { Badge, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { board as words } from '../../messages/board';
import { messages } from '../../messages';
import { dateTime, percent, span } from '../../parts/format';
import { Empty } from '../../parts/states';
import { Move } from './move';
import type { Person, QueueOfProject, Risk } from './queries';

const dryMinutes = { soon: 60, now: 15 };
/** From here on a batch is more likely late than a lead should let it be; and from there more likely late than not. */
const lateRisk = { soon: 0.2, now: 0.5 };

interface Need {
  key: string;
  isNow: boolean;
  text: ReactNode;
}

const person = (id: string, name: string) => (
  <Link to="/people/$memberId" params={{ memberId: id }}>
    {name}
  </Link>
);

function ofProject(
  project: QueueOfProject,
  people: readonly Person[],
  isPaused: (memberId: string) => boolean,
): Need[] {
  const { projectId, name, stages, states, stuck, idle, working, minutesUntilDry } = project;
  const needs: Need[] = stuck.map(({ memberId, name: who, assignmentId, stage, heldSeconds, longSeconds }) => {
    const hold = working.find((one) => one.assignmentId === assignmentId);
    const taskId = hold?.taskId;
    return {
      key: assignmentId,
      isNow: true,
      text: (
        <>
          {person(memberId, who)} {words.stuck(messages.stages[stage]!, name, span(heldSeconds), span(longSeconds))}{' '}
          {taskId && (
            <Link to="/tasks/$taskId" params={{ taskId }}>
              {messages.people.task}
            </Link>
          )}{' '}
          {hold && <Move hold={hold} holder={{ id: memberId, name: who }} people={people} />}
        </>
      ),
    };
  });
  const expiring = stages.reduce((sum, stage) => sum + stage.expiring, 0);
  if (expiring > 0) needs.push({ key: `${projectId} leases`, isNow: false, text: words.leases(expiring, name) });
  if (minutesUntilDry !== null && minutesUntilDry < dryMinutes.soon)
    needs.push({
      key: `${projectId} dry`,
      isNow: minutesUntilDry < dryMinutes.now,
      text: (
        <Link to="/projects/$projectId" params={{ projectId }}>
          {words.dry(name, span(minutesUntilDry * 60))}
        </Link>
      ),
    });
  const triaged = states.find(({ state }) => state === 'TRIAGED');
  if (triaged)
    needs.push({
      key: `${projectId} triage`,
      isNow: false,
      text: (
        <Link to="/projects/$projectId" params={{ projectId }}>
          {words.triaged(triaged.count, name, span(triaged.oldestSeconds))}
        </Link>
      ),
    });
  for (const { memberId, name: who, idleSeconds } of idle)
    if (!isPaused(memberId))
      needs.push({
        key: `${memberId} idle`,
        isNow: false,
        text: (
          <>
            {person(memberId, who)} {words.idle(name, span(idleSeconds))}
          </>
        ),
      });
  return needs;
}

function ofBatch({ batchId, name, missRisk, finish, reasons }: Risk): Need[] {
  if (missRisk === null || missRisk < lateRisk.soon) return [];
  return [
    {
      key: batchId,
      isNow: missRisk >= lateRisk.now,
      text: (
        <>
          <Link to="/batches/$batchId" params={{ batchId }} search={{ tab: 'forecast' }}>
            {name}
          </Link>{' '}
          {words.late(percent(missRisk, 0))} {finish.p50 ? dateTime(finish.p50) : '…'} –{' '}
          {finish.p95 ? dateTime(finish.p95) : '…'}. {reasons[0]?.sentence}
        </>
      ),
    },
  ];
}

/** Sentences, what is red first; nothing stands twice. */
export function Needs({
  projects,
  risks,
  people,
  isPaused,
}: {
  projects: readonly QueueOfProject[];
  risks: readonly Risk[];
  people: readonly Person[];
  isPaused: (memberId: string) => boolean;
}) {
  const all = [...projects.flatMap((project) => ofProject(project, people, isPaused)), ...risks.flatMap(ofBatch)];
  const needs = [...new Map(all.map((need) => [need.key, need])).values()];
  needs.sort((a, b) => Number(b.isNow) - Number(a.isNow));
  if (needs.length === 0) return <Empty title={words.calm}>{words.calmHint}</Empty>;
  return (
    <Paper p="md">
      <ol className="story" aria-label={words.needs}>
        {needs.map(({ key, isNow, text }) => (
          <li key={key} data-tone={isNow ? 'now' : 'soon'}>
            <Text size="sm" component="span">
              <Badge color={isNow ? 'red' : 'yellow'} mr={6}>
                {isNow ? words.now : words.soon}
              </Badge>
              {text}
            </Text>
          </li>
        ))}
      </ol>
    </Paper>
  );
}
