import { describe, expect, it } from '@jest/globals';
import { hoursSentence } from './reasons.rules.js';

describe('how much is left for how many hours, in words', () => {
  const said = (of: Partial<Parameters<typeof hoursSentence>[0]>) =>
    hoursSentence({ answers: 2235, judgements: 99, people: 17, hours: 798.2, isOver: false, ...of });

  it.each([
    [{}, '2235 answers and 99 judgements are left, and 17 people have 798 hours until the deadline.'],
    [{ judgements: 0.4 }, '2235 answers are left, and 17 people have 798 hours until the deadline.'],
    [{ answers: 0 }, '99 judgements are left, and 17 people have 798 hours until the deadline.'],
    [{ answers: 0, judgements: 0 }, 'Hardly anything is left, and 17 people have 798 hours until the deadline.'],
    [
      { answers: 1, judgements: 0, people: 1, hours: 1 },
      '1 answer is left, and 1 person has 1 hour until the deadline.',
    ],
    [
      { answers: 1, judgements: 1 },
      '1 answer and 1 judgement are left, and 17 people have 798 hours until the deadline.',
    ],
    [{ hours: 0.3 }, '2235 answers and 99 judgements are left, and nobody is there until the deadline.'],
    [{ people: 0, hours: 0 }, '2235 answers and 99 judgements are left, and nobody is there until the deadline.'],
    [{ judgements: 0, isOver: true }, 'The deadline is over, and 2235 answers are left.'],
    [{ answers: 0, judgements: 0, isOver: true }, 'The deadline is over, and hardly anything is left.'],
  ])('%j', (of, sentence) => {
    expect(said(of)).toBe(sentence);
  });

  it('counts nothing of which there is none', () => {
    for (const answers of [0, 0.3, 1, 2, 40])
      for (const judgements of [0, 0.3, 1, 2, 40])
        for (const hours of [0, 0.3, 5])
          for (const isOver of [true, false]) expect(said({ answers, judgements, hours, isOver })).not.toMatch(/\b0 /);
  });
});
