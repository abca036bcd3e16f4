import { Badge, Progress, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { graphql, type ResultOf } from '../api/graphql';
import { messages } from '../messages';
import { type Column, DataTable } from './data-table';
import { ago, count, dateTime } from './format';

const words = messages.projects;

/** What a list shows of a batch at once. How far it is takes a look at all its tasks: that comes a moment later. */
export const batchLine = graphql(`
  fragment BatchLine on Batch {
    id
    name
    state
    priority
    deadlineAt
    closedAt
    project {
      id
      name
    }
  }
`);
export const batchProgress = graphql(`
  fragment Progress on Batch {
    id
    progress {
      tasks
      answersCounted
      answersWanted
      answersQuarantined
      tasksReviewed
      states {
        state
        count
      }
    }
  }
`);
export const batchFields = graphql(
  `
    fragment BatchFields on Batch {
      ...BatchLine
      ...Progress
    }
  `,
  [batchLine, batchProgress],
);
export type BatchRow = ResultOf<typeof batchFields>;
type BatchLine = ResultOf<typeof batchLine> & { progress?: BatchRow['progress'] };

/** The lines of a list with the progress that is known by now. */
export function withProgress(
  lines: readonly ResultOf<typeof batchLine>[],
  known: readonly ResultOf<typeof batchProgress>[] = [],
): BatchLine[] {
  const byId = new Map(known.map(({ id, progress }) => [id, progress]));
  return lines.map((line) => ({ ...line, progress: byId.get(line.id) }));
}

/** Neutral is normal; amber waits for somebody, red is over. */
const tones: Record<string, string> = { PAUSED: 'yellow', RETURNED: 'yellow', CANCELLED: 'gray', OPEN: 'indigo' };

export function BatchState({ state }: { state: string }) {
  return <Badge color={tones[state] ?? 'gray'}>{messages.batchStates[state] ?? state}</Badge>;
}

export const inState = ({ progress }: Pick<BatchRow, 'progress'>, state: string): number =>
  progress.states.find((one) => one.state === state)?.count ?? 0;

export function Settled({ batch }: { batch: Pick<BatchRow, 'progress'> }) {
  const [settled, tasks] = [inState(batch, 'SETTLED'), batch.progress.tasks - inState(batch, 'CANCELLED')];
  return (
    <div style={{ minWidth: 150 }}>
      <Text size="xs" className="tabular">
        {messages.common.ofTotal(count(settled), count(tasks))}
      </Text>
      <Progress value={tasks === 0 ? 0 : (settled / tasks) * 100} size={5} color="gray" aria-label={words.progress} />
    </div>
  );
}

const soonMilliseconds = 48 * 3_600_000;

/** Red when it is over, amber when it is soon; the words say it too. */
export function Deadline({ at, isDone }: { at: string | null; isDone: boolean }) {
  if (!at) return null;
  const left = new Date(at).getTime() - Date.now();
  const tone = isDone ? undefined : left < 0 ? 'var(--m-now)' : left < soonMilliseconds ? 'var(--m-soon)' : undefined;
  return (
    <Text size="sm" c={tone} title={dateTime(at)} component="span">
      {ago(at)}
    </Text>
  );
}

const isDone = ({ state }: BatchLine): boolean => ['COMPLETED', 'ACCEPTED', 'ARCHIVED', 'CANCELLED'].includes(state);

const hasProgress = (line: BatchLine): line is BatchRow => line.progress !== undefined;

export function BatchTable({ batches, withProject = false }: { batches: readonly BatchLine[]; withProject?: boolean }) {
  const columns = useMemo<Column<BatchLine>[]>(
    () => [
      {
        id: 'name',
        header: words.name,
        value: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link to="/batches/$batchId" params={{ batchId: id }}>
            {name}
          </Link>
        ),
      },
      ...(withProject
        ? [{ id: 'project', header: words.project, value: (row: BatchLine) => row.project.name, cell: (row: BatchLine) => row.project.name }] // prettier-ignore
        : []),
      {
        id: 'state',
        header: words.state,
        value: ({ state }) => state,
        cell: ({ state }) => <BatchState state={state} />,
      },
      {
        id: 'progress',
        header: words.progress,
        value: (row) => (hasProgress(row) && row.progress.tasks ? inState(row, 'SETTLED') / row.progress.tasks : 0),
        cell: (row) => (hasProgress(row) ? <Settled batch={row} /> : <Skeleton h={22} miw={150} />),
      },
      {
        id: 'triage',
        header: words.triage,
        isNumber: true,
        value: (row) => (hasProgress(row) ? inState(row, 'TRIAGED') : -1),
        cell: (row) => {
          if (!hasProgress(row)) return null;
          const triaged = inState(row, 'TRIAGED');
          return triaged > 0 ? <Text c="var(--m-soon)" size="sm" fw={600}>{count(triaged)}</Text> : '0'; // prettier-ignore
        },
      },
      {
        id: 'deadline',
        header: words.deadline,
        value: ({ deadlineAt }) => deadlineAt ?? '9999',
        cell: (row) => <Deadline at={row.deadlineAt} isDone={isDone(row)} />,
      },
      {
        id: 'priority',
        header: words.priority,
        isNumber: true,
        value: ({ priority }) => priority,
        cell: ({ priority }) => priority,
      },
    ],
    [withProject],
  );
  return <DataTable rows={batches} columns={columns} idOf={({ id }) => id} caption={words.batches} />;
}
