import { Alert, Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { ago, dateTime, percent } from '../../parts/format';
import { Facts, Item } from '../../parts/labels/item';
import { asLabels, asSchema } from '../../parts/labels/label';
import { LabelList } from '../../parts/labels/label-list';
import { Loaded, PageHead } from '../../parts/states';
import { TaskState } from './tasks';

const words = messages.task;
const route = getRouteApi('/in/tasks/$taskId');

const taskQuery = graphql(`
  query Task($id: ID!) {
    task(id: $id) {
      id
      externalKey
      state
      overlap
      source
      data
      metadata
      mediaUrl
      createdAt
      result {
        method
        labels
        confidence
        settledAt
        policyVersion
        agreement {
          score
        }
      }
      skips {
        at
        memberName
        reason
      }
      submissions {
        id
        stage
        ordinal
        memberName
        state
        isLate
        labels
        createdAt
      }
    }
  }
`);
const whyQuery = graphql(`
  query WhyTask($id: ID!) {
    explainTask(taskId: $id) {
      summary
      state
      stateAt
      waitsFor
      task {
        batchId
        batchName
        projectId
        projectName
      }
      taken {
        assignmentId
        stage
        seat
        state
        memberName
        claimedAt
        leaseExpiresAt
        submittedAt
      }
      free {
        stage
        seats
        keptForMemberName
        people
        mayTake
        isMore
        standings {
          memberId
          memberName
          filter
          message
        }
      }
    }
  }
`);
const schemaQuery = graphql(`
  query TaskSchema($id: ID!) {
    project(id: $id) {
      id
      labelSchema
    }
  }
`);
type Why = ResultOf<typeof whyQuery>['explainTask'];
type Task = NonNullable<ResultOf<typeof taskQuery>['task']>;

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

const stageOf = (stage: string) => messages.stages[stage] ?? stage;

function Chain({ why }: { why: Why }) {
  return (
    <Stack gap="sm">
      <Alert color="indigo" variant="light">
        {why.summary}
      </Alert>
      <ol className="story">
        <li>
          <Text size="sm">
            {messages.taskStates[why.state]}{' '}
            <Text component="span" c="dimmed" size="xs" title={dateTime(why.stateAt)}>
              {words.since} {ago(why.stateAt)}
            </Text>
          </Text>
        </li>
        {why.taken.map((seat) => (
          <li key={seat.assignmentId} data-tone={seat.state === 'SUBMITTED' ? 'good' : undefined}>
            <Text size="sm">
              {seat.state === 'SUBMITTED'
                ? words.filled(seat.memberName, stageOf(seat.stage))
                : words.held(seat.memberName, stageOf(seat.stage))}{' '}
              <Text component="span" c="dimmed" size="xs">
                {seat.submittedAt
                  ? dateTime(seat.submittedAt)
                  : seat.leaseExpiresAt && words.until(dateTime(seat.leaseExpiresAt))}
              </Text>
            </Text>
          </li>
        ))}
        {why.free.map((free, index) => (
          <li key={index} data-tone={free.mayTake === 0 ? 'now' : undefined}>
            <Text size="sm">
              {words.seatsFree(free.seats, stageOf(free.stage))}
              {free.keptForMemberName && `, ${words.keptFor(free.keptForMemberName)}`}.{' '}
              {words.mayTake(free.mayTake, free.people)}
            </Text>
            {free.standings.length > 0 && (
              // When nobody may take it, who is kept from it and why is the answer.
              <details open={free.mayTake === 0}>
                <summary>
                  <Text component="span" size="sm">
                    {words.standings}
                  </Text>
                </summary>
                <dl className="facts" style={{ marginTop: 6 }}>
                  {free.standings.map((person) => (
                    <Standing key={person.memberId} name={person.memberName} message={person.message} />
                  ))}
                </dl>
              </details>
            )}
          </li>
        ))}
        <li data-tone={why.waitsFor === 'LEAD' || why.waitsFor === 'ELIGIBLE_PEOPLE' ? 'soon' : undefined}>
          <Text size="sm" fw={600}>
            {words.waits[why.waitsFor]}
          </Text>
        </li>
      </ol>
    </Stack>
  );
}

function Standing({ name, message }: { name: string; message: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{message ?? words.may}</dd>
    </>
  );
}

function Answers({ task, schema }: { task: Task; schema: ReturnType<typeof asSchema> }) {
  const { result, submissions } = task;
  return (
    <>
      <section>
        <Title order={2} mb="xs">
          {words.answers}{' '}
          <Text component="span" size="sm" c="dimmed">
            {words.overlap(task.overlap)}
          </Text>
        </Title>
        {submissions.length === 0 && <Text c="dimmed">{words.noAnswers}</Text>}
        <div className="canvas-row">
          {submissions.map((one) => (
            <Paper key={one.id} p="sm">
              <Group justify="space-between" mb={6}>
                <Text fw={600} size="sm">
                  {words.submitted(one.memberName, stageOf(one.stage))}
                </Text>
                <Group gap={4}>
                  {one.isLate && <Badge color="yellow">{words.late}</Badge>}
                  {one.state !== 'COUNTED' && <Badge color="gray">{words.void}</Badge>}
                  <Text size="xs" c="dimmed" title={dateTime(one.createdAt)}>
                    {ago(one.createdAt)}
                  </Text>
                </Group>
              </Group>
              <Drawn task={task} labels={one.labels} schema={schema} name={one.memberName} />
            </Paper>
          ))}
        </div>
      </section>
      <section>
        <Title order={2} mb="xs">
          {words.result}
        </Title>
        {result ? (
          <Paper p="sm">
            <Group gap="sm" mb={6}>
              <Text fw={600} size="sm">
                {messages.batch.methods[result.method] ?? result.method}
              </Text>
              <Text size="xs" c="dimmed">
                {[
                  `${words.settledAt} ${dateTime(result.settledAt)}`,
                  result.confidence !== null && words.confidence(percent(result.confidence)),
                  result.agreement && `${messages.batch.agreement} ${result.agreement.score.toFixed(3)}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </Group>
            <Drawn task={task} labels={result.labels} schema={schema} name={words.result} />
          </Paper>
        ) : (
          <Text c="dimmed">{words.noResult}</Text>
        )}
      </section>
    </>
  );
}

function Drawn({
  task,
  labels,
  schema,
  name,
}: {
  task: Task;
  labels: unknown;
  schema: ReturnType<typeof asSchema>;
  name: string;
}) {
  const drawn = asLabels(labels);
  return (
    <Stack gap="xs">
      <Item data={task.data} mediaUrl={task.mediaUrl} labels={drawn} schema={schema} name={name} />
      <LabelList labels={drawn} schema={schema} />
    </Stack>
  );
}
