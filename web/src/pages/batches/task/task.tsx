import { Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useAsk } from '../../../api/hooks';
import { messages } from '../../../messages';
import { ago } from '../../../parts/format';
import { Facts } from '../../../parts/labels/item';
import { asSchema } from '../../../parts/labels/label';
import { Loaded, PageHead } from '../../../parts/states';
import { TaskState } from '../tasks';
import { Answers } from './answers';
import { schemaQuery, taskQuery, whyQuery } from './queries';
import { Chain } from './why';

const words = messages.task;
const route = getRouteApi('/in/tasks/$taskId');

/** Why is this task here? The chain of what holds it, then its story, with what was answered. */
export function TaskPage() {
  const { taskId } = route.useParams();
  const task = useAsk(taskQuery, { id: taskId }, { everySeconds: 10 });
  const why = useAsk(whyQuery, { id: taskId }, { everySeconds: 10 });
  const projectId = why.data?.explainTask.task.projectId ?? '';
  const schema = asSchema(useAsk(schemaQuery, { id: projectId }, { isEnabled: projectId !== '' }).data?.project.labelSchema); // prettier-ignore
  return (
    <Loaded query={task}>
      {({ task: one }) =>
        one && (
          <>
            <PageHead
              title={
                <>
                  {one.externalKey} <TaskState state={one.state} />
                </>
              }
              crumbs={
                why.data && (
                  <>
                    <Link to="/projects/$projectId" params={{ projectId }}>
                      {why.data.explainTask.task.projectName}
                    </Link>
                    <span aria-hidden="true">/</span>
                    <Link to="/batches/$batchId" params={{ batchId: why.data.explainTask.task.batchId }}>
                      {why.data.explainTask.task.batchName}
                    </Link>
                  </>
                )
              }
            />
            <div className="split">
              <Stack gap="lg">
                <section>
                  <Title order={2} mb="xs">
                    {words.why}
                  </Title>
                  <Loaded query={why} lines={3}>
                    {({ explainTask }) => <Chain why={explainTask} />}
                  </Loaded>
                </section>
                <Answers task={one} schema={schema} />
              </Stack>
              <Stack gap="md">
                <Paper p="md">
                  <Title order={2} mb={6}>
                    {words.metadata}
                  </Title>
                  <Facts value={one.metadata} />
                </Paper>
                <Paper p="md">
                  <Title order={2} mb={6}>
                    {words.item}
                  </Title>
                  <Facts value={one.data} />
                </Paper>
                {one.skips.length > 0 && (
                  <Paper p="md">
                    <Title order={2} mb={6}>
                      {words.skips}
                    </Title>
                    {one.skips.map(({ at, memberName, reason }) => (
                      <Text key={at} size="sm">
                        {memberName}: {reason}{' '}
                        <Text component="span" size="xs" c="dimmed">
                          {ago(at)}
                        </Text>
                      </Text>
                    ))}
                  </Paper>
                )}
              </Stack>
            </div>
          </>
        )
      }
    </Loaded>
  );
}
