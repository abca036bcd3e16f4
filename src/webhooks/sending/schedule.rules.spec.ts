import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterAttempt, type Breaker, closed, disabledWhy, type Outcome, roomOf } from './breaker.rules.js';
import { attemptOf } from './outcome.rules.js';
import { delays, dueAfter, patienceOf } from './schedule.rules.js';

const start = new Date('2026-01-05T00:00:00Z');
const later = (milliseconds: number) => new Date(start.getTime() + milliseconds);
const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const failed = (status: number | null = 500, patience: number | null = null): Outcome => ({
  isDelivered: false,
  status,
  patience,
});
const delivered: Outcome = { isDelivered: true, status: 204, patience: null };

describe('the schedule', () => {
  it('has ten attempts over 75 h 35 min, and the five seconds of the second', () => {
    expect(delays).toHaveLength(10);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(75 * hour + 35 * minute + 5 * second);
  });

  it('ends after the tenth, when a receiver never answers', () => {
    let now = start;
    let attempts = 0;
    for (let state = 'PENDING'; state === 'PENDING'; attempts++) {
      const reply = { error: 'The connection was refused.', milliseconds: 3 };
      const attempt = attemptOf({ id: 'a', attempts }, reply, failed(null), now, 0.5);
      state = attempt.state;
      now = attempt.dueAt ?? now;
    }
    expect(attempts).toBe(10);
    expect(now.getTime() - start.getTime()).toBe(75 * hour + 35 * minute + 5 * second);
  });

  it('is up to a tenth shorter or longer', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = dueAfter(attempts, start, null, random)!.getTime() - start.getTime();
          return wait >= delays[attempts]! * 0.9 - 1 && wait <= delays[attempts]! * 1.1 + 1;
        },
      ),
    ));

  it('waits as long as the receiver asks, and not longer than a day', () => {
    expect(dueAfter(1, start, 2 * hour, 0.5)).toEqual(later(2 * hour));
    expect(dueAfter(4, start, minute, 0.5)).toEqual(later(2 * hour));
    expect(dueAfter(1, start, 400 * day, 0.5)).toEqual(later(day));
  });

  it.each([
    ['120', 120_000],
    [' 7 ', 7000],
    ['Mon, 05 Jan 2026 01:00:00 GMT', hour],
    ['Mon, 05 Jan 2024 01:00:00 GMT', null],
    ['999999999', day],
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('reads Retry-After %j as %j', (header, patience) => expect(patienceOf(header, start)).toBe(patience));
});

describe('the breaker', () => {
  const after = (outcomes: Outcome[], from: Breaker = closed, now = start) =>
    outcomes.reduce((breaker, outcome) => afterAttempt(breaker, outcome, now), from);

  it('is closed at first, and lets four through', () => expect(roomOf(closed, start, 4)).toBe(4));
  it('after a failure lets one through', () => expect(roomOf(after([failed()]), start, 4)).toBe(1));
  it('opens with the fifth failure in a row, for half a minute, and then lets one through', () => {
    const open = after(Array.from({ length: 5 }, () => failed()));
    expect([roomOf(open, start, 4), roomOf(open, later(29_999), 4), roomOf(open, later(30_000), 4)]).toEqual([0, 0, 1]);
  });
  it('closes with one success, whatever was before', () =>
    expect(after([...Array.from({ length: 50 }, () => failed()), delivered])).toEqual(closed));
  it('doubles its pause up to ten minutes', () => {
    const pauses = [5, 6, 7, 8, 9, 10, 40].map((count) => {
      const { openUntil } = after(Array.from({ length: count }, () => failed()));
      return (openUntil!.getTime() - start.getTime()) / 1000;
    });
    expect(pauses).toEqual([30, 60, 120, 240, 480, 600, 600]);
  });
  it.each([429, 502, 504])('slows down after one %i', (status) => {
    const slowed = after([failed(status)]);
    expect([roomOf(slowed, start, 4), roomOf(slowed, later(5000), 4)]).toEqual([0, 1]);
  });
  it('keeps away as long as the receiver asks', () => {
    const patient = after([failed(503, hour)]);
    expect([roomOf(patient, later(hour - 1), 4), roomOf(patient, later(hour), 4)]).toEqual([0, 1]);
    // Another one that was in flight fails without asking: that shortens nothing.
    expect(roomOf(afterAttempt(patient, failed(), later(1)), later(hour - 1), 4)).toBe(0);
  });
  it('never lets more than one through between a failure and the next success', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(200, 400, 429, 500, 502, null), fc.integer({ min: 0, max: 900_000 }))),
        (steps) => {
          let [breaker, now, failures] = [closed, start, 0];
          for (const [status, wait] of steps) {
            now = new Date(now.getTime() + wait);
            const room = roomOf(breaker, now, 4);
            if (room > (failures === 0 ? 4 : 1)) return false;
            if (room === 0) continue;
            const outcome = status === 200 ? delivered : failed(status);
            breaker = afterAttempt(breaker, outcome, now);
            failures = outcome.isDelivered ? 0 : failures + 1;
            if (breaker.failures !== failures) return false;
          }
          return true;
        },
      ),
    ));
});

describe('disabling', () => {
  it('comes at once with 410', () => {
    const breaker = afterAttempt(closed, failed(410), start);
    expect(disabledWhy(breaker, failed(410), start)).toBe('GONE');
  });
  it('comes after five days of nothing but failures, and not a moment before', () => {
    let breaker = closed;
    for (let at = 0; at < 5 * day; at += 6 * hour) {
      breaker = afterAttempt(breaker, failed(), later(at));
      expect(disabledWhy(breaker, failed(), later(at))).toBeNull();
    }
    expect(disabledWhy(afterAttempt(breaker, failed(), later(5 * day)), failed(), later(5 * day))).toBe('FAILING');
  });
  it('does not come when one success was among them', () => {
    let breaker = closed;
    for (let at = 0; at <= 9 * day; at += 6 * hour) {
      const outcome = at === 4 * day ? delivered : failed();
      breaker = afterAttempt(breaker, outcome, later(at));
      expect(disabledWhy(breaker, outcome, later(at)) === null).toBe(
        at < 9 * day + 6 * hour && at < 4 * day + 6 * hour + 5 * day,
      );
    }
  });
});
