import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ask } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { disputes as words } from '../../messages/disputes';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, dateTime, percent } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { tellDone } from '../../parts/tell';

const contestsQuery = graphql(`
  query GoldContests($projectId: ID!) {
    goldContests(projectId: $projectId) {
      taskId
      externalKey
      memberId
      memberName
      reason
      score
      at
    }
  }
`);
const placeQuery = graphql(`
  query GoldPlace($id: ID!) {
    explainTask(taskId: $id) {
      task {
        batchId
      }
    }
  }
`);
const forgiveMutation = graphql(`
  mutation ForgiveGold($input: ForgiveGoldInput!) {
    forgiveGold(input: $input) {
      id
    }
  }
`);
type Contest = ResultOf<typeof contestsQuery>['goldContests'][number];
interface Forgiving {
  contest: Contest;
  retires: boolean;
}

/** What people contest about known answers; nothing is shown where nobody does. */
export function GoldContests({ projectId }: { projectId: string }) {
  const query = useAsk(contestsQuery, { projectId }, { everySeconds: 30 });
  const [forgiving, setForgiving] = useState<Forgiving | null>(null);
  const forgive = useChange(
    async ({ contest: { taskId, externalKey }, retires, reason }: Forgiving & { reason: string }) => {
      const { batchId } = (await ask(placeQuery, { id: taskId })).explainTask.task;
      return ask(forgiveMutation, { input: { batchId, externalKeys: [externalKey], retires, reason } });
    },
    {
      onDone: () => {
        setForgiving(null);
        tellDone(words.forgiven);
      },
    },
  );
  const columns = useMemo(() => columnsFor(setForgiving), []);
  const contests = query.data?.goldContests ?? [];
  if (contests.length === 0) return null;
  return (
    <section>
      <Title order={2}>{words.contests}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.contestsHint}
      </Text>
      <DataTable
        rows={contests}
        columns={columns}
        idOf={({ taskId, memberId }) => taskId + memberId}
        caption={words.contests}
      />
      <ReasonDialog
        isOpen={forgiving !== null}
        title={words.forgiveTitle}
        submit={forgiving?.retires ? words.retire : words.forgive}
        isBusy={forgive.isPending}
        onClose={() => setForgiving(null)}
        onReason={(reason) => forgiving && forgive.mutate({ ...forgiving, reason })}
      />
    </section>
  );
}

const columnsFor = (forgive: (forgiving: Forgiving) => void): Column<Contest>[] => [
  {
    id: 'task',
    header: words.task,
    value: ({ externalKey }) => externalKey,
    cell: ({ taskId, externalKey }) => (
      <Link to="/tasks/$taskId" params={{ taskId }}>
        {externalKey}
      </Link>
    ),
  },
  { id: 'who', header: words.author, value: ({ memberName }) => memberName, cell: ({ memberName }) => memberName },
  {
    id: 'at',
    header: words.opened,
    value: ({ at }) => at,
    cell: ({ at }) => <span title={dateTime(at)}>{ago(at)}</span>,
  },
  {
    id: 'score',
    header: words.score,
    isNumber: true,
    value: ({ score }) => score,
    cell: ({ score }) => score !== null && percent(score),
  },
  { id: 'reason', header: words.contestReason, cell: ({ reason }) => reason },
  {
    id: 'forgive',
    header: words.forgive,
    isUnnamed: true,
    cell: (contest) => (
      <Group gap={4} wrap="nowrap" justify="flex-end">
        <Button variant="default" size="compact-xs" onClick={() => forgive({ contest, retires: false })}>
          {words.forgive}
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => forgive({ contest, retires: true })}>
          {words.retire}
        </Button>
      </Group>
    ),
  },
];
