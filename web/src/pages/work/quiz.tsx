import { Alert, Button, Group, Kbd, Paper, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { quiz as words } from '../../messages/learning';
import { Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const quizFields = graphql(`
  fragment QuizFields on GuidelineQuiz {
    version
    try
    questions {
      question
      text
      choices {
        choice
        text
      }
    }
  }
`);
const quizQuery = graphql(
  `
    query OpenQuiz($projectId: ID!) {
      project(id: $projectId) {
        id
        guidelines {
          quiz {
            ...QuizFields
          }
        }
      }
    }
  `,
  [quizFields],
);
const answerMutation = graphql(
  `
    mutation AnswerQuiz($input: AnswerQuizInput!) {
      answerQuiz(input: $input) {
        ... on QuizAnswered {
          isPassed
          right
          of
          mistakes {
            text
            explanation
          }
          next {
            ...QuizFields
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [quizFields],
);
type OpenQuiz = ResultOf<typeof quizFields>;

interface QuizProps {
  projectId: string;
  onPassed: () => void;
}

/** The questions on what changed; what was answered wrongly is explained, and asked again. */
export function Quiz({ projectId, onPassed }: QuizProps) {
  const query = useAsk(quizQuery, { projectId });
  return (
    <Paper p="md" w="100%" component="section" aria-label={words.title}>
      <Title order={2}>{words.title}</Title>
      <Loaded query={query}>
        {({ project: { guidelines } }) =>
          guidelines?.quiz ? (
            <Tries projectId={projectId} first={guidelines.quiz} onPassed={onPassed} />
          ) : (
            <Text size="sm">{words.none}</Text>
          )
        }
      </Loaded>
    </Paper>
  );
}

function Tries({ projectId, first, onPassed }: QuizProps & { first: OpenQuiz }) {
  const answer = useChange(
    async (input: { version: number; answers: { question: number; choices: number[] }[] }) =>
      granted((await ask(answerMutation, { input: { projectId, ...input } })).answerQuiz),
    {
      onDone: ({ isPassed, next }) => {
        if (!isPassed) return;
        tellDone(next ? words.further : words.passed);
        if (!next) onPassed();
      },
    },
  );
  const last = answer.data;
  const open = last?.next ?? first;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.hint(open.version, open.try)}
      </Text>
      {last && !last.isPassed && (
        <Alert color="yellow" role="status" mb="sm" title={words.notYet(last.right, last.of)}>
          <Stack gap={6}>
            {last.mistakes.map(({ text, explanation }) => (
              <Text key={text} size="sm">
                <strong>{text}</strong> {explanation}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
      <Questions
        key={`${open.version} ${open.try}`}
        quiz={open}
        isBusy={answer.isPending}
        onAnswer={(answers) => answer.mutate({ version: open.version, answers })}
      />
    </>
  );
}

interface QuestionsProps {
  quiz: OpenQuiz;
  isBusy: boolean;
  onAnswer: (answers: { question: number; choices: number[] }[]) => void;
}

function Questions({ quiz, isBusy, onAnswer }: QuestionsProps) {
  const [chosen, setChosen] = useState<ReadonlyMap<number, number[]>>(new Map());
  const isWhole = quiz.questions.every(({ question }) => (chosen.get(question) ?? []).length > 0);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isWhole && !isBusy)
      onAnswer(quiz.questions.map(({ question }) => ({ question, choices: chosen.get(question)! })));
  };
  const toggle = (question: number, choice: number) => {
    const had = chosen.get(question) ?? [];
    const has = had.includes(choice) ? had.filter((one) => one !== choice) : [...had, choice];
    setChosen(new Map(chosen).set(question, has));
  };
  useKey('a', words.submit, submit, { isOn: isWhole && !isBusy });
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {quiz.questions.map(({ question, text, choices }) => (
          <fieldset key={question} style={{ border: 0, margin: 0, padding: 0 }}>
            <Text component="legend" fw={600} size="sm" p={0} mb={4}>
              {text}
            </Text>
            {choices.map(({ choice, text: said }) => (
              <label key={choice} style={{ display: 'block' }}>
                <Group gap={8} component="span" wrap="nowrap" py={2}>
                  <input
                    type="checkbox"
                    checked={(chosen.get(question) ?? []).includes(choice)}
                    onChange={() => toggle(question, choice)}
                  />
                  <Text component="span" size="sm">
                    {said}
                  </Text>
                </Group>
              </label>
            ))}
          </fieldset>
        ))}
        <Group>
          <Button type="submit" disabled={!isWhole} loading={isBusy} rightSection={<Kbd size="xs">A</Kbd>}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
