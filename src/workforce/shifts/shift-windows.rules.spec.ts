import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOf, dayAt, dayOf, minuteOf, momentText, timeOf, weekdayOf } from './calendar.rules.js';
import { leaveWindow, windowsOf } from './shift-windows.rules.js';
import type { ShiftException, ShiftRule } from './shift.types.js';

const berlin = 'Europe/Berlin';
const day = (date: string) => dayOf(date)!;
const rule = (weekday: number, start: string, end: string, more: Partial<ShiftRule> = {}): ShiftRule => ({
  weekday,
  startMinute: minuteOf(start)!,
  endMinute: minuteOf(end)!,
  timeZone: berlin,
  validFrom: day('2026-01-01'),
  validUntil: null,
  ...more,
});
const exception = (kind: ShiftException['kind'], on: string, start?: string, end?: string, to?: string) => ({
  kind,
  on: day(on),
  to: to ? day(to) : null,
  startMinute: start ? minuteOf(start) : null,
  endMinute: end ? minuteOf(end) : null,
  timeZone: berlin,
});
const told = (
  rules: ShiftRule[],
  from: string,
  until: string,
  exceptions: ShiftException[] = [],
  leave: [string, string][] = [],
) =>
  // prettier-ignore
  windowsOf(
    {
      rules,
      exceptions,
      leave: leave.map(([first, last]) => ({ startsOn: day(first), endsOn: day(last), timeZone: berlin })),
    },
    new Date(from),
    new Date(until),
  ).map(({ startsAt, endsAt }) => `${startsAt.toISOString().slice(0, 16)} ${endsAt.toISOString().slice(0, 16)}`);

