import { Button, Group, Kbd, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { asLabels, asSchema, isShape, sharedWith, sizeOf } from '../../parts/labels/label';
import { Item } from '../../parts/labels/item';
import { LabelList } from '../../parts/labels/label-list';
import { differenceOf } from '../../parts/labels/paint';
import { percent } from '../../parts/format';
import { tellDone } from '../../parts/tell';
import type { HeldProps } from './held-props';
import { heldBy, submitMutation } from './queries';
import { Zoom } from './zoom';

const words = messages.work;
const letterOf = (index: number) => String.fromCharCode(65 + index);

/** Answers that disagree, side by side: the right one is chosen. Whose they are is not told. */
export function Adjudication({ held, onDone }: HeldProps) {
  const schema = useMemo(() => asSchema(held.labelSchema), [held.labelSchema]);
  const answers = useMemo(() => (held.answers ?? []).map(asLabels), [held.answers]);
  const [showsDifference, setShowsDifference] = useState(true);
  const [zoom, setZoom] = useState(1);
  const size = sizeOf(held.item.data);
  const hasShapes = answers.some((labels) => labels.some(isShape));
  const difference = useMemo(
    () => (size && hasShapes && answers.length > 1 ? differenceOf(answers[0]!.filter(isShape), answers[1]!.filter(isShape), size) : null), // prettier-ignore
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the size is new each time, and the same
    [answers, hasShapes, size?.width, size?.height],
  );
  const choose = useChange(
    async (index: number) =>
      granted((await ask(submitMutation, { input: { ...heldBy(held), labels: answers[index] } })).submitAssignment),
    {
      onDone: (_, index) => {
        tellDone(words.chosen(letterOf(index)));
        onDone();
      },
    },
  );
  return (
    <Stack gap="md">
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
          {difference?.overlap != null && <Text size="sm">{words.overlap(percent(difference.overlap))}</Text>}
        </Group>
        <Zoom value={zoom} onChange={setZoom} />
      </Group>
      <div className="canvas-row">
        {answers.map((labels, index) => (
          <Candidate
            key={index}
            letter={letterOf(index)}
            onChoose={() => choose.mutate(index)}
            isBusy={choose.isPending}
          >
            <Item
              data={held.item.data}
              mediaUrl={held.item.mediaUrl}
              labels={labels}
              schema={schema}
              name={words.answer(letterOf(index))}
              overlayUrl={showsDifference && index < 2 ? difference?.url : undefined}
              zoom={zoom}
            />
            <LabelList
              labels={labels}
              schema={schema}
              differs={sharedWith(labels, answers[index === 0 ? 1 : 0] ?? []).map((isShared) => !isShared)}
            />
          </Candidate>
        ))}
      </div>
      {difference && showsDifference && (
        <Text size="xs" c="dimmed">
          {words.differenceLegend(words.answer('A'), words.answer('B'))}
        </Text>
      )}
    </Stack>
  );
}

function Candidate({
  letter,
  onChoose,
  isBusy,
  children,
}: {
  letter: string;
  onChoose: () => void;
  isBusy: boolean;
  children: React.ReactNode;
}) {
  useKey(letter.toLowerCase(), words.choose(letter), onChoose, { isOn: !isBusy });
  return (
    <Paper p="sm">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>{words.answer(letter)}</Title>
          <Button variant="light" loading={isBusy} onClick={onChoose} rightSection={<Kbd size="xs">{letter}</Kbd>}>
            {words.choose(letter)}
          </Button>
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
