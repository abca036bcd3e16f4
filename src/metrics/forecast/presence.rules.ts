import { hour } from './floor.rules.js';
import type { Tally, Window, WorkedDay, WorkKind } from './forecast.types.js';

/*
 * When people are there, and what they got done in that time: from their shifts, or without shifts from the hours in which they worked
 * in the last fourteen days. Days are of UTC.
 */

const day = 24 * hour;
export const observedDays = 14;
/** Who has not begun an hour after their shift did is missing. */
const graceHours = 1;
/** An hour belongs to a person's day when they work in it on so many of their days. */
const usualShare = 0.25;

export interface Handled {
  memberId: string;
  projectId: string;
  kind: WorkKind;
  /** midnight of the day */
  day: number;
  units: number;
  /** from claim to answer */
  seconds: number;
}

export interface Shift {
  from: number;
  to: number;
}

/** What is known of one person's presence. */
export interface Presence {
  memberId: string;
  /** Of the past observed days and of the future; empty: no roster. */
  shifts: Shift[];
  /** beginnings of the hours in which they did something, of any project, in the observed days */
  hours: number[];
  /** when they took the first of what they did today; null or absent: not known */
  cameAt?: number | null;
}

const dayOf = (at: number): number => Math.floor(at / day) * day;

/**
 * How much each got done in the part of their presence that such work took. Who had their hands on work in less than half of the share
 * that is usual waited for work, and what they waited says nothing of how quick they are.
 */
export function workedFrom(handled: readonly Handled[], people: readonly Presence[], now: number): WorkedDay[] {
  const presence = new Map(people.map((person) => [person.memberId, person]));
  const days = new Map<string, { there: number; busy: number }>();
  const keyOf = ({ memberId, day: on }: Handled) => `${memberId} ${on}`;
  for (const row of handled) {
    const one = days.get(keyOf(row)) ?? { there: hoursThere(presence.get(row.memberId), row.day, now), busy: 0 };
    days.set(keyOf(row), { ...one, busy: one.busy + row.seconds / 3600 });
  }
  const usual = usuallyBusy([...days.values()]);
  return handled.map((row) => {
    const { there, busy } = days.get(keyOf(row))!;
    const isWaiting = there === 0 || busy < (there * usual) / 2;
    const share = busy > 0 ? row.seconds / 3600 / busy : 1;
    return {
      memberId: row.memberId,
      projectId: row.projectId,
      kind: row.kind,
      daysAgo: Math.max(0, Math.round((dayOf(now) - row.day) / day)),
      units: row.units,
      hours: (isWaiting ? Math.min(there || Infinity, busy / usual) : there) * share,
    };
  });
}

/** The share of their presence in which people who have enough to do have their hands on work: that of the upper quarter. */
function usuallyBusy(days: readonly { there: number; busy: number }[]): number {
  const shares = days.filter(({ there }) => there >= 1).map(({ there, busy }) => Math.min(1, busy / there)).sort((a, b) => a - b); // prettier-ignore
  return Math.max(0.1, shares[Math.floor(shares.length * 0.75)] ?? 1);
}

function hoursThere(person: Presence | undefined, on: number, now: number): number {
  if (!person) return 0;
  const end = Math.min(on + day, now);
  const rostered = person.shifts.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, on)), 0); // prettier-ignore
  if (rostered > 0) return rostered / hour;
  const hours = person.hours.filter((at) => at >= on && at < end);
  const first = Math.min(...hours);
  // Today begins when they came: a whole hour would be far more, and the minutes since it began may be far less.
  const cameAt = on === dayOf(now) ? (person.cameAt ?? first) : first;
  return hours.reduce((sum, at) => sum + Math.min(at + hour, now) - (at === first ? cameAt : at), 0) / hour;
}

/** Past shifts that somebody missed, of those in which at least half of their colleagues worked: then there was work. */
export function absencesFrom(people: readonly Presence[], now: number): Tally {
  const byDay = new Map<number, Tally>();
  for (const person of people)
    for (const shift of person.shifts) {
      if (shift.to > now || shift.from < now - observedDays * day) continue;
      const tally = byDay.get(dayOf(shift.from)) ?? { count: 0, of: 0 };
      byDay.set(dayOf(shift.from), { count: tally.count + Number(!isSeen(person, shift)), of: tally.of + 1 });
    }
  const usable = [...byDay.values()].filter(({ count, of }) => count * 2 <= of && of > 1);
  return { count: usable.reduce((sum, { count }) => sum + count, 0), of: usable.reduce((sum, { of }) => sum + of, 0) };
}

