import type { FieldFault } from '../../platform/index.js';
import { drawOf } from '../../platform/seeded-draw.js';

export interface QuizQuestion {
  text: string;
  choices: string[];
  /** the right ones, counted from 1 */
  right: number[];
  /** read by who answers wrongly */
  explanation: string;
}

export interface Quiz {
  version: number;
  questions: QuizQuestion[];
  /** the share of right answers that passes, above 0, at most 1 */
  passMark: number;
}

/** What was chosen; both counted from 1. */
export interface QuizAnswer {
  question: number;
  choices: number[];
}

export interface MarkedQuiz {
  right: number;
  isPassed: boolean;
  /** questions, from 1 */
  wrong: number[];
}

/** A question as it is asked: its choices, and it among the others, in the order of this try. */
export interface AskedQuestion {
  question: number;
  text: string;
  choices: { choice: number; text: string }[];
}

/** Questions whose right choices do not exist, or that cannot be answered wrongly. */
export function faultsOfQuestions(questions: QuizQuestion[], path: string): FieldFault[] {
  return questions.flatMap(({ right, choices }, index) => {
    const place = `${path}[${index}].right`;
    if (new Set(right).size < right.length) return [{ path: place, message: 'must name each choice once' }];
    if (right.some((number) => number < 1 || number > choices.length))
      return [{ path: place, message: `must be numbers from 1 to ${choices.length}` }];
    if (new Set(choices).size < choices.length)
      return [{ path: `${path}[${index}].choices`, message: 'must be different' }];
    return right.length < choices.length ? [] : [{ path: place, message: 'must leave a choice that is wrong' }];
  });
}

/** Every question is answered, once, with choices that it has. */
export function faultsOfAnswers(answers: QuizAnswer[], { questions }: Quiz, path: string): FieldFault[] {
  const faults = answers.flatMap(({ question, choices }, index) => {
    const asked = questions[question - 1];
    if (!asked) return [{ path: `${path}[${index}].question`, message: `must be from 1 to ${questions.length}` }];
    if (answers.findIndex((one) => one.question === question) < index)
      return [{ path: `${path}[${index}].question`, message: 'is answered already' }];
    const isKnown = choices.every((choice) => choice >= 1 && choice <= asked.choices.length);
    if (isKnown && new Set(choices).size === choices.length) return [];
    return [{ path: `${path}[${index}].choices`, message: `must be different numbers from 1 to ${asked.choices.length}` }]; // prettier-ignore
  });
  if (faults.length > 0 || answers.length === questions.length) return faults;
  return [{ path, message: questions.length === 1 ? 'must answer the question' : `must answer each of the ${questions.length} questions` }]; // prettier-ignore
}

/** A question is right when exactly its right choices were chosen. */
export function markQuiz({ questions, passMark }: Quiz, answers: QuizAnswer[]): MarkedQuiz {
  const isRight = ({ right }: QuizQuestion, index: number): boolean => {
    const chosen = answers.find(({ question }) => question === index + 1)?.choices ?? [];
    return chosen.length === right.length && right.every((choice) => chosen.includes(choice));
  };
  const wrong = questions.flatMap((question, index) => (isRight(question, index) ? [] : [index + 1]));
  const right = questions.length - wrong.length;
  // A share that should be exactly the mark may miss it by a rounding error.
  return { right, wrong, isPassed: right / questions.length >= passMark - 1e-9 };
}

/** The questions in the order of a try: another one each time, the same one when it is asked again. */
export function askedOf({ questions }: Quiz, seed: string): AskedQuestion[] {
  const shuffled = <Value>(values: Value[], key: string): { value: Value; number: number }[] =>
    values
      .map((value, index) => ({ value, number: index + 1, at: drawOf(seed, `${key}:${index}`) }))
      .sort((a, b) => a.at - b.at);
  return shuffled(questions, 'question').map(({ value, number }) => ({
    question: number,
    text: value.text,
    choices: shuffled(value.choices, `choice:${number}`).map(({ value: text, number: choice }) => ({ choice, text })),
  }));
}
