import { Alert, Button, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client';
import { useChange } from '../../api/hooks';
import { setup as words } from '../../messages/setup';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { GuidelinesEditor } from '../../parts/guidelines-editor';
import { Section } from '../../parts/section';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { publishMutation } from './make-project';
import { newQuiz, type QuizDraft, QuizEditor } from './quiz-editor';

interface GuidelinesSettingsProps {
  projectId: string;
  guidelines: { version: number; body: string } | null;
}

/** The next version of the guidelines, and where it matters the questions on what changed in it. */
export function GuidelinesSettings({ projectId, guidelines }: GuidelinesSettingsProps) {
  const inForce = guidelines?.body ?? '';
  const [body, setBody] = useState(inForce);
  const [quiz, setQuiz] = useState<QuizDraft | null>(null);
  const publish = useChange(() => ask(publishMutation, { projectId, body, quiz }), {
    isQuiet: true,
    onDone: ({ publishGuidelines: { guidelineVersion } }) =>
      tellDone((quiz ? words.quizPublished : words.published)(guidelineVersion)),
  });
  return (
    <Section
      title={
        <>
          {words.guidelines}{' '}
          <Text component="span" size="sm" c="dimmed">
            {guidelines ? words.guidelinesVersion(guidelines.version) : words.noGuidelines}
          </Text>
        </>
      }
    >
      <GuidelinesEditor body={body} fault={faultsOf(publish.error)('body')} onChange={setBody} />
      <Stack gap="sm" mt="sm" align="flex-start">
        {guidelines && (
          <Switch
            size="xs"
            label={words.askQuiz}
            description={words.askQuizHint}
            checked={quiz !== null}
            onChange={({ currentTarget }) => setQuiz(currentTarget.checked ? newQuiz() : null)}
          />
        )}
        {quiz && <QuizEditor quiz={quiz} faultAt={faultsOf(publish.error, 'quiz.')} onChange={setQuiz} />}
        {publish.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={publish.error} />
          </Alert>
        )}
        <Button
          disabled={body === inForce || body.trim() === ''}
          loading={publish.isPending}
          onClick={() => publish.mutate(undefined, { onError: showFirstFault })}
        >
          {quiz ? words.publishWithQuiz : words.publish}
        </Button>
      </Stack>
    </Section>
  );
}
