import { Alert, Button, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { learning as words } from '../../messages/learning';
import { asLabels, asSchema, isShape, type Label } from '../../parts/labels/label';
import { Item } from '../../parts/labels/item';
import { LabelList } from '../../parts/labels/label-list';
import { Failure, Waiting } from '../../parts/states';
import { AnswerTask, drawnFor, useGiven } from './answer-task';
import { answerPracticeMutation, startPracticeMutation, type TrainingHandOff, type TrainingTask } from './queries';

interface PracticeProps {
  courseId: string;
  /** What somebody has come back with from the tool. */
  drawn: TrainingHandOff | null;
  onEnd: () => void;
}

/** Task after task; after each answer what is right, and why. */
export function Practice({ courseId, drawn, onEnd }: PracticeProps) {
  const [task, setTask] = useState<TrainingTask | null>(null);
  const start = useChange(
    async () => granted((await ask(startPracticeMutation, { courseId })).startPractice) as TrainingTask,
    { isQuiet: true, onDone: setTask },
  );
  const first = useRef(() => start.mutate());
  useEffect(() => first.current(), []);
  if (start.error) return <Failure error={start.error} onRetry={onEnd} />;
  if (!task) return <Waiting />;
  return (
    <Practised
      key={task.courseItemId}
      task={task}
      drawn={drawnFor(drawn, task)}
      onNext={(next) => (next ? setTask(next) : onEnd())}
    />
  );
}

interface PractisedProps {
  task: TrainingTask;
  drawn: Label[] | null;
  onNext: (next: TrainingTask | null) => void;
}

function Practised({ task, drawn, onNext }: PractisedProps) {
  const schema = asSchema(task.labelSchema);
  const [given, setGiven] = useState<Label[]>([]);
  const answer = useChange(async (labels: Label[]) => {
    setGiven(labels);
    const input = { courseItemId: task.courseItemId, labels };
    return granted((await ask(answerPracticeMutation, { input })).answerPractice);
  });
  useGiven(drawn, answer.mutate);
  const said = answer.data;
  const goOn = () => said && onNext(said.next);
  useKey('n', said?.next ? words.next : words.goOn, goOn, { isOn: said !== undefined });
  const expected = asLabels(said?.expected);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.place(task.number, task.of)} · {words.practiceHint}
      </Text>
      <Item
        data={task.data}
        mediaUrl={task.mediaUrl}
        labels={expected.filter((label) => isShape(label) || label.kind === 'SPAN')}
        schema={schema}
        name={said ? words.expected : words.item}
      />
      {!said && (
        <AnswerTask
          schema={schema}
          courseItemId={task.courseItemId}
          examAttemptId={null}
          isBusy={answer.isPending}
          onAnswer={(labels) => answer.mutate(labels)}
        />
      )}
      {said && (
        <>
          <Alert
            color={said.isRight ? 'green' : 'yellow'}
            role="status"
            title={said.isRight ? words.right : words.wrong}
          >
            {said.explanation}
          </Alert>
          <div className="split">
            <Paper p="md">
              <Title order={2}>{words.expected}</Title>
              <LabelList labels={expected} schema={schema} />
            </Paper>
            <Paper p="md">
              <Title order={2}>{words.yours}</Title>
              <LabelList labels={given} schema={schema} />
            </Paper>
          </div>
          <Group>
            <Button onClick={goOn} rightSection={<Kbd size="xs">N</Kbd>}>
              {said.next ? words.next : words.goOn}
            </Button>
            {!said.next && <Text size="sm">{words.allPractised}</Text>}
          </Group>
        </>
      )}
    </Stack>
  );
}