const isSeen = ({ hours }: Presence, { from, to }: Shift): boolean => hours.some((at) => at + hour > from && at < to);

/** Missing in the shift that runs, or in the last one. Somebody who never worked is new, not ill. */
export function isAwayNow(person: Presence, now: number): boolean {
  if (person.hours.length === 0) return false;
  const begun = person.shifts.filter(({ from }) => from <= now - graceHours * hour).sort((a, b) => b.from - a.from);
  return begun.length > 0 && !isSeen(person, begun[0]!);
}

/** The windows to come of a person with a roster: the shifts that are there, and after the last of them the last week again. */
export function rosteredWindows({ shifts }: Presence, now: number, until: number): Window[] {
  const coming = shifts.filter(({ to }) => to > now);
  const last = Math.max(...coming.map(({ to }) => to), 0);
  const week = coming.filter(({ from }) => from > last - 7 * day);
  const windows = coming.map(({ from, to }) => ({ from, to, chance: 1, weight: 1 }));
  for (let shift = 7 * day; week.length > 0 && last - 7 * day + shift < until; shift += 7 * day)
    for (const { from, to } of week) windows.push({ from: from + shift, to: to + shift, chance: 1, weight: 1 });
  return windows.filter(({ from }) => from < until).sort((a, b) => a.from - b.from);
}

/** The windows to come of a person without a roster: as they worked on such weekdays. @param since when anybody was seen first */
export function observedWindows(person: Presence, since: number, now: number, until: number): Window[] {
  const today = dayOf(now);
  const begin = Math.max(dayOf(since), today - observedDays * day);
  // The day that runs counts as a whole only when there is no other.
  const end = begin < today ? today : today + day;
  const days = new Map<number, Set<number>>();
  for (const at of person.hours) {
    if (at < begin || at >= end) continue;
    days.set(dayOf(at), (days.get(dayOf(at)) ?? new Set()).add((at - dayOf(at)) / hour));
  }
  const seen = Array.from({ length: Math.round((end - begin) / day) }, (_, place) => begin + place * day);
  const workedToday = person.hours.some((at) => at >= today);
  const windows: Window[] = [];
  for (let on = today; on < until; on += day) {
    const same = seen.filter((one) => weekdayOf(one) === weekdayOf(on));
    const alike = same.length > 0 ? same : isWeekend(on) ? [] : seen.filter((one) => !isWeekend(one));
    const active = alike.filter((one) => days.has(one));
    const chance = alike.length === 0 ? 0 : active.length / alike.length;
    if (chance === 0) continue;
    const isSure = on === today && workedToday;
    for (const run of runsOf(active.map((one) => days.get(one)!))) {
      const window = {
        from: on + run.from * hour,
        to: on + run.to * hour,
        chance: isSure ? 1 : chance,
        weight: run.share,
      };
      if (window.to > now) windows.push(window);
    }
  }
  return windows;
}

const weekdayOf = (at: number): number => new Date(at).getUTCDay();
const isWeekend = (at: number): boolean => [0, 6].includes(weekdayOf(at));

/** The hours of a day in runs without a gap, with the mean share of the days on which the person is there. */
function runsOf(days: readonly Set<number>[]): { from: number; to: number; share: number }[] {
  const shares = Array.from({ length: 24 }, (_, at) => days.filter((hours) => hours.has(at)).length / days.length);
  const runs: { from: number; to: number; share: number }[] = [];
  for (let at = 0; at < 24; at += 1) {
    if (shares[at]! < usualShare) continue;
    const from = at;
    while (at + 1 < 24 && shares[at + 1]! >= usualShare) at += 1;
    const within = shares.slice(from, at + 1);
    runs.push({ from, to: at + 1, share: within.reduce((sum, one) => sum + one, 0) / within.length });
  }
  return runs;
}
