import { normalVariate, type Random } from '../../consensus/index.js';

/*
 * Who works in a simulated fortnight, and when: truths of which a forecast sees the rosters and what was done, and nothing else.
 */

export const hour = 3_600_000;
export const day = 24 * hour;
/** A Monday. */
export const startsAt = Date.UTC(2026, 0, 5);
const rosteredDays = 56;

export interface Span {
  from: number;
  to: number;
}

export interface VirtualColleague {
  id: string;
  isReviewer: boolean;
  /** may also work on the batch that comes late */
  isOnLate: boolean;
  /** what is planned, without leave; known to everybody */
  shifts: Span[];
  leave: Span[];
  /** when they truly are there: ill on some days, late on others, and at lunch */
  there: Span[];
  /** minutes for an answer of mean difficulty, once they have learnt it */
  minutes: number;
  /** by day: how that day goes */
  moods: number[];
}

const annotators = 14;
const reviewers = 3;
const illBegins = 0.015;
const illGoesOn = 0.5;

export function colleagues(random: Random): VirtualColleague[] {
  return Array.from({ length: annotators + reviewers }, (_, place) => {
    const isReviewer = place >= annotators;
    const isPartTime = random.next() < 0.3;
    const begins = 6 + random.integer(9) / 2;
    const length = isPartTime ? 5 : 8;
    const firstWeekday = !isReviewer && random.next() < 0.15 ? 1 : 0;
    const planned = Array.from({ length: rosteredDays }, (_, at) => at)
      .filter((at) => at % 7 >= firstWeekday && at % 7 < firstWeekday + 5)
      .map((at) => ({ from: startsAt + at * day + begins * hour, to: startsAt + at * day + (begins + length) * hour }));
    const leaveFrom = random.next() < 0.35 ? startsAt + (2 + random.integer(16)) * day : Infinity;
    const leaveTo = leaveFrom + (1 + random.integer(3)) * day;
    const isLeave = ({ from }: Span) => from >= leaveFrom && from < leaveTo;
    const shifts = planned.filter((shift) => !isLeave(shift));
    return {
      id: `person ${place + 1}`,
      isReviewer,
      isOnLate: isReviewer || place % 2 === 0,
      shifts,
      leave: planned.filter(isLeave),
      there: presence(shifts, length > 6, random),
      minutes: 12 * Math.exp(0.35 * normalVariate(random)) * (isReviewer ? 0.5 : 1),
      moods: Array.from({ length: rosteredDays }, () => Math.exp(0.15 * normalVariate(random))),
    };
  });
}

function presence(shifts: readonly Span[], hasLunch: boolean, random: Random): Span[] {
  let isIll = false;
  return shifts.flatMap(({ from, to }) => {
    isIll = random.next() < (isIll ? illGoesOn : illBegins);
    const comes = from + random.next() * 0.3 * hour;
    const lunch = comes + (3 + random.next()) * hour;
    if (isIll) return [];
    return hasLunch ? [{ from: comes, to: lunch }, { from: lunch + 0.5 * hour, to }] : [{ from: comes, to }]; // prettier-ignore
  });
}