describe('shifts become windows of time', () => {
  it('by weekday, on the clock of the zone, from the first day to the last', () => {
    const rules = [
      rule(1, '09:00', '17:00', { validFrom: day('2026-07-07'), validUntil: day('2026-07-20') }),
      rule(3, '09:00', '12:30', { validUntil: day('2026-07-08') }),
    ];
    expect(told(rules, '2026-07-01T00:00Z', '2026-08-01T00:00Z')).toEqual([
      '2026-07-01T07:00 2026-07-01T10:30',
      '2026-07-08T07:00 2026-07-08T10:30',
      '2026-07-13T07:00 2026-07-13T15:00',
      '2026-07-20T07:00 2026-07-20T15:00',
    ]);
  });

  it('a night over the end of summer is an hour longer, over its beginning an hour shorter', () => {
    const saturdayNight = [rule(6, '22:00', '06:00')];
    expect(told(saturdayNight, '2026-10-24T00:00Z', '2026-10-26T00:00Z')).toEqual(['2026-10-24T20:00 2026-10-25T05:00']); // prettier-ignore
    expect(told(saturdayNight, '2026-03-28T00:00Z', '2026-03-30T00:00Z')).toEqual(['2026-03-28T21:00 2026-03-29T04:00']); // prettier-ignore
    // The hour that comes twice: from its first beginning to its last end.
    expect(told([rule(7, '02:00', '02:59')], '2026-10-25T00:00Z', '2026-10-26T00:00Z')).toEqual(['2026-10-25T00:00 2026-10-25T01:59']); // prettier-ignore
    // The hour that does not come: an hour later. In Lord Howe Island the clocks move by half an hour.
    expect(told([rule(7, '02:15', '02:45')], '2026-03-29T00:00Z', '2026-03-30T00:00Z')).toEqual(['2026-03-29T01:15 2026-03-29T01:45']); // prettier-ignore
    expect(told([rule(7, '01:00', '09:00', { timeZone: 'Australia/Lord_Howe' })], '2026-10-03T12:00Z', '2026-10-04T12:00Z')).toEqual(['2026-10-03T14:30 2026-10-03T22:00']); // prettier-ignore
  });

  it('exceptions take, add and move', () => {
    const week = [rule(1, '09:00', '17:00'), rule(2, '09:00', '17:00')];
    const exceptions = [
      exception('OFF', '2026-12-07'),
      exception('EXTRA', '2026-12-07', '12:00', '14:00'),
      exception('MOVED', '2026-12-08', '10:00', '18:00', '2026-12-10'),
    ];
    expect(told(week, '2026-12-07T00:00Z', '2026-12-14T00:00Z', exceptions)).toEqual([
      '2026-12-07T11:00 2026-12-07T13:00',
      '2026-12-10T09:00 2026-12-10T17:00',
    ]);
  });

  it('leave cuts what it touches, a night in two', () => {
    const nights = [rule(1, '22:00', '06:00'), rule(2, '22:00', '06:00'), rule(3, '22:00', '06:00')];
    expect(told(nights, '2026-12-07T12:00Z', '2026-12-12T00:00Z', [], [['2026-12-08', '2026-12-08']])).toEqual([
      '2026-12-07T21:00 2026-12-07T23:00',
      '2026-12-08T23:00 2026-12-09T05:00',
      '2026-12-09T21:00 2026-12-10T05:00',
    ]);
    expect(leaveWindow({ startsOn: day('2026-10-25'), endsOn: day('2026-10-25'), timeZone: berlin })).toEqual({
      startsAt: new Date('2026-10-24T22:00Z'),
      endsAt: new Date('2026-10-25T23:00Z'),
    });
  });

  it('what overlaps is one window, what touches is two', () => {
    const rules = [rule(1, '09:00', '13:00'), rule(1, '12:00', '17:00'), rule(1, '17:00', '20:00')];
    expect(told(rules, '2026-12-07T00:00Z', '2026-12-08T00:00Z')).toEqual(['2026-12-07T08:00 2026-12-07T16:00', '2026-12-07T16:00 2026-12-07T19:00']); // prettier-ignore
  });

  const zones = fc.constantFrom(berlin, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns', 'Africa/Casablanca'); // prettier-ignore
  const minutes = fc.nat({ max: 287 }).map((five) => five * 5);
  const days = fc.integer({ min: day('2026-01-01'), max: day('2027-12-31') });
  const rules = fc.array(
    fc.record({ weekday: fc.integer({ min: 1, max: 7 }), startMinute: minutes, endMinute: minutes, timeZone: zones, validFrom: days, validUntil: fc.option(days) }), // prettier-ignore
    { maxLength: 6 },
  ).map((all) => all.filter((one) => one.startMinute !== one.endMinute)); // prettier-ignore
  const exceptions = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('OFF' as const), on: days, to: fc.constant(null), startMinute: fc.constant(null), endMinute: fc.constant(null), timeZone: zones }), // prettier-ignore
      fc.record({ kind: fc.constant('MOVED' as const), on: days, to: days, startMinute: minutes, endMinute: minutes.map((one) => one + 1), timeZone: zones }), // prettier-ignore
    ),
    { maxLength: 5 },
  );
  const leave = fc.array(fc.record({ startsOn: days, endsOn: fc.nat({ max: 20 }), timeZone: zones }).map((one) => ({ ...one, endsOn: one.startsOn + one.endsOn })), { maxLength: 3 }); // prettier-ignore
  const span = fc.record({ from: days, length: fc.integer({ min: 1, max: 84 }) });

  it('whatever the plan: in order, without overlap, outside of leave, and the same in two looks as in one', () => {
    fc.assert(
      fc.property(rules, exceptions, leave, span, (planned, moved, away, { from, length }) => {
        const plan = { rules: planned, exceptions: moved, leave: away };
        const [start, middle, end] = [from, from + Math.floor(length / 2), from + length].map((at) => new Date(at * 86_400_000)) as [Date, Date, Date]; // prettier-ignore
        const whole = windowsOf(plan, start, end);
        for (const [index, window] of whole.entries()) {
          expect(+window.endsAt).toBeGreaterThan(+window.startsAt);
          if (index > 0) expect(+window.startsAt).toBeGreaterThanOrEqual(+whole[index - 1]!.endsAt);
          for (const gap of away.map(leaveWindow))
            expect(window.endsAt <= gap.startsAt || window.startsAt >= gap.endsAt).toBe(true);
        }
        // As the job extends it: up to the middle first, then anew from there.
        const early = windowsOf(plan, start, middle).filter(({ endsAt }) => endsAt <= middle);
        expect([...early, ...windowsOf(plan, middle, end)]).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('a shift begins and ends at the time of its rule, on any ordinary day of its zone', () => {
    fc.assert(
      fc.property(zones, minutes, minutes, days, (zone, startMinute, endMinute, on) => {
        fc.pre(startMinute !== endMinute);
        const plan = { rules: [{ weekday: weekdayOf(on), startMinute, endMinute, timeZone: zone, validFrom: on, validUntil: on }], exceptions: [], leave: [] }; // prettier-ignore
        const [window] = windowsOf(plan, new Date((on - 3) * 86_400_000), new Date((on + 3) * 86_400_000));
        const shown = (moment: Date) => new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(moment); // prettier-ignore
        const length = ((endMinute - startMinute + 1440) % 1440) * 60_000;
        // A day without a change of the clocks: then it is as long as the clock says.
        if (window && +window.endsAt - +window.startsAt === length) {
          expect(shown(window.startsAt)).toBe(`${dateOf(on)} ${timeOf(startMinute)}`);
          expect(shown(window.endsAt)).toBe(`${dateOf(endMinute > startMinute ? on : on + 1)} ${timeOf(endMinute)}`);
          expect(dayAt(window.startsAt, zone)).toBe(on);
        } else expect(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Casablanca']).toContain(zone); // prettier-ignore
      }),
    );
  });
});

describe('days and times of calendars', () => {
  it('are read strictly and told as people say them', () => {
    expect(['2026-02-29', '2028-02-29', '2026-13-01', '26-01-01', '2026-1-1'].map(dayOf).map(Boolean)).toEqual([false, true, false, false, false]); // prettier-ignore
    expect(['00:00', '23:59', '24:00', '9:00', '09:60'].map(minuteOf)).toEqual([0, 1439, null, null, null]);
    expect([weekdayOf(0), weekdayOf(day('2026-11-30')), weekdayOf(-4)]).toEqual([4, 1, 7]);
    expect(momentText(new Date('2026-11-30T08:00Z'), berlin)).toBe('Monday 30 November at 09:00 (Europe/Berlin)');
  });
});
