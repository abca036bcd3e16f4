import { describe, expect, it } from '@jest/globals';
import { afterFailure, healthy, type Pace, retrySeconds, roomOf } from './pace.rules.js';

const start = new Date('2026-03-01T12:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const failing = (count: number): Pace =>
  Array.from({ length: count }).reduce<Pace>((pace) => afterFailure(pace, start), healthy);

describe('a model that does not answer', () => {
  it('has all its places until the fifth failure, then none for a while, then one', () => {
    expect(roomOf(failing(4), start, 4)).toBe(4);
    expect(failing(5).openUntil).toEqual(later(30));
    expect([roomOf(failing(5), later(29), 4), roomOf(failing(5), later(30), 4)]).toEqual([0, 1]);
    expect(roomOf(healthy, start, 4)).toBe(4);
  });

  it('waits twice as long each time, up to ten minutes, and never less than it was told', () => {
    expect([6, 7, 8, 9, 10, 50].map((count) => failing(count).openUntil)).toEqual(
      [60, 120, 240, 480, 600, 600].map(later),
    );
    const open: Pace = { failures: 4, openUntil: later(3600) };
    expect(afterFailure(open, start).openUntil).toEqual(later(3600));
  });

  it('is asked again after 10 s, 30 s, 90 s, and an hour at most', () => {
    expect([1, 2, 3, 7, 20].map(retrySeconds)).toEqual([10, 30, 90, 3600, 3600]);
  });
});
