import { Badge, Button, Center, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { questions } from '../../messages/questions';
import { clock, dateTime } from '../../parts/format';
import { AskQuestion } from '../../parts/ask-question';
import { GuidelineNotes } from '../../parts/guideline-notes';
import { Facts } from '../../parts/labels/item';
import { Markdown } from '../../parts/markdown';
import { ReasonDialog } from '../../parts/reason';
import { Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { Adjudication } from './adjudication';
import { goesOnAfter, rememberGoingOn } from './going-on';
import { guidelinesQuery, type Held, heldBy, returnMutation, skipMutation } from './queries';
import { Review } from './review';
import { TaskToLabel } from './task-to-label';
import { useHeartbeat } from './use-held';

const words = messages.work;

interface HeldPageProps {
  held: Held;
  /** The person has just asked for it. */
  isNew: boolean;
  onGone: () => void;
  onNext: () => void;
}

export function HeldPage({ held, isNew, onGone, onNext }: HeldPageProps) {
  const { seconds, leaseExpiresAt, isPaused, pause, goOn } = useHeartbeat(held, onGone);
  const [isSkipping, setSkipping] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [goesOn, setGoesOn] = useState(goesOnAfter);
  const skip = useChange(
    async (reason: string) => granted((await ask(skipMutation, { input: { ...heldBy(held), reason } })).skipAssignment),
    {
      onDone: () => {
        setSkipping(false);
        tellDone(words.skipped);
        onGone();
      },
    },
  );
  const giveBack = useChange(
    async () => granted((await ask(returnMutation, { input: heldBy(held) })).returnAssignment),
    {
      onDone: () => {
        tellDone(words.givenBack);
        onGone();
      },
    },
  );
  useKey('s', words.skip, () => setSkipping(true));
  useKey('q', questions.ask, () => setAsking(true));
  useKey('p', isPaused ? words.goOn : words.pause, isPaused ? goOn : pause);
  const onDone = () => (goesOn ? onNext() : onGone());
  const remembers = (value: boolean) => {
    setGoesOn(value);
    rememberGoingOn(value);
  };
  const Stage = held.stage === 'ADJUDICATE' ? Adjudication : isJudged(held) ? Review : TaskToLabel;
  return (
    <>
      <PageHead title={messages.stages[held.stage] ?? held.stage} crumbs={<span>{held.projectName}</span>}>
        <label>
          <Group gap={6}>
            <input
              type="checkbox"
              checked={goesOn}
              onChange={({ currentTarget }) => remembers(currentTarget.checked)}
            />
            <Text component="span" size="sm">
              {words.thenNext}
            </Text>
          </Group>
        </label>
      </PageHead>
      <div className="desk">
        <div className="desk-task">
          {isPaused ? (
            <Paper p="xl">
              <Center mih={280}>
                <Stack align="center" gap="xs">
                  <Title order={2}>{words.paused}</Title>
                  <Text c="dimmed">{words.pausedHint}</Text>
                  <Button onClick={goOn} size="sm">
                    {words.goOn}
                  </Button>
                </Stack>
              </Center>
            </Paper>
          ) : (
            <Stage held={held} isNew={isNew} onDone={onDone} isPaused={isPaused} />
          )}
        </div>
        <section className="desk-controls" aria-label={words.held}>
          <Paper p="md">
            <Group justify="space-between" align="flex-end">
              <div>
                <Text size="xs" c="dimmed">
                  {words.timer}
                </Text>
                <Text fz={24} fw={600} className="tabular" role="timer" aria-label={words.timer}>
                  {clock(seconds)}
                </Text>
              </div>
              {isPaused && <Badge color="yellow">{words.paused}</Badge>}
            </Group>
            <Text size="xs" c="dimmed" mb="sm">
              {words.lease} {dateTime(leaseExpiresAt)}
            </Text>
            <Group gap={6}>
              <Button variant="default" onClick={isPaused ? goOn : pause} rightSection={<Kbd size="xs">P</Kbd>}>
                {isPaused ? words.goOn : words.pause}
              </Button>
              <Button variant="default" onClick={() => setSkipping(true)} rightSection={<Kbd size="xs">S</Kbd>}>
                {words.skip}
              </Button>
              <Button variant="default" onClick={() => setAsking(true)} rightSection={<Kbd size="xs">Q</Kbd>}>
                {questions.askShort}
              </Button>
              <Button variant="default" loading={giveBack.isPending} onClick={() => giveBack.mutate()}>
                {words.giveBack}
              </Button>
            </Group>
          </Paper>
        </section>
        <Stack component="aside" className="desk-context" gap="md" aria-label={words.context}>
          {Object.keys((held.item.metadata ?? {}) as object).length > 0 && (
            <Paper p="md">
              <Title order={2} mb={6}>
                {words.item}
              </Title>
              <Facts value={held.item.metadata} />
            </Paper>
          )}
          <Guidelines projectId={held.projectId} />
        </Stack>
      </div>
      <AskQuestion isOpen={isAsking} about={{ assignmentId: held.id }} onClose={() => setAsking(false)} />
      <ReasonDialog
        isOpen={isSkipping}
        title={words.skipTitle}
        hint={words.skipHint}
        submit={words.skip}
        suggestions={words.skipReasons}
        isBusy={skip.isPending}
        onClose={() => setSkipping(false)}
        onReason={(reason) => skip.mutate(reason)}
      />
    </>
  );
}

const isJudged = ({ stage }: Held): boolean => ['REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE'].includes(stage);

function Guidelines({ projectId }: { projectId: string }) {
  const query = useAsk(guidelinesQuery, { id: projectId });
  return (
    <Paper p="md">
      <Title order={2} mb={6}>
        {words.guidelines}
      </Title>
      <Loaded query={query} lines={3}>
        {({ project: { guidelines } }) => (
          <>
            {guidelines ? (
              <>
                <Text size="xs" c="dimmed">
                  {words.version(guidelines.version)}
                </Text>
                <Markdown text={guidelines.body} />
              </>
            ) : (
              <Text size="sm" c="dimmed">
                {words.noGuidelines}
              </Text>
            )}
          </>
        )}
      </Loaded>
      <GuidelineNotes projectId={projectId} first={10} reads />
    </Paper>
  );
}
