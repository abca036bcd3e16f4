import { ActionIcon, Button, Checkbox, Group, NumberInput, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'; // prettier-ignore
import type { VariablesOf } from '../../api/graphql';
import { quizWords as words } from '../../messages/setup';
import type { FaultAt } from '../../parts/faults';
import type { publishMutation } from './make-project';

export type QuizDraft = NonNullable<VariablesOf<typeof publishMutation>['quiz']>;
type Question = QuizDraft['questions'][number];

const newQuestion = (): Question => ({ text: '', choices: ['', ''], right: [], explanation: '' });
export const newQuiz = (): QuizDraft => ({ passMark: 1, questions: [newQuestion()] });

interface QuizEditorProps {
  quiz: QuizDraft;
  /** By the paths of the API: `questions[0].right`. */
  faultAt: FaultAt;
  onChange: (quiz: QuizDraft) => void;
}

/** Questions on what changed: the text, its choices with the right ones marked, and why. */
export function QuizEditor({ quiz, faultAt, onChange }: QuizEditorProps) {
  const { questions, passMark } = quiz;
  const setQuestions = (next: Question[]) => onChange({ ...quiz, questions: next });
  return (
    <Stack gap="sm" w="100%">
      {questions.map((question, at) => (
        <QuestionCard
          key={at}
          place={at + 1}
          question={question}
          faultAt={(path) => faultAt(`questions[${at}].${path}`)}
          onChange={(next) => setQuestions(questions.with(at, next))}
          onRemove={questions.length > 1 ? () => setQuestions(questions.toSpliced(at, 1)) : undefined}
        />
      ))}
      <Group align="flex-end" gap="sm">
        <Button
          variant="default"
          disabled={questions.length >= 20}
          onClick={() => setQuestions([...questions, newQuestion()])}
        >
          {words.add}
        </Button>
        <NumberInput
          label={words.passMark}
          description={words.passMarkHint}
          w={170}
          hideControls
          value={Number(((passMark ?? 1) * 100).toFixed(2))}
          error={faultAt('passMark')}
          onChange={(value) => typeof value === 'number' && onChange({ ...quiz, passMark: value / 100 })}
        />
      </Group>
    </Stack>
  );
}

interface QuestionCardProps {
  place: number;
  question: Question;
  faultAt: FaultAt;
  onChange: (question: Question) => void;
  onRemove?: () => void;
}

function QuestionCard({ place, question, faultAt, onChange, onRemove }: QuestionCardProps) {
  const { text, choices, right, explanation } = question;
  const name = words.question(place);
  const toggle = (number: number) =>
    onChange({
      ...question,
      right: right.includes(number) ? right.filter((one) => one !== number) : [...right, number].sort((a, b) => a - b),
    });
  const removeChoice = (number: number) =>
    onChange({
      ...question,
      choices: choices.toSpliced(number - 1, 1),
      // Those behind it move up.
      right: right.filter((one) => one !== number).map((one) => (one > number ? one - 1 : one)),
    });
  const fault = faultAt('right') ?? faultAt('choices');
  return (
    <Paper p="sm" component="section" aria-label={name} bg="var(--m-page)">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3}>{name}</Title>
          {onRemove && (
            <ActionIcon aria-label={words.remove(place)} title={words.remove(place)} onClick={onRemove}>
              ✕
            </ActionIcon>
          )}
        </Group>
        <Textarea
          label={words.text}
          autosize
          maxLength={1000}
          value={text}
          error={faultAt('text')}
          onChange={({ currentTarget }) => onChange({ ...question, text: currentTarget.value })}
        />
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <Text component="legend" size="sm" fw={500} p={0}>
            {words.choices}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {words.choicesHint}
          </Text>
          <Stack gap={6}>
            {choices.map((choice, at) => (
              <Group key={at} gap="xs" wrap="nowrap">
                <Checkbox
                  aria-label={words.isRight(at + 1)}
                  checked={right.includes(at + 1)}
                  onChange={() => toggle(at + 1)}
                />
                <TextInput
                  style={{ flex: 1 }}
                  aria-label={words.choice(at + 1)}
                  maxLength={500}
                  value={choice}
                  onChange={({ currentTarget }) =>
                    onChange({ ...question, choices: choices.with(at, currentTarget.value) })
                  }
                />
                {choices.length > 2 && (
                  <ActionIcon aria-label={words.removeChoice(at + 1)} onClick={() => removeChoice(at + 1)}>
                    ✕
                  </ActionIcon>
                )}
              </Group>
            ))}
          </Stack>
          {fault && (
            <Text size="sm" c="var(--m-now)" role="alert" mt={4}>
              {fault}
            </Text>
          )}
          {choices.length < 10 && (
            <Button
              mt={6}
              size="compact-sm"
              variant="default"
              onClick={() => onChange({ ...question, choices: [...choices, ''] })}
            >
              {words.addChoice}
            </Button>
          )}
        </fieldset>
        <Textarea
          label={words.explanation}
          description={words.explanationHint}
          autosize
          maxLength={2000}
          value={explanation}
          error={faultAt('explanation')}
          onChange={({ currentTarget }) => onChange({ ...question, explanation: currentTarget.value })}
        />
      </Stack>
    </Paper>
  );
}
