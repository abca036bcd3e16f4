import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attemptMoves,
  courseMoves,
  type CourseRules,
  examTells,
  isExamPassed,
  nextAttemptAt,
  nextStep,
  type Standing,
  stepSentence,
  tellsAtLeast,
} from './training.rules.js';

const rules: CourseRules = {
  passScore: 0.8,
  passMark: 0.8,
  examItems: 5,
  attempts: 2,
  retryHours: 24,
  mostAttempts: null,
  timeLimitMinutes: null,
  validDays: null,
  skillId: null,
  skillLevel: null,
  tells: 'SCORE',
  seed: 's',
};
const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
const standing = (more: Partial<Standing> = {}): Standing => ({
  hasRead: true,
  quizQuestions: 0,
  practice: { answered: 3, of: 3 },
  running: null,
  failures: 0,
  lastFailedAt: null,
  isQualified: false,
  ...more,
});

describe('a course', () => {
  it('leads by one step after the other', () => {
    const step = (more: Partial<Standing>) => nextStep(standing(more), rules, at(0));
    expect(step({ hasRead: false })).toBe('READ_GUIDELINES');
    expect(step({ hasRead: false, quizQuestions: 2 })).toBe('ANSWER_QUIZ');
    expect(step({ practice: { answered: 2, of: 3 } })).toBe('PRACTISE');
    expect(step({})).toBe('START_EXAM');
    expect(step({ running: { id: 'x', answered: 4, of: 5, isOver: false } })).toBe('ANSWER_EXAM');
    expect(step({ running: { id: 'x', answered: 5, of: 5, isOver: false } })).toBe('FINISH_EXAM');
    expect(step({ running: { id: 'x', answered: 1, of: 5, isOver: true } })).toBe('FINISH_EXAM');
    expect(step({ failures: 2, lastFailedAt: at(0) })).toBe('WAIT');
    expect(step({ isQualified: true, hasRead: false })).toBe('DONE');
  });

  it('lets one try again at once after the first failure, and after a day following the second', () => {
    const next = (failures: number, now: number) => nextAttemptAt({ failures, lastFailedAt: at(0) }, rules, at(now));
    expect(next(1, 0)).toBeNull();
    expect(next(2, 0)).toEqual(at(24));
    expect(next(2, 23.99)).toEqual(at(24));
    expect(next(2, 24)).toBeNull();
    expect(next(3, 0)).toBeNull();
    expect(next(4, 1)).toEqual(at(24));
  });

  it('ends where the manager said so, whatever time goes by', () => {
    const ending = { ...rules, mostAttempts: 3 };
    expect(nextAttemptAt({ failures: 3, lastFailedAt: at(0) }, ending, at(9999))).toBe('NEVER');
    expect(nextStep(standing({ failures: 3, lastFailedAt: at(0) }), ending, at(9999))).toBe('ASK_LEAD');
  });

  it('never waits longer than the delay, and each row of failures waits as often as it has full rounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 }), (attempts, failures) => {
        const own = { ...rules, attempts };
        const asked = { failures, lastFailedAt: at(0) };
        expect(nextAttemptAt(asked, own, at(24))).toBeNull();
        expect(nextAttemptAt(asked, own, at(1)) !== null).toBe(failures > 0 && failures % attempts === 0);
      }),
    );
  });

  it('is passed from the mark on, whatever the share rounds to', () => {
    expect(isExamPassed(4, 5, 0.8)).toBe(true);
    expect(isExamPassed(3, 5, 0.8)).toBe(false);
    expect(isExamPassed(7, 10, 0.7)).toBe(true);
    expect(isExamPassed(1, 3, 1 / 3)).toBe(true);
  });

  it('says when', () => {
    const sentence = stepSentence(standing({ failures: 2, lastFailedAt: at(0) }), rules, at(1), 5);
    expect(sentence).toBe('wait: the exam was not passed, the next attempt is possible from 2026-01-02 00:00 UTC.');
    expect(stepSentence(standing(), rules, at(0), 5)).toBe('take the exam: 5 tasks, 80 % right.');
    expect(stepSentence(standing(), rules, at(0), 1)).toBe('take the exam: 1 task, 80 % right.');
  });

  it('tells as much as the manager allows, and no more', () => {
    expect(examTells.map((given) => tellsAtLeast(given, 'WHICH'))).toEqual([false, false, true, true]);
  });

  it('moves only to states that there are', () => {
    for (const table of [courseMoves, attemptMoves])
      for (const moves of Object.values(table))
        for (const to of Object.values(moves as Record<string, string>)) expect(Object.keys(table)).toContain(to);
    expect(attemptMoves.PASSED).toEqual({});
    expect(attemptMoves.FAILED).toEqual({});
  });
});
