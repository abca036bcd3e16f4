import { type Day, dayAt, momentOf, weekdayOf } from './calendar.rules.js';
import type { LeaveDays, ShiftException, ShiftPlan, ShiftRule, TimeWindow } from './shift.types.js';

/** A day before and after: shifts cross midnight, and zones are up to 14 hours ahead and 12 behind. */
const slackDays = 2;

/**
 * When a person is at work: their rules and exceptions less their leave, as windows that do not overlap, in order.
 * Whole windows that end after `from` and start before `until`; only leave cuts them.
 */
export function windowsOf(plan: ShiftPlan, from: Date, until: Date): TimeWindow[] {
  const [first, last] = [dayAt(from, 'UTC') - slackDays, dayAt(until, 'UTC') + slackDays];
  const shifts = joined([
    ...plan.rules.flatMap((rule) => shiftsOfRule(rule, plan.exceptions, first, last)),
    ...plan.exceptions.flatMap((exception) => shiftOfException(exception, first, last)),
  ]);
  return without(shifts, plan.leave.map(leaveWindow)).filter(
    ({ startsAt, endsAt }) => endsAt > from && startsAt < until,
  );
}

/** From the beginning of the first day to the end of the last. */
export const leaveWindow = ({ startsOn, endsOn, timeZone }: LeaveDays): TimeWindow => ({
  startsAt: momentOf(startsOn, 0, timeZone, 'FIRST'),
  endsAt: momentOf(endsOn + 1, 0, timeZone, 'FIRST'),
});

function shiftsOfRule(rule: ShiftRule, exceptions: ShiftException[], first: Day, last: Day): TimeWindow[] {
  const off = new Set(exceptions.filter(({ kind }) => kind !== 'EXTRA').map(({ on }) => on));
  const shifts: TimeWindow[] = [];
  const [begin, end] = [Math.max(first, rule.validFrom), Math.min(last, rule.validUntil ?? last)];
  for (let day = begin + ((rule.weekday - weekdayOf(begin) + 7) % 7); day <= end; day += 7)
    if (!off.has(day)) shifts.push(...shiftOn(day, rule.startMinute, rule.endMinute, rule.timeZone));
  return shifts;
}

function shiftOfException(exception: ShiftException, first: Day, last: Day): TimeWindow[] {
  const { kind, on, to, startMinute, endMinute, timeZone } = exception;
  const day = to ?? on;
  if (kind === 'OFF' || startMinute === null || endMinute === null || day < first || day > last) return [];
  return shiftOn(day, startMinute, endMinute, timeZone);
}

/** One shift, or none: whoever begins and ends within the hour that summer takes has no time left. */
function shiftOn(day: Day, startMinute: number, endMinute: number, zone: string): TimeWindow[] {
  const startsAt = momentOf(day, startMinute, zone, 'FIRST');
  const endsAt = momentOf(endMinute > startMinute ? day : day + 1, endMinute, zone, 'LAST');
  return endsAt > startsAt ? [{ startsAt, endsAt }] : [];
}

/** Those that overlap become one; those that only touch stay two, or a day of three shifts would never end. */
function joined(windows: TimeWindow[]): TimeWindow[] {
  const result: TimeWindow[] = [];
  for (const { startsAt, endsAt } of windows.sort((a, b) => Number(a.startsAt) - Number(b.startsAt))) {
    const last = result.at(-1);
    if (last && startsAt < last.endsAt) last.endsAt = endsAt > last.endsAt ? endsAt : last.endsAt;
    else result.push({ startsAt, endsAt });
  }
  return result;
}

function without(windows: TimeWindow[], taken: TimeWindow[]): TimeWindow[] {
  return taken.reduce(
    (left, gap) =>
      left.flatMap((window) => {
        if (gap.endsAt <= window.startsAt || gap.startsAt >= window.endsAt) return [window];
        const before = { startsAt: window.startsAt, endsAt: gap.startsAt };
        const after = { startsAt: gap.endsAt, endsAt: window.endsAt };
        return [before, after].filter(({ startsAt, endsAt }) => endsAt > startsAt);
      }),
    windows,
  );
}
