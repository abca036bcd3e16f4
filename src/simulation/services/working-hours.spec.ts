import { describe, expect, it } from '@jest/globals';
import { WorkingHours } from './working-hours.js';

const midnight = Date.parse('2026-01-05T00:00:00Z');
const hour = 3_600_000;
/** They begin at half past eight. */
const hours = new WorkingHours(midnight, { isAway: (day) => day === 0 || day === 2, answersPerDay: 48 }, 0.5);
const at = (day: number, of: number) => midnight + (day * 24 + of) * hour;

describe('working hours', () => {
  it('begin on the first day that somebody is there', () => {
    expect(hours.first()).toBe(at(1, 8.5));
  });

  it('hold one task after the other, half to one and a half times as long as usual', () => {
    expect(hours.afterTask(at(1, 9), 0)).toEqual({ at: at(1, 9) + hour / 12, isDayOver: false });
    expect(hours.afterTask(at(1, 9), 1)).toEqual({ at: at(1, 9) + hour / 4, isDayOver: false });
  });

  it('end after eight hours; the next day they are there is the next day of work', () => {
    expect(hours.afterTask(at(1, 16.45), 0.9)).toEqual({ at: at(3, 8.5), isDayOver: true });
    expect(hours.afterNothing(at(1, 16))).toBe(at(3, 8.5));
  });

  it('let somebody who found nothing look again after a while', () => {
    expect(hours.afterNothing(at(1, 10))).toBe(at(1, 10.75));
  });
});
