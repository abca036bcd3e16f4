import { Button, Divider, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { span } from '../../parts/format';
import { Rate } from '../../parts/rate';
import { Loaded, PageHead, Waiting } from '../../parts/states';
import { FeedbackLines } from './feedback';
import { type Nothing, ownAccuracyQuery, type workQuery } from './queries';
import { OnBreak, TakeBreak } from './rest';

const words = messages.work;
/** Guidelines, quiz and course are needed on few days. */
const WhyNothing = lazy(() => import('./doors').then(({ WhyNothing: component }) => ({ default: component })));

interface StartProps {
  work: ResultOf<typeof workQuery>;
  nothing: Nothing | null;
  isLooking: boolean;
  onNext: () => void;
}

/** Nothing is held: one button, and what is worth knowing before it is pressed. */
export function Start({ work, nothing, isLooking, onNext }: StartProps) {
  const { today, onBreak } = work.myWork;
  const { me } = useSession();
  useKey('n', words.next, onNext, { isOn: !isLooking && !onBreak });
  const figures: [string | number, string][] = [
    [today.answers, words.answersLabel],
    ...(me.roles.includes('REVIEWER') || today.verdicts > 0
      ? [[today.verdicts, words.verdictsLabel] as [number, string]]
      : []),
    [today.skipped, words.skippedLabel],
    [span(today.activeSeconds), words.activeLabel],
  ];
  return (
    <div className="page-narrow">
      <PageHead title={words.question} />
      <Stack gap="lg">
        {onBreak ? (
          <OnBreak {...onBreak} />
        ) : (
          <Stack gap="xs">
            <Button
              className="next-task"
              size="xl"
              loading={isLooking}
              onClick={onNext}
              rightSection={
                <Kbd size="md" aria-hidden="true">
                  {words.nextKey}
                </Kbd>
              }
            >
              {words.next}
            </Button>
            <TakeBreak isOn={!isLooking} />
          </Stack>
        )}
        {nothing && !onBreak && (
          <Suspense fallback={<Waiting lines={2} />}>
            <WhyNothing nothing={nothing} onNext={onNext} />
          </Suspense>
        )}
        <Paper p="lg">
          <Title order={2} mb="xs">
            {words.today}
          </Title>
          <div className="figures">
            {figures.map(([figure, label]) => (
              <div key={label}>
                <strong>{figure}</strong>
                <span>{label}</span>
              </div>
            ))}
          </div>
          <Divider my="md" />
          <Title order={2}>{words.accuracy}</Title>
          <Text size="xs" c="dimmed" mb="xs">
            {words.accuracyHint}
          </Text>
          <Stack gap={6}>
            {work.projects.nodes.map(({ id, name }) => (
              <OwnAccuracy key={id} projectId={id} projectName={name} />
            ))}
          </Stack>
        </Paper>
        <Paper p="lg">
          <Title order={2} mb="xs">
            {words.feedback}
          </Title>
          <FeedbackLines verdicts={work.myVerdicts.nodes} />
          {work.myVerdicts.totalCount > 0 && (
            <Text size="sm" mt="sm">
              <Link to="/record">{words.allFeedback}</Link>
            </Text>
          )}
        </Paper>
      </Stack>
    </div>
  );
}

function OwnAccuracy({ projectId, projectName }: { projectId: string; projectName: string }) {
  const { me } = useSession();
  const query = useAsk(ownAccuracyQuery, { filter: { projectId, memberIds: [me.id] } });
  return (
    <Loaded query={query} lines={1}>
      {({ accuracy: { rows } }) => (
        <Stack gap={0}>
          <Text size="sm">{projectName}</Text>
          {rows[0] && rows[0].n > 0 ? (
            <Rate {...rows[0]} />
          ) : (
            <Text size="sm" c="dimmed">
              {words.accuracyLater}
            </Text>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
