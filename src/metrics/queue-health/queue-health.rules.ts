import { csvOfTable } from '../tables/csv.rules.js';
import type {
  FlowHour,
  LiveSeat,
  PersonOnBreak,
  ProjectHealth,
  SeenPerson,
  StageHealth,
  StuckPerson,
  WorkingPerson,
} from './queue-health.types.js';

export const expiringSeconds = 600;
/** From fewer answers nobody can say what is long. */
export const leastAnswers = 20;
/** Nobody is stuck or idle for less. */
const leastStuckSeconds = 300;
const leastIdleSeconds = 900;
const mostWorking = 500;

/** Whoever holds a seat longer than 19 of 20 do until they answer, longest first; a break is no trouble with a task. */
export function stuckAmong(live: readonly LiveSeat[], stages: readonly StageHealth[]): StuckPerson[] {
  const longOf = new Map(stages.map(({ stage, longSeconds }) => [stage, longSeconds]));
  return live
    .flatMap(({ id, stage, member_id, name, held_seconds, is_shown, is_on_break }) => {
      const longSeconds = longOf.get(stage) ?? null;
      if (!is_shown || is_on_break || longSeconds === null || held_seconds <= Math.max(longSeconds, leastStuckSeconds))
        return [];
      return [{ memberId: member_id, name, assignmentId: id, stage, heldSeconds: held_seconds, longSeconds }];
    })
    .sort((a, b) => b.heldSeconds - a.heldSeconds);
}

/** Whoever has a task in their hands, longest first. Who asks and works learns not which task theirs is: it may be a known one. */
export const workingAmong = (live: readonly LiveSeat[], askerId: string): WorkingPerson[] =>
  live
    .filter(({ is_shown }) => is_shown)
    .sort((a, b) => b.held_seconds - a.held_seconds)
    .slice(0, mostWorking)
    .map(({ id, member_id, name, stage, task_id, batch_name, held_seconds, lease_seconds }) => ({
      memberId: member_id,
      name,
      assignmentId: id,
      stage,
      taskId: member_id === askerId ? null : task_id,
      batchName: batch_name,
      heldSeconds: held_seconds,
      leaseSeconds: lease_seconds,
    }));

/** Whoever worked in these hours, and of whom nothing was heard for a while, although they are on no break. */
export const idleAmong = (seen: readonly SeenPerson[]) =>
  seen
    .filter(({ quiet_seconds, break_since }) => quiet_seconds > leastIdleSeconds && break_since === null)
    .map(({ member_id, name, quiet_seconds }) => ({ memberId: member_id, name, idleSeconds: quiet_seconds }))
    .sort((a, b) => b.idleSeconds - a.idleSeconds);

/** Whoever worked in these hours and is on a break now, longest first. */
export const onBreakAmong = (seen: readonly SeenPerson[]): PersonOnBreak[] =>
  seen
    .flatMap(({ member_id, name, break_since: since, break_until: until }) =>
      since ? [{ memberId: member_id, name, since, until }] : [],
    )
    .sort((a, b) => a.since.getTime() - b.since.getTime());

/** Every hour has a row, also one in which nothing came or went. */
export function hoursOf(rows: readonly FlowHour[], from: Date, now: Date): FlowHour[] {
  const found = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const hours: FlowHour[] = [];
  for (let at = from.getTime(); at <= now.getTime(); at += 3_600_000)
    hours.push(found.get(at) ?? { hour: new Date(at), arrivals: 0, completions: 0 });
  return hours;
}

/**
 * How long what waits lasts at the pace of this hour so far and the one before it. What may still arrive is not foreseen.
 *
 * @param hasOpenWork a task of a live batch is neither settled nor cancelled
 * @param annotated answers in the two hours
 * @returns null where nobody annotates, and where all is done: what is finished does not run dry
 */
export function minutesUntilDry(
  { waiting, hasOpenWork }: { waiting: number; hasOpenWork: boolean },
  annotated: number,
  now: Date,
): number | null {
  const minutes = 60 + (now.getTime() % 3_600_000) / 60_000;
  return hasOpenWork && annotated > 0 ? (waiting * minutes) / annotated : null;
}

const columns = [
  'project', 'name', 'stage', 'waiting', 'paused', 'held', 'expiring', 'oldest_seconds', 'usual_seconds', 'long_seconds', 'minutes_until_dry',
]; // prettier-ignore

export const csvOfHealth = (projects: readonly ProjectHealth[]): string =>
  csvOfTable(
    columns,
    projects.flatMap(
      ({ projectId, name, stages, minutesUntilDry: dry }) =>
      stages.map((one) => [
        projectId, name, one.stage, one.waiting, one.paused, one.held, one.expiring, whole(one.oldestSeconds), whole(one.usualSeconds),
        whole(one.longSeconds), one.stage === 'ANNOTATE' ? whole(dry) : null,
      ]), // prettier-ignore
    ),
  );

const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));
