import { auditWaitOf } from '../../audits/index.js';
import { counted } from '../../platform/counted.rules.js';
import type { AlarmKind } from '../../quality/index.js';

/* When something is worth a notice, and how it is said. */

const minute = 60_000;
const hour = 60 * minute;

/** What was said of it before; nothing: null. */
export interface Said {
  level: number | null;
  raisedAt: Date | null;
  isOver: boolean;
}

interface Pace {
  /** So much worse is news; null: it is said once. */
  worseBy: number | null;
  /** It is said again after so long as it lasts; null: never. */
  againAfter: number | null;
}

/** A level is a risk, or minutes below zero; for the others it means nothing. */
const paces: Record<AlarmKind, Pace> = {
  BATCH_AT_RISK: { worseBy: 0.15, againAfter: 24 * hour },
  QUEUE_RUNS_DRY: { worseBy: 30, againAfter: 24 * hour },
  PERSON_BELOW_BAR: { worseBy: null, againAfter: null },
  DISPUTE_WAITING: { worseBy: null, againAfter: 24 * hour },
  LOT_WITHOUT_JUDGE: { worseBy: null, againAfter: 24 * hour },
  ENDPOINT_DISABLED: { worseBy: null, againAfter: null },
};

/** New, worse, well in between, or a day ago. */
export function isWorthSaying(kind: AlarmKind, said: Said | null, level: number, now: Date): boolean {
  if (!said || said.raisedAt === null || said.level === null || said.isOver) return true;
  const { worseBy, againAfter } = paces[kind];
  if (worseBy !== null && level >= said.level + worseBy) return true;
  return againAfter !== null && now.getTime() - said.raisedAt.getTime() >= againAfter;
}

/** A batch is looked at so often: a forecast takes a second of a core. */
export const forecastEvery = 30 * minute;
/** P80 beyond the deadline. */
export const riskLine = 0.2;
/** Below it a batch that was at risk is no more: between the two nothing is said. */
export const safeLine = 0.1;
/** A guess from so few answers alarms nobody. */
export const enoughUnits = 5;
/** Minutes of work that are left in a queue. */
export const dryWithin = 60;
export const wetAgain = 120;
/** Answers in the last hour without which a queue has no speed. */
export const enoughAnswers = 10;
export const disputeWaitsHours = 24;

/** Minutes until nothing is left to claim at the speed of the last hour; null: nobody knows, or all is done. */
export const minutesLeft = (seats: number, answersOfLastHour: number, hasOpenWork: boolean): number | null =>
  !hasOpenWork || answersOfLastHour < enoughAnswers ? null : (seats / answersOfLastHour) * 60;

export function riskSentence(
  batch: string,
  risk: number,
  p80: number | null,
  deadline: Date,
  reason: string | null,
): string {
  const end = p80 === null ? 'nobody can say when' : `probably by ${dateOf(p80)}`;
  return `“${batch}” may miss its deadline of ${dateOf(deadline.getTime())}: the risk is ${Math.round(risk * 100)} %, and it ends ${end}.${reason ? ` ${reason}` : ''}`;
}

/** To five minutes: more would claim to know too much. */
export function drySentence(project: string, minutes: number, seats: number): string {
  if (seats === 0) return `The queue of “${project}” has run dry: nothing is left to claim.`;
  const about = Math.max(5, Math.round(minutes / 5) * 5);
  return `The queue of “${project}” runs dry in about ${about} minutes: ${seats} ${seats === 1 ? 'seat is' : 'seats are'} left.`;
}

export function disputesSentence(project: string, count: number, oldestHours: number): string {
  const waits = count === 1 ? 'A dispute waits' : `${count} disputes wait`;
  return `${waits} in “${project}”, ${count === 1 ? 'for' : 'the oldest for'} ${counted(Math.floor(oldestHours), 'hour')}.`;
}

/** As the lot itself says it, and what helps. */
export const lotSentence = (batch: string, project: string, open: number, judgeless: number): string =>
  `The lot of “${batch}” in “${project}” waits. ${auditWaitOf('OPEN', { open, judgeless })!.sentence}`;

export const belowBarSentence = (person: string, project: string, action: string, sentence: string): string =>
  `${person} in “${project}”: ${action.toLowerCase().replaceAll('_', ' ')}. ${sentence}`;

export const endpointSentence = (url: string, why: string): string =>
  `The webhook endpoint at ${url} is disabled: ${why === 'GONE' ? 'it answered that it is gone for good' : 'nothing but failures for five days'}.`;

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
