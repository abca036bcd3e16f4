import { time as words } from '../../messages/time';
import { date, hourOf, shortDate, span } from '../../parts/format';
import { localOf, momentOf, plusDays } from '../roster/week';
import type { TimeCorrection, TimeEntry } from './queries';

export const codes = ['MEETING', 'TRAINING', 'TOOL_OUTAGE', 'OTHER', 'BREAK'] as const;
export type Code = (typeof codes)[number];

/** What somebody did beside the tasks, and from when to when. */
export interface Times {
  code: Code;
  startedAt: string;
  endedAt: string;
}

/** The same, as the fields hold it: by the clock of a zone. */
export interface TimesDraft {
  code: Code;
  day: string;
  from: string;
  until: string;
}

/** At or before the start is meant of the next day. */
export function timesOf({ code, day, from, until }: TimesDraft, zone: string): Times {
  const endDay = until <= from ? plusDays(day, 1) : day;
  return { code, startedAt: momentOf(day, from, zone), endedAt: momentOf(endDay, until, zone) };
}

export function draftOf({ code, startedAt, endedAt }: Times, zone: string): TimesDraft {
  const { date: day, time: from } = localOf(startedAt, zone);
  return { code, day, from, until: localOf(endedAt, zone).time };
}

export const secondsOf = ({ startedAt, endedAt }: Pick<Times, 'startedAt' | 'endedAt'>): number =>
  (new Date(endedAt).getTime() - new Date(startedAt).getTime()) / 1000;

/** "Mon 30 Nov, 10:00–11:30" */
export const whenOf = ({ startedAt, endedAt }: Pick<Times, 'startedAt' | 'endedAt'>): string =>
  `${shortDate(startedAt)}, ${hourOf(startedAt)}–${date(endedAt) === date(startedAt) ? '' : `${shortDate(endedAt)} `}${hourOf(endedAt)}`;

const said = (times: Times): string => `${words.codes[times.code]!}, ${whenOf(times)}`;

/** What holds of an entry: what an approved correction says, or as it was noted; null when it is taken out. */
export function inForce(entry: TimeEntry, corrections: readonly TimeCorrection[]): Times | null {
  const noted = { code: entry.code, startedAt: entry.startedAt, endedAt: entry.endedAt ?? entry.startedAt };
  const correction = corrections.find(({ id }) => id === entry.correctionId);
  if (!correction) return noted;
  const { isRemoval, code, startedAt, endedAt } = correction;
  return isRemoval || !code || !startedAt || !endedAt ? null : { code, startedAt, endedAt };
}

/** A correction in one line: what was noted, and what it should be. */
export function whatOf({
  noted,
  isRemoval,
  code,
  startedAt,
  endedAt,
  seconds,
  projectName,
  at,
}: TimeCorrection): string {
  if (noted && isRemoval) return words.removal(said(noted));
  if (noted && code && startedAt && endedAt) return words.instead(said(noted), said({ code, startedAt, endedAt }));
  const minutes = span(Math.abs(seconds ?? 0));
  const when = at ? `${shortDate(at)}, ${hourOf(at)}` : '';
  return ((seconds ?? 0) < 0 ? words.less : words.more)(minutes, projectName ?? '', when);
}
