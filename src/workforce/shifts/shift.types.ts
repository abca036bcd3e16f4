import type { Day } from './calendar.rules.js';

/** A shift that comes every week, by the clock of a zone. Minutes of the day, 0 to 1439; an end at or before the start is on the next day. */
export interface ShiftRule {
  /** ISO 8601: Monday is 1 */
  weekday: number;
  startMinute: number;
  endMinute: number;
  timeZone: string;
  validFrom: Day;
  /** the last day; null: no end */
  validUntil: Day | null;
}

export const shiftExceptionKinds = ['EXTRA', 'OFF', 'MOVED'] as const;
export type ShiftExceptionKind = (typeof shiftExceptionKinds)[number];

/** EXTRA adds a shift on a day; OFF takes what the rules have on it; MOVED does both, to a day that may be another. */
export interface ShiftException {
  kind: ShiftExceptionKind;
  on: Day;
  /** of MOVED */
  to: Day | null;
  /** null for OFF */
  startMinute: number | null;
  endMinute: number | null;
  timeZone: string;
}

export const leaveKinds = ['VACATION', 'SICK', 'OTHER'] as const;
export type LeaveKind = (typeof leaveKinds)[number];

/** Whole days, both included. */
export interface LeaveDays {
  startsOn: Day;
  endsOn: Day;
  timeZone: string;
}

/** All that decides when somebody is at work. */
export interface ShiftPlan {
  rules: ShiftRule[];
  exceptions: ShiftException[];
  leave: LeaveDays[];
}

export interface TimeWindow {
  startsAt: Date;
  endsAt: Date;
}
