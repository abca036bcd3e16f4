import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { board as words } from '../../messages/board';
import { type Column, DataTable } from '../../parts/data-table';
import { dateTime, percent } from '../../parts/format';
import { Waiting } from '../../parts/states';
import { projectsAtOnce } from './use-risks';
import type { Risk } from './queries';

const columns: Column<Risk>[] = [
  {
    id: 'batch',
    header: words.batch,
    value: ({ name }) => name,
    cell: ({ batchId, name }) => (
      <Link to="/batches/$batchId" params={{ batchId }} search={{ tab: 'forecast' }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'risk',
    header: words.risk,
    isNumber: true,
    value: ({ missRisk }) => missRisk ?? -1,
    cell: ({ missRisk }) =>
      missRisk === null ? '–' : <Text size="sm" fw={missRisk >= 0.2 ? 600 : undefined} c={missRisk >= 0.5 ? 'var(--m-now)' : missRisk >= 0.2 ? 'var(--m-soon)' : undefined}>{percent(missRisk, 0)}</Text>, // prettier-ignore
  },
  {
    id: 'deadline',
    header: words.deadline,
    value: ({ deadlineAt }) => deadlineAt ?? '9999',
    cell: ({ deadlineAt }) => (deadlineAt ? dateTime(deadlineAt) : words.noDeadline),
  },
  {
    id: 'finish',
    header: words.finish,
    value: ({ finish }) => finish.p95 ?? '9999',
    cell: ({ finish }) => `${finish.p50 ? dateTime(finish.p50) : '…'} – ${finish.p95 ? dateTime(finish.p95) : '…'}`,
  },
  { id: 'why', header: words.why, cell: ({ reasons }) => reasons[0]?.sentence ?? '' },
];

interface RisksProps {
  risks: readonly Risk[] | undefined;
  left: number;
  isFirst: boolean;
  onNext: () => void;
  onFirst: () => void;
}

export function Risks({ risks, left, isFirst, onNext, onFirst }: RisksProps) {
  return (
    <Stack gap="xs">
      {!risks ? (
        <Waiting lines={3} />
      ) : risks.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noRisks}
        </Text>
      ) : (
        <DataTable rows={risks} columns={columns} idOf={({ batchId }) => batchId} caption={words.risks} />
      )}
      <Text size="xs" c="dimmed">
        {words.risksHint}
      </Text>
      <Group gap="xs">
        {!isFirst && (
          <Button size="compact-sm" variant="default" onClick={onFirst}>
            {words.firstProjects}
          </Button>
        )}
        {left > 0 && (
          <Button size="compact-sm" variant="default" onClick={onNext}>
            {words.nextProjects(Math.min(left, projectsAtOnce))}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
