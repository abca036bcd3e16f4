import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { board as words } from '../../messages/board';
import { messages } from '../../messages';
import { type Column, DataTable } from '../../parts/data-table';
import { count, span } from '../../parts/format';
import type { QueueOfProject } from './queries';

type Row = QueueOfProject['stages'][number] & { projectId: string; name: string; dry: number | null };

const seconds = (value: number | null) => (value === null ? '–' : span(value));

const columns: Column<Row>[] = [
  {
    id: 'project',
    header: words.project,
    value: ({ name }) => name,
    cell: ({ projectId, name }) => (
      <Link to="/projects/$projectId" params={{ projectId }}>
        {name}
      </Link>
    ),
  },
  { id: 'stage', header: words.stage, value: ({ stage }) => stage, cell: ({ stage }) => messages.stages[stage] },
  {
    id: 'waiting',
    header: words.waiting,
    isNumber: true,
    value: (row) => row.waiting,
    cell: (row) => count(row.waiting),
  },
  { id: 'held', header: words.held, isNumber: true, value: ({ held }) => held, cell: ({ held }) => count(held) },
  {
    id: 'paused',
    header: words.paused,
    isNumber: true,
    value: ({ paused }) => paused,
    cell: ({ paused }) => count(paused),
  },
  {
    id: 'expiring',
    header: words.expiring,
    isNumber: true,
    value: ({ expiring }) => expiring,
    cell: ({ expiring }) =>
      expiring > 0 ? <Text c="var(--m-soon)" size="sm" fw={600}>{count(expiring)}</Text> : '0', // prettier-ignore
  },
  {
    id: 'oldest',
    header: words.oldest,
    isNumber: true,
    value: ({ oldestSeconds }) => oldestSeconds ?? -1,
    cell: ({ oldestSeconds }) => seconds(oldestSeconds),
  },
  { id: 'usual', header: words.usual, isNumber: true, value: ({ usualSeconds }) => usualSeconds ?? -1, cell: ({ usualSeconds }) => seconds(usualSeconds) }, // prettier-ignore
  { id: 'long', header: words.long, isNumber: true, value: ({ longSeconds }) => longSeconds ?? -1, cell: ({ longSeconds }) => seconds(longSeconds) }, // prettier-ignore
  {
    id: 'dry',
    header: words.dryIn,
    isNumber: true,
    isLowFirst: true,
    value: ({ dry }) => dry ?? Number.MAX_VALUE,
    cell: ({ stage, dry }) => (stage !== 'ANNOTATE' ? '' : dry === null ? words.notAnnotated : span(dry * 60)),
  },
];

const hasWork = ({ waiting, held, paused }: QueueOfProject['stages'][number]) => waiting + held + paused > 0;

/** A row a project and kind of work, where there is any. */
export function QueueTable({ projects }: { projects: readonly QueueOfProject[] }) {
  const rows = useMemo(
    () =>
      projects.flatMap(({ projectId, name, stages, minutesUntilDry }) =>
        stages.filter(hasWork).map((stage) => ({
          ...stage,
          projectId,
          name,
          dry: stage.stage === 'ANNOTATE' ? minutesUntilDry : null,
        })),
      ),
    [projects],
  );
  return <DataTable rows={rows} columns={columns} idOf={({ projectId, stage }) => `${projectId} ${stage}`} caption={words.queue} />; // prettier-ignore
}
