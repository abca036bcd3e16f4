import { absenceRateOf } from './drawn-people.rules.js';
import { type Course, coursesOf } from './draws.rules.js';
import { type Floor, floorOf, hour, usualHouse } from './floor.rules.js';
import type {
  BandPoint,
  BatchFacts,
  BatchForecast,
  Finish,
  ForecastInput,
  ForecastOutput,
  PersonFacts,
} from './forecast.types.js';
import { reasonsOf } from './reasons.rules.js';
import { expectedOf } from './remaining.rules.js';
import { speedsOf } from './speeds.rules.js';

const day = 24 * hour;
/** Windows beyond it are not looked at: what ends later has no date. */
export const horizonDays = 120;
const bandPoints = 40;
/** A risk below it is no news. */
const worthAReason = 0.05;

const mostDraws = 1000;
const leastDraws = 200;
/** Of a large house; a quantile of 10 % rests on six courses then. */
const fewestDraws = 60;
/** Several batches share the courses, so that a project takes about as long as a batch; and a large house not much longer than a small one. */
export function drawsFor(asked: number, people: number, batches: number): number {
  const share = Math.max(leastDraws, Math.round(mostDraws / Math.max(1, asked)));
  return Math.max(fewestDraws, Math.min(share, Math.round((share * usualHouse) / Math.max(1, people * batches))));
}

/** When the batches that are asked about end. */
export function forecastOf(input: ForecastInput): ForecastOutput {
  const units = input.worked.reduce((sum, one) => sum + one.units, 0);
  return {
    batches: input.asked.map((id) => batchForecast(input, id)),
    basis: {
      units,
      people: new Set(input.worked.map(({ memberId }) => memberId)).size,
      days: new Set(input.worked.map(({ daysAgo }) => daysAgo)).size,
      absenceRate: absenceRateOf(input.absences),
    },
  };
}

function batchForecast(whole: ForecastInput, id: string): BatchForecast {
  const input = narrowed(whole, id);
  const followed = input.batches.findIndex((batch) => batch.id === id);
  const batch = input.batches[followed]!;
  const { course, floor } = runToTheEnd(input, followed);
  const sorted = course.finish.slice().sort();
  const missRisk = batch.deadlineAt === null ? null : shareAfter(course.finish, batch.deadlineAt);
  const isAtRisk = missRisk !== null && missRisk >= worthAReason;
  const reasons = isAtRisk && input.explains ? reasonsOf(input, floor, followed, missRisk) : [];
  return {
    batchId: id,
    finish: finishFrom(sorted),
    missRisk,
    reasons,
    band: bandOf(batch, course, floor, sorted),
    expected: { ...expectedOf(batch), hours: course.hours },
  };
}

export const shareAfter = (finish: Float64Array, deadline: number): number =>
  finish.reduce((late, at) => late + Number(at > deadline), 0) / finish.length;

const finishFrom = (sorted: Float64Array): Finish => ({
  p10: quantileOf(sorted, 0.1),
  p50: quantileOf(sorted, 0.5),
  p80: quantileOf(sorted, 0.8),
  p90: quantileOf(sorted, 0.9),
  p95: quantileOf(sorted, 0.95),
});

/** The smallest value that so many are not above; null: it lies beyond the horizon. */
function quantileOf(sorted: Float64Array, share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return value === Infinity ? null : value;
}

/** Only what can stand in the way of the batch: whatever is worked before it, by whoever may work on it. */
export function narrowed(input: ForecastInput, id: string): ForecastInput {
  const batch = input.batches.find((one) => one.id === id)!;
  const isBefore = (other: BatchFacts) =>
    other.id === id ||
    other.priority > batch.priority ||
    (other.priority === batch.priority && (other.projectId !== batch.projectId || dueOf(other) <= dueOf(batch)));
  const batches = input.batches.filter(isBefore);
  const people = input.people.filter((person) => batches.some((one) => (person.mayDo[one.id] ?? []).length > 0));
  return { ...input, batches, people };
}

const dueOf = ({ deadlineAt, createdAt }: BatchFacts): number => (deadlineAt ?? Number.MAX_SAFE_INTEGER / 2) + createdAt / 1e6; // prettier-ignore

/** Time is cut as short as it may be: the steps are the finer for it. */
function runToTheEnd(input: ForecastInput, followed: number): { course: Course; floor: Floor } {
  const last = input.now + horizonDays * day;
  let until = Math.min(last, roughEnd(input));
  for (;;) {
    const floor = floorOf(input, until);
    const course = coursesOf(input, floor, followed);
    if (until >= last || !course.finish.includes(Infinity)) return { course, floor };
    until = Math.min(last, input.now + (until - input.now) * 3);
  }
}

/** All the work at the speed that is expected, by the people in the order of their hours; and half of it on top. */
function roughEnd(input: ForecastInput): number {
  const speeds = speedsOf(input.worked);
  const work = input.batches.reduce((sum, batch) => {
    const { answers, judgements } = expectedOf(batch);
    const hours = (kind: 'ANSWER' | 'JUDGE', pieces: number) => {
      const { pool } = speeds.of({ id: '' } as PersonFacts, batch.projectId, kind);
      return pieces / Math.exp(speeds.pools.get(pool)!.mean);
    };
    return sum + hours('ANSWER', answers) + hours('JUDGE', judgements);
  }, 0);
  const windows = input.people.flatMap((person) => person.windows).sort((a, b) => a.from - b.from);
  let left = work * 1.5;
  for (const { from, to, chance, weight } of windows) {
    left -= (Math.max(0, to - Math.max(from, input.now)) / hour) * chance * weight;
    if (left <= 0) return to + 2 * day;
  }
  return input.now + horizonDays * day;
}

function bandOf(
  batch: BatchFacts,
  { done, finish }: Course,
  { starts, length }: Floor,
  sorted: Float64Array,
): BandPoint[] {
  const end = quantileOf(sorted, 0.95) ?? starts.at(-1) ?? 0;
  const steps = starts.filter((at) => at < end).length;
  const draws = finish.length;
  const open = batch.tasks - batch.settled - batch.triaged + batch.arriving;
  const count = Math.min(bandPoints, steps);
  const shares = new Float64Array(draws);
  return Array.from({ length: count }, (_, place) => {
    const step = Math.ceil(((place + 1) * steps) / count) - 1;
    for (let draw = 0; draw < draws; draw += 1) shares[draw] = done[draw * starts.length + step]!;
    shares.sort();
    const settled = (share: number) => Math.round(batch.settled + open * quantileOf(shares, share)!);
    return { at: starts[step]! + length, p10: settled(0.1), p50: settled(0.5), p90: settled(0.9) };
  });
}
