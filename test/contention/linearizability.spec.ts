import { describe, expect, it } from '@jest/globals';
import type { AssignmentFact, TaskFact } from './machinery/facts.js';
import { type Interval, linearize, type Sequential } from './machinery/linearizability.js';
import { TaskModel, type TaskOperation } from './machinery/task-model.js';

interface Access extends Interval {
  write?: number;
  /** null: it fits whatever there is */
  read?: number | null;
}

/** A register with one value: the example of the papers. */
const register = (last?: number): Sequential<number, Access> => ({
  initial: 0,
  keyOf: String,
  isReading: ({ read }) => read !== undefined,
  next: (state, { write, read }) => (write !== undefined ? [write] : (read ?? state) === state ? [state] : []),
  isFinal: (state) => last === undefined || state === last,
});
const write = (value: number, start: number, end: number, isSure = true): Access => ({ write: value, start, end, isSure }); // prettier-ignore
const read = (value: number | null, start: number, end: number): Access => ({ read: value, start, end, isSure: true });
const isFine = (operations: Access[], last?: number) => linearize(register(last), operations).isLinearizable;

describe('linearize', () => {
  it('finds an order of operations that overlap', () => {
    expect(isFine([write(1, 0, 10), write(2, 1, 9), read(1, 2, 8), read(2, 3, 7)])).toBe(true);
    expect(isFine([write(1, 0, 4), read(0, 1, 2), read(1, 3, 6)])).toBe(true);
    expect(isFine([])).toBe(true);
  });

  it('keeps the order of those that do not overlap', () => {
    expect(isFine([write(1, 0, 1), read(0, 2, 3)])).toBe(false);
    expect(isFine([write(1, 0, 10), read(1, 1, 2), read(0, 3, 4)])).toBe(false);
    expect(isFine([write(1, 0, 10), write(2, 0, 10), read(1, 11, 12), read(2, 13, 14)])).toBe(false);
  });

  it('lets what has no answer happen late, or never', () => {
    const unanswered = write(1, 0, Infinity, false);
    expect(isFine([unanswered, read(0, 1, 2), read(1, 3, 4)])).toBe(true);
    expect(isFine([unanswered, read(0, 1, 2), read(0, 3, 4)])).toBe(true);
    expect(isFine([unanswered, read(1, 1, 2), read(0, 3, 4)])).toBe(false);
    // Its end is known: if it was done, then before that.
    expect(isFine([write(1, 0, 2, false), read(0, 3, 4), read(1, 5, 6)])).toBe(false);
  });

  it('lets what perhaps was done come before a reading that fits without it', () => {
    expect(isFine([write(1, 0, 2, false), read(null, 3, 4), read(1, 5, 6)])).toBe(true);
    expect(isFine([write(1, 0, 2, false), write(2, 1, 2, false), read(null, 3, 4), read(1, 5, 6)])).toBe(true);
    expect(isFine([write(1, 0, 2, false), read(null, 3, 4), read(0, 5, 6)])).toBe(true);
    expect(isFine([write(1, 5, 6, false), read(null, 3, 4), read(1, 4, 4.5)])).toBe(false);
  });

  it('wants the end that was found', () => {
    expect(isFine([write(1, 0, 10), write(2, 0, 10)], 1)).toBe(true);
    expect(isFine([write(1, 0, 1), write(2, 2, 3)], 1)).toBe(false);
    expect(isFine([write(1, 0, Infinity, false)], 1)).toBe(true);
  });

  it('does not take a write for a read because it changes nothing at the moment', () => {
    expect(isFine([write(0, 0, 10), write(1, 1, 9), read(1, 2, 8), read(0, 11, 12)])).toBe(true);
  });
});

describe('the model of a task', () => {
  const seat = (ordinal: number, member: string, state: string): AssignmentFact =>
    ({ id: `${ordinal} ${member}`, task_id: 't', member_id: member, stage: 'ANNOTATE', ordinal, firstOrdinal: ordinal, slot_id: null, state, token: '1',
       claim_key: null, answer: state === 'SUBMITTED' ? 'COUNTED' : null, isVerdict: false, hasExpired: false }) as AssignmentFact; // prettier-ignore
  const did = (name: string, start: number, end: number, more: Partial<TaskOperation> = {}): TaskOperation =>
    ({ name, start, end, outcome: 'OK', isSure: true, isOwnToken: true, ...more }); // prettier-ignore

  it('knows a history in which an overlap was lowered by a request whose answer was cut, and what came after could not tell', () => {
    const assignments = [
      seat(1, 'ann', 'SUBMITTED'),
      seat(2, 'ben', 'SUBMITTED'),
      seat(3, 'cara', 'REVOKED'),
      seat(3, 'dan', 'SUBMITTED'),
    ];
    const facts: TaskFact = { id: 't', state: 'ANSWERED', overlap: 3, assignments, slots: [], decisions: [] };
    const lowered = (end: number) => did('overlap', 20, end, { overlap: 2, outcome: 'CUT', isSure: false });
    const history = (cut: TaskOperation) => [
      did('take', 0, 1, { assignment: 0 }),
      did('take', 1, 2, { assignment: 1 }),
      did('submit', 3, 4, { assignment: 0, option: 'cat', outcome: 'COUNTED' }),
      did('submit', 5, 6, { assignment: 1, option: 'dog', outcome: 'COUNTED' }),
      did('decide', 7, 50, { move: 'ASK_ONE_MORE' }),
      did('take', 8, 9, { assignment: 2 }),
      did('revoke', 10, 11, { assignment: 2 }),
      cut,
      did('revoke', 30, 31, { assignment: 2, outcome: 'NOT_HELD' }),
      did('decide', 7, 50, { move: 'ASK_ONE_MORE' }),
      did('take', 60, 61, { assignment: 3 }),
      did('submit', 62, 63, { assignment: 3, option: 'dog', outcome: 'COUNTED' }),
    ];
    const model = new TaskModel(facts, { skip: 'ESCALATE_AFTER', skipsToTriage: 3 }, 2);
    expect(linearize(model, history(lowered(25))).isLinearizable).toBe(true);
    // It was sent while the third seat was held, or after the last moment of any decision.
    expect(linearize(model, history({ ...lowered(9.8), start: 9.2 })).isLinearizable).toBe(false);
    expect(linearize(model, history({ ...lowered(56), start: 55 })).isLinearizable).toBe(false);
  });
});
