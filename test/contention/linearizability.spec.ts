import { describe, expect, it } from '@jest/globals';
import { type Interval, linearize, type Sequential } from './machinery/linearizability.js';

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
