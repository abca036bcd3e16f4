import { describe, expect, it } from '@jest/globals';
import {
  absencesFrom,
  isAwayNow,
  observedWindows,
  type Presence,
  rosteredWindows,
  workedFrom,
} from './presence.rules.js';

const hour = 3_600_000;
const day = 24 * hour;
/** A Monday. */
const monday = Date.UTC(2026, 0, 12);
const at = (on: number, clock: number) => monday + on * day + clock * hour;
const seen = (days: number[], from: number, to: number): number[] =>
  days.flatMap((on) => Array.from({ length: to - from }, (_, place) => at(on, from + place)));

const someone = (more: Partial<Presence>): Presence => ({ memberId: 'a', shifts: [], hours: [], ...more });

describe('hours of people without a roster', () => {
  const person = someone({ hours: [...seen([-7, -6, -5, -4, -3], 8, 12), ...seen([-7, -6, -5, -4, -3], 13, 17)] });

  it('are those of the last days: mornings and afternoons, no weekends', () => {
    const windows = observedWindows(person, at(-7, 8), at(0, 7), at(7, 0));
    expect(windows).toHaveLength(10);
    expect(windows[0]).toEqual({ from: at(0, 8), to: at(0, 12), chance: 1, weight: 1 });
    expect(windows[1]).toEqual({ from: at(0, 13), to: at(0, 17), chance: 1, weight: 1 });
    expect(windows.at(-1)!.to).toBe(at(4, 17));
  });

  it('are half a chance when they came every other Monday', () => {
    const windows = observedWindows(someone({ hours: seen([-7], 9, 12) }), at(-14, 0), at(0, 7), at(1, 0));
    expect(windows).toEqual([{ from: at(0, 9), to: at(0, 12), chance: 0.5, weight: 1 }]);
  });

  it('are those of the day that runs when there is no other, and sure for that day', () => {
    const windows = observedWindows(someone({ hours: seen([0], 8, 10) }), at(0, 8), at(0, 9.5), at(2, 0));
    expect(windows).toEqual([
      { from: at(0, 8), to: at(0, 10), chance: 1, weight: 1 },
      { from: at(1, 8), to: at(1, 10), chance: 1, weight: 1 },
    ]);
  });

  it('are none for who never worked', () => {
    expect(observedWindows(someone({}), at(-14, 0), at(0, 7), at(7, 0))).toEqual([]);
  });
});

describe('a roster', () => {
  const shifts = [0, 1, 2, 3, 4].map((on) => ({ from: at(on, 9), to: at(on, 17) }));

  it('goes on with its last week where it ends', () => {
    const windows = rosteredWindows(someone({ shifts }), at(0, 8), at(21, 0));
    expect(windows).toHaveLength(15);
    expect(windows[5]!.from).toBe(at(7, 9));
    expect(windows.at(-1)!.from).toBe(at(18, 9));
  });

  it('tells who is missing, of the shifts in which their colleagues worked', () => {
    const people = ['a', 'b', 'c', 'd'].map((memberId, place) =>
      someone({ memberId, shifts, hours: seen(place === 0 ? [0, 1, 3] : [0, 1, 2, 3], 9, 17) }),
    );
    // On the fifth day nobody worked: there was nothing to do.
    expect(absencesFrom(people, at(5, 0))).toEqual({ count: 1, of: 16 });
    expect(isAwayNow(people[0]!, at(2, 11))).toBe(true);
    expect(isAwayNow(people[1]!, at(2, 11))).toBe(false);
    expect(isAwayNow(someone({ shifts }), at(2, 11))).toBe(false);
  });
});

describe('what was got done', () => {
  const row = (memberId: string, kind: 'ANSWER' | 'JUDGE', units: number, seconds: number) => ({ memberId, projectId: 'p', kind, day: at(-1, 0), units, seconds }); // prettier-ignore
  const shifts = [{ from: at(-1, 9), to: at(-1, 17) }];

  it('shares a day out among the kinds of work by the time they took', () => {
    const worked = workedFrom(
      [row('a', 'ANSWER', 60, 18_000), row('a', 'JUDGE', 30, 9000)],
      [someone({ shifts })],
      at(0, 8),
    );
    expect(worked.map(({ kind, hours, daysAgo }) => [kind, hours.toFixed(2), daysAgo])).toEqual([
      ['ANSWER', '5.33', 1],
      ['JUDGE', '2.67', 1],
    ]);
  });

  it('counts today from when somebody came, who has no shifts: not from the hour, which may have begun long before or only just now', () => {
    const minutes = (count: number) => count / 60;
    const today = (units: number, cameAt: number, hours: number[], now: number) => {
      const row = { memberId: 'a', projectId: 'p', kind: 'ANSWER' as const, day: at(0, 0), units, seconds: 3600 };
      return workedFrom([row], [someone({ hours, cameAt })], now)[0]!.hours * 60;
    };
    // Twenty in three minutes, in the middle of an hour; and begun just before the hour, all of them handed in after it.
    expect(today(20, at(0, 10.5), [at(0, 10)], at(0, 10.5 + minutes(3)))).toBeCloseTo(3, 6);
    expect(today(20, at(0, 11 - minutes(7)), [at(0, 11)], at(0, 11 + minutes(1)))).toBeCloseTo(8, 6);
    // The hours after the first are whole, and the one that runs ends now.
    expect(today(90, at(0, 9.5), [at(0, 9), at(0, 10), at(0, 11)], at(0, 11.25))).toBeCloseTo(105, 6);
    expect(workedFrom([{ ...row('a', 'ANSWER', 9, 3600), day: at(-1, 0) }], [someone({ hours: [at(-1, 9)], cameAt: at(0, 8) })], at(0, 9))[0]!.hours).toBe(1); // prettier-ignore
  });

  it('does not take waiting for slowness', () => {
    const people = ['a', 'b', 'c', 'd'].map((memberId) => someone({ memberId, shifts }));
    const busy = ['b', 'c', 'd'].map((memberId) => row(memberId, 'ANSWER', 40, 7.2 * 3600));
    const [idle, ...others] = workedFrom([row('a', 'JUDGE', 6, 3600), ...busy], people, at(0, 8));
    expect(others.map(({ hours }) => hours)).toEqual([8, 8, 8]);
    // One hour of work, at nine tenths of presence.
    expect(idle!.hours).toBeCloseTo(1 / 0.9, 6);
  });
});
