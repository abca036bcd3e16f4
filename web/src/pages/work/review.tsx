import { Alert, Button, Group, Kbd, Paper, Stack, Switch, Text, Textarea, Title } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { percent } from '../../parts/format';
import { Item } from '../../parts/labels/item';
import { asLabels, asSchema, isShape, type Label, sharedWith, sizeOf } from '../../parts/labels/label';
import { LabelList } from '../../parts/labels/label-list';
import { differenceOf } from '../../parts/labels/paint';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { ErrorPicker, type PickedError } from './error-picker';
import type { HeldProps } from './held-props';
import { Mending } from './mending';
import { guidelinesQuery, heldBy, verdictMutation } from './queries';
import { Zoom } from './zoom';

const words = messages.work;

type Decision = 'ACCEPT' | 'FIX' | 'REJECT';

/** Judges an answer: as it is beside what it started from, with what differs painted over both. */
export function Review({ held, onDone }: HeldProps) {
  const schema = useMemo(() => asSchema(held.labelSchema), [held.labelSchema]);
  const subject = useMemo(() => asLabels(held.subject), [held.subject]);
  const start = useMemo(() => asLabels(held.item.prelabels), [held.item.prelabels]);
  const [mended, setMended] = useState<Label[] | null>(null);
  const [errors, setErrors] = useState<PickedError[]>([]);
  const [comment, setComment] = useState('');
  const [isReasonMissing, setReasonMissing] = useState(false);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const { data } = useAsk(guidelinesQuery, { id: held.projectId });
  const catalogue = useMemo(() => catalogueOf(data?.project.policy), [data]);

  const judge = useChange(
    async (decision: Decision) => {
      const input = {
        ...heldBy(held),
        decision,
        errors,
        comment: comment.trim() || null,
        ...(decision === 'FIX' && { labels: mended }),
      };
      return granted((await ask(verdictMutation, { input })).submitVerdict);
    },
    {
      isQuiet: true,
      onDone: (_, decision) => {
        tellDone(words.done[decision]!);
        onDone();
      },
    },
  );
  const reject = () => {
    if (errors.length === 0 && comment.trim() === '') setReasonMissing(true);
    else judge.mutate('REJECT');
  };
  const isFixed = mended !== null && JSON.stringify(mended) !== JSON.stringify(subject);
  const isFree = !judge.isPending;
  const mend = () => (isFixed ? judge.mutate('FIX') : setMended(mended ?? subject));
  useKey('a', words.accept, () => judge.mutate('ACCEPT'), { isOn: isFree });
  useKey('f', words.fix, mend, { isOn: isFree });
  useKey('r', words.reject, reject, { isOn: isFree });
  useKey('c', words.comment, () => commentField.current?.focus());

  return (
    <Stack gap="md">
      <Comparison held={held} subject={mended ?? subject} start={start} schema={schema} />
      {mended && <Mending labels={mended} original={subject} start={start} schema={schema} onChange={setMended} />}
      <Paper p="md">
        <Stack gap="sm">
          <ErrorPicker
            catalogue={catalogue}
            schema={schema}
            picked={errors}
            onChange={(next) => {
              setErrors(next);
              setReasonMissing(false);
            }}
          />
          <Textarea
            ref={commentField}
            label={words.comment}
            description={words.commentHint}
            autosize
            minRows={1}
            maxRows={6}
            maxLength={5000}
            value={comment}
            onChange={({ currentTarget }) => {
              setComment(currentTarget.value);
              setReasonMissing(false);
            }}
            onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          />
          {isReasonMissing && (
            <Text size="sm" c="var(--m-now)" role="alert">
              {words.errorNeeded}
            </Text>
          )}
          {judge.isError && (
            <Alert color="red" role="alert">
              <ErrorWords error={judge.error} />
            </Alert>
          )}
          <div className="decide">
            <Button
              loading={judge.isPending && judge.variables === 'ACCEPT'}
              disabled={!isFree}
              onClick={() => judge.mutate('ACCEPT')}
              rightSection={<Kbd size="xs">A</Kbd>}
            >
              {words.accept}
            </Button>
            <Button
              variant="default"
              disabled={!isFree || (mended !== null && !isFixed)}
              onClick={mend}
              rightSection={<Kbd size="xs">F</Kbd>}
            >
              {words.fix}
            </Button>
            <Button
              variant="default"
              disabled={!isFree}
              onClick={reject}
              c="var(--m-now)"
              rightSection={<Kbd size="xs">R</Kbd>}
            >
              {words.reject}
            </Button>
          </div>
        </Stack>
      </Paper>
    </Stack>
  );
}

function catalogueOf(policy: unknown): { code: string; severity: string; class?: string; meaning?: string }[] {
  const { errors } = (policy ?? {}) as { errors?: unknown };
  return Array.isArray(errors) ? errors : [];
}

interface ComparisonProps {
  held: HeldProps['held'];
  subject: Label[];
  start: Label[];
  schema: ReturnType<typeof asSchema>;
}

function Comparison({ held, subject, start, schema }: ComparisonProps) {
  const [showsDifference, setShowsDifference] = useState(true);
  const [zoom, setZoom] = useState(1);
  const size = sizeOf(held.item.data);
  const [width, height] = [size?.width, size?.height];
  const difference = useMemo(() => {
    const [a, b] = [subject.filter(isShape), start.filter(isShape)];
    return width && height && start.length > 0 && a.length + b.length > 0
      ? differenceOf(a, b, { width, height })
      : null;
  }, [subject, start, width, height]);
  const panes: [string, Label[], Label[]][] = [[words.judged, subject, start]];
  if (start.length > 0) panes.push([words.startLabels, start, subject]);
  return (
    <>
      <Group justify="space-between">
        <Group gap="md">
          {difference && (
            <Switch
              size="xs"
              label={words.difference}
              checked={showsDifference}
              onChange={({ currentTarget }) => setShowsDifference(currentTarget.checked)}
            />
          )}
          {difference?.overlap != null && (
            <Text size="sm" className="tabular">
              {words.overlap(percent(difference.overlap))}
            </Text>
          )}
        </Group>
        <Zoom value={zoom} onChange={setZoom} />
      </Group>
      <div className="canvas-row">
        {panes.map(([name, labels, others]) => (
          <Paper key={name} p="sm">
            <Stack gap="sm">
              <Title order={2}>{name}</Title>
              <Item
                data={held.item.data}
                mediaUrl={held.item.mediaUrl}
                labels={labels}
                schema={schema}
                name={name}
                overlayUrl={showsDifference ? difference?.url : undefined}
                zoom={zoom}
              />
              <LabelList
                labels={labels}
                schema={schema}
                differs={start.length > 0 ? sharedWith(labels, others).map((isShared) => !isShared) : undefined}
              />
            </Stack>
          </Paper>
        ))}
      </div>
      {difference && showsDifference && (
        <Text size="xs" c="dimmed">
          {words.differenceLegend(words.judged.toLowerCase(), words.startLabels.toLowerCase())}
        </Text>
      )}
    </>
  );
}
