import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { messages } from '../../../messages';
import { ago, dateTime, percent } from '../../../parts/format';
import { Item } from '../../../parts/labels/item';
import { asLabels, type asSchema } from '../../../parts/labels/label';
import { LabelList } from '../../../parts/labels/label-list';
import type { Task } from './queries';

const words = messages.task;

/** What was answered, and what came of it. */
export function Answers({ task, schema }: { task: Task; schema: ReturnType<typeof asSchema> }) {
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
                  {words.submitted(one.memberName, messages.stages[one.stage] ?? one.stage)}
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
