import { DateTime } from 'luxon';

/** Days since 1 January 1970, on no clock: the day of a calendar, which every zone begins at a moment of its own. */
export type Day = number;

const dayMilliseconds = 86_400_000;

/** `2026-11-30` → 20,787; null when there is no such day. */
export function dayOf(date: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : at / dayMilliseconds;
}

export const dateOf = (day: Day): string => new Date(day * dayMilliseconds).toISOString().slice(0, 10);

/** ISO 8601: Monday is 1, Sunday 7. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** `09:30` → 570 minutes; null when no clock shows it. */
export function minuteOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match && Number(match[1]) * 60 + Number(match[2]);
}

export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The day that the calendar of a zone shows at a moment. */
export function dayAt(moment: Date, zone: string): Day {
  const { year, month, day } = DateTime.fromMillis(moment.getTime(), { zone });
  return Date.UTC(year, month - 1, day) / dayMilliseconds;
}

/**
 * The moment at which a clock of the zone shows this minute of the day. A minute that comes twice when summer ends is the
 * first for a start and the second for an end, so that nobody's shift loses the hour; one that is left out when summer
 * begins is as much later as the clocks were put forward.
 */
export function momentOf(day: Day, minute: number, zone: string, occurrence: 'FIRST' | 'LAST'): Date {
  const date = new Date(day * dayMilliseconds);
  const at = DateTime.fromObject(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: Math.floor(minute / 60),
      minute: minute % 60,
    },
    { zone },
  );
  if (!at.isValid) throw new Error(`no clock of ${zone} shows minute ${minute} of ${dateOf(day)}`);
  const moments = at.getPossibleOffsets().map((one) => one.toMillis());
  return new Date(occurrence === 'FIRST' ? Math.min(...moments) : Math.max(...moments));
}

/** `Monday 30 November at 09:00 (Europe/Berlin)`: a moment as a person reads it. */
export const momentText = (moment: Date, zone: string): string =>
  `${DateTime.fromMillis(moment.getTime(), { zone }).setLocale('en').toFormat("cccc d LLLL 'at' HH:mm")} (${zone})`;
