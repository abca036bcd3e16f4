import { Alert, Button, Group, Kbd, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { ask, granted, Refused } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { learning as words } from '../../messages/learning';
import { Answering, isDrawn } from '../../parts/labels/answering';
import { asLabels, type Label, type LabelSchema } from '../../parts/labels/label';
import { handOffTrainingMutation, type TrainingHandOff } from './queries';

interface AnswerTaskProps {
  schema: LabelSchema;
  courseItemId: string;
  /** null: practice */
  examAttemptId: string | null;
  isBusy: boolean;
  onAnswer: (labels: Label[]) => void;
}

/** Answered here; where something is to be drawn, in the tool of the project, if it has one. */
export function AnswerTask({ schema, courseItemId, examAttemptId, isBusy, onAnswer }: AnswerTaskProps) {
  const here = <Answering schema={schema} submit={words.submit} isBusy={isBusy} onAnswer={onAnswer} />;
  if (!isDrawn(schema)) return here;
  return (
    <ToolTask courseItemId={courseItemId} examAttemptId={examAttemptId}>
      {here}
    </ToolTask>
  );
}

interface ToolTaskProps {
  courseItemId: string;
  examAttemptId: string | null;
  /** As long as it is not known, and where the project has no tool. */
  children: ReactNode;
}

function ToolTask({ courseItemId, examAttemptId, children }: ToolTaskProps) {
  const way = useChange(
    async () =>
      granted((await ask(handOffTrainingMutation, { courseItemId, examAttemptId })).handOffTraining) as TrainingHandOff,
    { isQuiet: true },
  );
  const open = () => {
    if (way.data?.url) window.location.assign(way.data.url);
    else way.mutate();
  };
  const first = useRef(() => way.mutate());
  useEffect(() => first.current(), []);
  const hasTool = way.data !== undefined;
  useKey('o', words.openTool, open, { isOn: hasTool });
  const isAway = way.error !== null && !(way.error instanceof Refused && way.error.code === 'NO_TOOL');
  if (!hasTool && !isAway) return children;
  return (
    <Alert color={isAway ? 'yellow' : 'blue'} title={words.inTool}>
      <Group justify="space-between">
        <Text size="sm">{way.error?.message ?? words.inToolHint}</Text>
        <Button onClick={open} loading={way.isPending} rightSection={<Kbd size="xs">O</Kbd>}>
          {words.openTool}
        </Button>
      </Group>
    </Alert>
  );
}

/** What was drawn for this task, if that is what somebody has come back with. */
export function drawnFor(
  drawn: TrainingHandOff | null,
  { courseItemId }: { courseItemId: string },
  examAttemptId: string | null = null,
): Label[] | null {
  const isOfIt = drawn?.courseItemId === courseItemId && drawn.examAttemptId === examAttemptId;
  return isOfIt && Array.isArray(drawn.labels) ? asLabels(drawn.labels) : null;
}

/** Gives once what was drawn: in the tool it was handed in already. */
export function useGiven(labels: Label[] | null, give: (labels: Label[]) => void): void {
  const isGiven = useRef(false);
  const latest = useRef(give);
  useEffect(() => {
    latest.current = give;
  });
  useEffect(() => {
    if (labels === null || isGiven.current) return;
    isGiven.current = true;
    latest.current(labels);
  }, [labels]);
}
