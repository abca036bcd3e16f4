import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { type BatchRow, inState } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { count } from '../../parts/format';
import { Empty, Loaded } from '../../parts/states';

const words = messages.batch;

const tasksQuery = graphql(`
  query Tasks($batchId: ID!, $state: TaskState, $after: String) {
    tasks(batchId: $batchId, state: $state, first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        externalKey
        state
        overlap
        source
        result {
          method
          agreement {
            score
          }
        }
      }
    }
  }
`);
type Row = ResultOf<typeof tasksQuery>['tasks']['nodes'][number];
type State = NonNullable<VariablesOf<typeof tasksQuery>['state']>;

export const taskTones: Record<string, string> = { TRIAGED: 'yellow', REWORKING: 'yellow', SETTLED: 'green' };

export function TaskState({ state }: { state: string }) {
  return <Badge color={taskTones[state] ?? 'gray'}>{messages.taskStates[state] ?? state}</Badge>;
}

const columns: Column<Row>[] = [
  {
    id: 'key',
    header: words.key,
    value: ({ externalKey }) => externalKey,
    cell: ({ id, externalKey }) => (
      <Link to="/tasks/$taskId" params={{ taskId: id }}>
        {externalKey}
      </Link>
    ),
  },
  {
    id: 'state',
    header: messages.projects.state,
    value: ({ state }) => state,
    cell: ({ state }) => <TaskState state={state} />,
  },
  { id: 'overlap', header: words.overlap, isNumber: true, value: ({ overlap }) => overlap, cell: (row) => row.overlap },
  {
    id: 'result',
    header: words.result,
    value: ({ result }) => result?.method ?? '',
    cell: ({ result }) => result && (words.methods[result.method] ?? result.method),
  },
  {
    id: 'agreement',
    header: words.agreement,
    isNumber: true,
    value: ({ result }) => result?.agreement?.score ?? -1,
    cell: ({ result }) => result?.agreement?.score.toFixed(3),
  },
];

export function Tasks({ batch, state }: { batch: BatchRow; state?: string }) {
  const navigate = useNavigate();
  const [after, setAfter] = useState<string | null>(null);
  const known = state && state in messages.taskStates ? (state as State) : null;
  const query = useAsk(
    tasksQuery,
    { batchId: batch.id, state: known, after },
    { everySeconds: after ? false : 5, keepsLast: true },
  );
  const choose = (next: string | null) => {
    setAfter(null);
    void navigate({
      to: '/batches/$batchId',
      params: { batchId: batch.id },
      search: { state: next && next !== 'ALL' ? next : undefined },
      replace: true,
    });
  };
  const states = batch.progress.states.map(({ state: value }) => ({
    value,
    label: `${messages.taskStates[value]} (${count(inState(batch, value))})`,
  }));
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Select
          size="xs"
          w={220}
          aria-label={messages.projects.state}
          allowDeselect={false}
          data={[{ value: 'ALL', label: `${words.allStates} (${count(batch.progress.tasks)})` }, ...states]}
          value={known ?? 'ALL'}
          onChange={choose}
        />
      </Group>
      <Loaded query={query}>
        {({ tasks: { nodes, totalCount, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title={words.noTasks}>{known ? words.noTasksInState : words.noTasksHint}</Empty>
          ) : (
            <>
              <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.tasks} />
              <Group mt="xs" gap="xs">
                <Text size="sm" c="dimmed">
                  {messages.common.total(count(totalCount))}
                </Text>
                {after && (
                  <Button variant="default" size="compact-xs" onClick={() => setAfter(null)}>
                    {words.first}
                  </Button>
                )}
                {pageInfo.hasNextPage && (
                  <Button variant="default" size="compact-xs" onClick={() => setAfter(pageInfo.endCursor)}>
                    {words.next}
                  </Button>
                )}
              </Group>
            </>
          )
        }
      </Loaded>
    </>
  );
}
