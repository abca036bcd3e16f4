import { Alert, Button, Kbd, Paper, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { learning, quiz } from '../../messages/learning';
import { Markdown } from '../../parts/markdown';
import { Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { acknowledgeMutation, guidelinesQuery, type Nothing } from './queries';
import { Quiz } from './quiz';

const words = messages.work;

interface WhyNothingProps {
  nothing: Nothing;
  onNext: () => void;
}

/** Which door is shut, project by project; and those that people open themselves: guidelines, quiz, course. */
export function WhyNothing({ nothing, onNext }: WhyNothingProps) {
  const [opened, setOpened] = useState<{ projectId: string; door: 'guidelines' | 'quiz' } | null>(null);
  const courseId = nothing.reasons.find((one) => one.courseId)?.courseId ?? '';
  const navigate = useNavigate();
  useKey('c', learning.toCourse, () => void navigate({ to: '/courses/$courseId', params: { courseId } }), {
    isOn: courseId !== '',
  });
  const goOn = () => {
    setOpened(null);
    onNext();
  };
  return (
    <Stack gap="md">
      <Alert color="gray" title={words.nothing} role="status">
        <Stack gap="xs" align="flex-start">
          {nothing.reasons.length === 0 && <Text size="sm">{nothing.message}</Text>}
          {nothing.reasons.map((one) => (
            <div key={one.projectId}>
              <Text size="sm">
                <strong>{one.projectName}</strong>: {one.message}
              </Text>
              {one.reason === 'GUIDELINES_UNREAD' && (
                <Button
                  mt={6}
                  variant="light"
                  onClick={() => setOpened({ projectId: one.projectId, door: 'guidelines' })}
                >
                  {words.readGuidelines(one.projectName)}
                </Button>
              )}
              {one.reason === 'QUIZ_OPEN' && (
                <Button mt={6} variant="light" onClick={() => setOpened({ projectId: one.projectId, door: 'quiz' })}>
                  {quiz.open(one.projectName)}
                </Button>
              )}
              {one.courseId && (
                <Button
                  mt={6}
                  variant="light"
                  rightSection={one.courseId === courseId && <Kbd size="xs">C</Kbd>}
                  renderRoot={(props) => (
                    <Link to="/courses/$courseId" params={{ courseId: one.courseId ?? '' }} {...props} />
                  )}
                >
                  {learning.toCourse}
                </Button>
              )}
            </div>
          ))}
        </Stack>
      </Alert>
      {opened?.door === 'guidelines' && <ReadGuidelines projectId={opened.projectId} onRead={goOn} />}
      {opened?.door === 'quiz' && <Quiz projectId={opened.projectId} onPassed={goOn} />}
    </Stack>
  );
}

export function ReadGuidelines({ projectId, onRead }: { projectId: string; onRead: () => void }) {
  const query = useAsk(guidelinesQuery, { id: projectId });
  const acknowledge = useChange((version: number) => ask(acknowledgeMutation, { projectId, version }), {
    onDone: () => {
      tellDone(words.acknowledged);
      onRead();
    },
  });
  return (
    <Paper p="md" w="100%">
      <Loaded query={query}>
        {({ project: { guidelines } }) =>
          guidelines ? (
            <>
              <Markdown text={guidelines.body} />
              <Button
                mt="sm"
                data-autofocus
                loading={acknowledge.isPending}
                onClick={() => acknowledge.mutate(guidelines.version)}
              >
                {words.acknowledge}
              </Button>
            </>
          ) : (
            words.noGuidelines
          )
        }
      </Loaded>
    </Paper>
  );
}
