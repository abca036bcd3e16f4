import { Alert, Button, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { learning as words } from '../../messages/learning';
import { asSentence, dateTime } from '../../parts/format';
import { asLabels, asSchema, type Label, wordsOf } from '../../parts/labels/label';
import { Facts, Item } from '../../parts/labels/item';
import { Failure, Waiting } from '../../parts/states';
import { AnswerTask, drawnFor, useGiven } from './answer-task';
import { answerExamMutation, type Exam, finishExamMutation, startExamMutation, type TrainingHandOff } from './queries';

interface ExamProps {
  courseId: string;
  /** What somebody has come back with from the tool. */
  drawn: TrainingHandOff | null;
  onEnd: () => void;
}

/** Begins an exam, or goes on where it was left. */
export function ExamDesk({ courseId, drawn, onEnd }: ExamProps) {
  const [exam, setExam] = useState<Exam | null>(null);
  const start = useChange(async () => granted((await ask(startExamMutation, { courseId })).startExam) as Exam, {
    isQuiet: true,
    onDone: setExam,
  });
  const answer = useChange(
    async (input: { examAttemptId: string; courseItemId: string; labels: Label[] }) =>
      granted((await ask(answerExamMutation, { input })).answerExam) as Exam,
    { onDone: setExam },
  );
  const finish = useChange(async (id: string) => (await ask(finishExamMutation, { id })).finishExam, {
    onDone: setExam,
  });
  const first = useRef(() => start.mutate());
  useEffect(() => first.current(), []);
  const next = exam?.next;
  useGiven(exam && next ? drawnFor(drawn, next, exam.id) : null, (labels) =>
    answer.mutate({ examAttemptId: exam!.id, courseItemId: next!.courseItemId, labels }),
  );
  const handIn = () => exam && finish.mutate(exam.id);
  useKey('n', words.handIn, handIn, { isOn: exam?.state === 'RUNNING' && !next && !finish.isPending });

  if (start.error) return <Failure error={start.error} onRetry={onEnd} />;
  if (!exam) return <Waiting />;
  if (exam.state !== 'RUNNING') return <Result exam={exam} onEnd={onEnd} />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {next && `${words.place(next.number, next.of)} · `}
        {words.examHint}
        {exam.endsAt && ` ${words.ends} ${dateTime(exam.endsAt)}.`}
      </Text>
      {next ? (
        <>
          <Item
            data={next.data}
            mediaUrl={next.mediaUrl}
            labels={[]}
            schema={asSchema(next.labelSchema)}
            name={words.item}
          />
          <AnswerTask
            key={next.courseItemId}
            schema={asSchema(next.labelSchema)}
            courseItemId={next.courseItemId}
            examAttemptId={exam.id}
            isBusy={answer.isPending}
            onAnswer={(labels) => answer.mutate({ examAttemptId: exam.id, courseItemId: next.courseItemId, labels })}
          />
        </>
      ) : (
        <Paper p="md">
          <Title order={2} mb="xs">
            {words.allAnswered}
          </Title>
          <Button onClick={handIn} loading={finish.isPending} rightSection={<Kbd size="xs">N</Kbd>}>
            {words.handIn}
          </Button>
        </Paper>
      )}
    </Stack>
  );
}

/** As much of the end as the course tells; and when the next try may be. */
function Result({ exam, onEnd }: { exam: Exam; onEnd: () => void }) {
  useKey('n', words.back, onEnd);
  const isPassed = exam.state === 'PASSED';
  return (
    <Stack gap="md">
      <Alert color={isPassed ? 'green' : 'yellow'} role="status" title={isPassed ? words.passed : words.failed}>
        <Stack gap={4}>
          {exam.right !== null && <Text size="sm">{words.result(exam.right, exam.of)}</Text>}
          {exam.course && <Text size="sm">{asSentence(exam.course.sentence)}</Text>}
          {exam.course?.nextAttemptAt && (
            <Text size="sm">
              {words.nextAttempt} {dateTime(exam.course.nextAttemptAt)}
            </Text>
          )}
        </Stack>
      </Alert>
      {exam.mistakes && exam.mistakes.length > 0 && (
        <section>
          <Title order={2} mb="xs">
            {words.mistakes}
          </Title>
          <Stack gap="xs">
            {exam.mistakes.map(({ number, data, labels, expected, explanation }) => (
              <Paper key={number} p="sm">
                <Text size="sm" fw={600}>
                  {words.place(number, exam.of)}
                </Text>
                <Facts value={data} />
                <Text size="sm">
                  {words.yours}: {labels === null ? words.noAnswer : said(labels)}
                </Text>
                {expected !== null && (
                  <Text size="sm">
                    {words.expected}: {said(expected)}
                  </Text>
                )}
                {explanation && <Text size="sm">{explanation}</Text>}
              </Paper>
            ))}
          </Stack>
        </section>
      )}
      <Group>
        <Button onClick={onEnd} rightSection={<Kbd size="xs">N</Kbd>}>
          {words.back}
        </Button>
      </Group>
    </Stack>
  );
}

const said = (labels: unknown): string =>
  asLabels(labels)
    .map((label) => {
      const { name, value } = wordsOf(label);
      return value ? `${name}: ${value}` : name;
    })
    .join('; ') || words.noAnswer;
