import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedOf, faultsOfAnswers, faultsOfQuestions, markQuiz, type Quiz, type QuizQuestion } from './quiz.rules.js';

const question = (right: number[], choices = ['a', 'b', 'c']): QuizQuestion => ({
  text: 'Which?',
  choices,
  right,
  explanation: 'Chapter 2.',
});
const quiz = (passMark: number, ...questions: QuizQuestion[]): Quiz => ({ version: 2, questions, passMark });

describe('a quiz on what changed in the guidelines', () => {
  it('says which question cannot be asked', () => {
    expect(faultsOfQuestions([question([1]), question([1, 3])], 'quiz')).toEqual([]);
    expect(faultsOfQuestions([question([1]), question([4])], 'quiz')[0]?.path).toBe('quiz[1].right');
    expect(faultsOfQuestions([question([1, 1])], 'quiz')[0]?.message).toMatch(/once/);
    expect(faultsOfQuestions([question([1, 2, 3])], 'quiz')[0]?.message).toMatch(/wrong/);
    expect(faultsOfQuestions([question([1], ['a', 'a'])], 'quiz')[0]?.path).toBe('quiz[0].choices');
  });

  it('says which answer is none', () => {
    const two = quiz(1, question([1]), question([2]));
    const all = (first: number[], second: number[]) => [
      { question: 2, choices: second },
      { question: 1, choices: first },
    ];
    expect(faultsOfAnswers(all([1], []), two, 'answers')).toEqual([]);
    expect(faultsOfAnswers(all([4], [2]), two, 'answers')[0]?.path).toBe('answers[1].choices');
    expect(faultsOfAnswers(all([1, 1], [2]), two, 'answers')[0]?.path).toBe('answers[1].choices');
    expect(faultsOfAnswers(all([1], [2]).slice(1), two, 'answers')[0]?.path).toBe('answers');
    expect(faultsOfAnswers([...all([1], [2]), { question: 3, choices: [] }], two, 'answers')[0]?.message).toMatch(/1 to 2/); // prettier-ignore
    expect(faultsOfAnswers([...all([1], [2]), { question: 2, choices: [] }], two, 'answers')[0]?.message).toMatch(/already/); // prettier-ignore
  });

  it('is passed by the share of questions of which exactly the right choices were chosen', () => {
    const three = quiz(2 / 3, question([1]), question([1, 2]), question([3]));
    const answers = (...choices: number[][]) => choices.map((chosen, index) => ({ question: index + 1, choices: chosen })); // prettier-ignore
    expect(markQuiz(three, answers([1], [2, 1], [1]))).toEqual({ right: 2, wrong: [3], isPassed: true });
    expect(markQuiz(three, answers([1], [1], [1]))).toEqual({ right: 1, wrong: [2, 3], isPassed: false });
    expect(markQuiz(three, answers([1], [1, 2, 3], [3])).wrong).toEqual([2]);
    expect(markQuiz({ ...three, passMark: 1 }, answers([1], [1, 2], [1])).isPassed).toBe(false);
  });

  it('is asked in another order each time, complete, and the same when it is asked again', () => {
    const ten = quiz(1, ...Array.from({ length: 10 }, (_, index) => question([1], ['a', 'b', `c${index}`])));
    fc.assert(
      fc.property(fc.uuid(), (seed) => {
        const asked = askedOf(ten, seed);
        expect(asked).toEqual(askedOf(ten, seed));
        expect(asked.map((one) => one.question).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        for (const { question: number, choices } of asked)
          for (const { choice, text } of choices) expect(ten.questions[number - 1]!.choices[choice - 1]).toBe(text);
      }),
      { numRuns: 50 },
    );
    expect(askedOf(ten, 'ann:1')).not.toEqual(askedOf(ten, 'ann:2'));
    expect(JSON.stringify(askedOf(ten, 'ann:1'))).not.toMatch(/right|explanation|Chapter/);
  });
});
