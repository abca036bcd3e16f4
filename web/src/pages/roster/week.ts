import { roster as words } from '../../messages/roster';

/** Weeks begin on Monday; days are dates of the calendar, such as 2026-11-30. */
const day = 86_400_000;

const asDate = (date: string) => new Date(`${date}T12:00:00Z`);
export const plusDays = (date: string, days: number): string =>
  new Date(asDate(date).getTime() + days * day).toISOString().slice(0, 10);

export function mondayOf(date: string): string {
  return plusDays(date, -((asDate(date).getUTCDay() + 6) % 7));
}

const clockIn = (zone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });

/** Date and time of the clock of a place. */
export function localOf(at: string | Date, zone: string): { date: string; time: string } {
  const parts = new Map(
    clockIn(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return { date: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` };
}

/** The moment in which the clock there shows this; where it never does, since clocks are put, the nearer one. */
export function momentOf(date: string, time: string, zone: string): string {
  const wanted = new Date(`${date}T${time}:00Z`).getTime();
  let at = wanted;
  // What the clock shows there is off by its zone; the second look is for a day on which that changes.
  for (let look = 0; look < 2; look += 1) {
    const shown = localOf(new Date(at), zone);
    at += wanted - new Date(`${shown.date}T${shown.time}:00Z`).getTime();
  }
  return new Date(at).toISOString();
}

/** The moment in which a day begins there. */
export const beginOf = (date: string, zone: string): string => momentOf(date, '00:00', zone);

/** "Mon 30 Nov": a day of the calendar is the same in every zone. */
export const nameOfDay = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(asDate(date)); // prettier-ignore

/** "Mon 30 Nov", or "Mon 30 Nov to Wed 2 Dec". */
export const leaveSpan = ({ from, until }: { from: string; until: string }): string =>
  from === until ? nameOfDay(from) : words.week(nameOfDay(from), nameOfDay(until));

export interface Window {
  startsAt: string;
  endsAt: string;
}

/** Shifts stand on the day on which they begin. */
export const windowsOn = (windows: readonly Window[], date: string, zone: string): string[] =>
  windows
    .filter(({ startsAt }) => localOf(startsAt, zone).date === date)
    .map(({ startsAt, endsAt }) => `${localOf(startsAt, zone).time}–${localOf(endsAt, zone).time}`);

export const hoursOf = (windows: readonly Window[]): number =>
  windows.reduce((sum, { startsAt, endsAt }) => sum + (new Date(endsAt).getTime() - new Date(startsAt).getTime()) / 3_600_000, 0); // prettier-ignore
