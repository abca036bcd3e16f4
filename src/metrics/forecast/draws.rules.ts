import { randomOf } from '../../consensus/index.js';
import { Authors } from './authors.rules.js';
import { BatchPools, nothing } from './batch-pools.rules.js';
import { drawPeople, preparedSpeeds } from './drawn-people.rules.js';
import { beginOrders, type Floor, hour, pools, poolsOfBatch } from './floor.rules.js';
import type { BatchFacts, ForecastInput } from './forecast.types.js';
import { openAtEnd, type Remaining, remainingOf } from './remaining.rules.js';
import { nameOf, seedOf } from './seeds.rules.js';
import { poolOf, type Speeds, speedsOf } from './speeds.rules.js';
import { Tail } from './tail.rules.js';

/*
 * Many possible courses of the work that is left, each with its own speeds, shares, absences and days. A person's random numbers are
 * theirs by seed, draw and name of the person, so that two questions about the same work differ by the question alone. Most of the work is
 * played as amounts; the last pieces of the batch that is followed task by task (tail.rules.ts).
 */

/** What a cause looks like when it is taken away; everything is there when nothing is said. */
export interface Without {
  overlap?: boolean;
  rework?: boolean;
  judges?: boolean;
  absence?: boolean;
}

export interface Course {
  /** by draw: when the batch that is followed ends, milliseconds; Infinity: not within the time of the floor */
  finish: Float64Array;
  /** by draw and step: the share of its work that is done, 0 to 1 */
  done: Float32Array;
  /** hours of presence that went into it, mean over the draws */
  hours: number;
}

/** The end is played task by task from so many pieces a person on, and what one more step could take. */
const piecesEach = 2;
/** More than this would take too long, and is no end. */
const mostPieces = 600;

/** @param followed the place of the batch whose course is wanted; those that nobody does before it need not be there */
export function coursesOf(input: ForecastInput, floor: Floor, followed: number, without: Without = {}): Course {
  const { batches, people, draws } = input;
  const steps = floor.starts.length;
  const finish = new Float64Array(draws);
  const done = new Float32Array(draws * steps);
  const speeds = speedsOf(input.worked);
  const prepared = people.map((person) => preparedSpeeds(input, speeds, person));
  const windowFactor = new Float64Array(floor.chance.length);
  const rate = new Float64Array(people.length * batches.length * poolsOfBatch);
  const durations = durationsOf(input, speeds);
  const work = new BatchPools(durations.map((hours) => Math.round((hours * hour) / floor.length)));
  const authors = new Authors(people, floor, batches.length);
  // What nobody may judge would never end: it is left out, and said (assumptions.rules.ts).
  const judged = batches.map(({ id }) => people.some(({ mayDo }) => mayDo[id]?.includes('JUDGE')));
  const batch = batches[followed]!;
  const may = (kind: 'ANSWER' | 'JUDGE') => people.map(({ mayDo }) => mayDo[batch.id]?.includes(kind) ?? false);
  const crew = { mayAnswer: may('ANSWER'), mayJudge: may('JUDGE') };
  const aStep = floor.length / hour / durations[followed * poolsOfBatch + pools.ANSWER]!;
  const tailAt = Math.min(mostPieces, people.length * (piecesEach + aStep));
  let hours = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const seed = seedOf(input.seed, draw);
    const remaining = batches.map((one, place) => {
      const isJudged = judged[place]!;
      const isFull = !(without.overlap && place === followed);
      const all = remainingOf(one, seedOf(seed, nameOf(one.id)), isFull);
      return reduced(all, { rework: place === followed && without.rework, judges: !isJudged || (place === followed && without.judges) }); // prettier-ignore
    });
    work.fill(remaining, randomOf(seedOf(seed, 11)));
    drawPeople(input, floor, prepared, speeds, seed, !without.absence, windowFactor, rate);
    authors.begin(seedOf(seed, 13), rate);
    beginOrders(floor);
    const beginTail = (step: number): Tail => {
      const people = { ...crew, author: (number: number) => authors.authorOf(followed, step, number) };
      const tail = new Tail(people, remaining[followed]!.shares, batch.maximumOverlap, seedOf(seed, 17));
      fillTail(tail, { batch, remaining: remaining[followed]!, work, authors, followed, at: floor.starts[step]! });
      return tail;
    };
    const course = { floor, work, authors, windowFactor, rate, batches: batches.length, followed, tailAt, beginTail };
    const ended = runDraw(course, done.subarray(draw * steps, (draw + 1) * steps));
    finish[draw] = ended.at;
    hours += ended.hours;
  }
  return { finish, done, hours: hours / draws };
}

/** How long one piece of each pool takes whoever is in the middle, hours. */
function durationsOf({ batches }: ForecastInput, speeds: Speeds): number[] {
  return batches.flatMap(({ projectId }) => {
    const of = (kind: 'ANSWER' | 'JUDGE') => Math.exp(-(speeds.pools.get(poolOf(projectId, kind))?.mean ?? Infinity));
    return [of('ANSWER'), of('JUDGE'), of('JUDGE'), of('ANSWER')];
  });
}

function reduced(remaining: Remaining, { rework, judges }: Without): Remaining {
  const { shares } = remaining;
  if (judges) return { ...remaining, judgingNow: 0, judging: 0, rework: 0, shares: { ...shares, judged: [], back: 0 } };
  return rework ? { ...remaining, rework: 0, shares: { ...shares, back: 0 } } : remaining;
}

interface Ending {
  batch: BatchFacts;
  remaining: Remaining;
  work: BatchPools;
  authors: Authors;
  followed: number;
  at: number;
}

/** What is left as single tasks: those that want answers, those that wait for a judge, and what waits for its author. */
function fillTail(tail: Tail, { batch, remaining, work, authors, followed, at }: Ending): void {
  const pool = followed * poolsOfBatch;
  const { answers, open } = remaining;
  const left = work.left(pool + pools.ANSWER);
  tail.addOpen(left === answers ? open : openAtEnd(remaining, left, batch.overlap), at);
  const judging = work.free(pool + pools.JUDGE) + work.free(pool + pools.REJUDGE) + work.followsSoon(followed);
  tail.addJudging(Math.round(judging), at);
  for (const [author, count] of authors.waiting(followed)) tail.addRework(author, count, at);
}

interface DrawnCourse {
  floor: Floor;
  work: BatchPools;
  authors: Authors;
  windowFactor: Float64Array;
  rate: Float64Array;
  batches: number;
  followed: number;
  tailAt: number;
  beginTail: (step: number) => Tail;
}

/** When the batch that is followed ends, and the hours that went into it. */
function runDraw(course: DrawnCourse, done: Float32Array): { at: number; hours: number } {
  const { floor, work, authors, windowFactor, rate, batches, followed, tailAt } = course;
  const { starts, first, person, window, hours, orders, lastStep } = floor;
  if (work.isDone(followed)) {
    done.fill(1);
    return { at: starts[0] ?? Infinity, hours: 0 };
  }
  let total = 0;
  let tail: Tail | null = null;
  let share = 0;
  for (let step = 0; step < starts.length; step += 1) {
    for (let batch = 0; batch < batches; batch += 1)
      authors.assign(batch, work.released(batch * poolsOfBatch + pools.REWORK), step);
    if (!tail && work.leftOf(followed) <= tailAt) {
      share = work.doneShare(followed);
      tail = course.beginTail(step);
    }
    for (let entry = first[step]!; entry < first[step + 1]!; entry += 1) {
      const factor = windowFactor[window[entry]!]!;
      if (factor === 0) continue;
      const who = person[entry]!;
      authors.sees(who, step);
      const variants = orders[who]!;
      const { pools: order, next } = variants[(step + who) % variants.length]!;
      const row = who * batches * poolsOfBatch;
      let time = hours[entry]!;
      for (let before = -1, place = next[0]!; place < order.length && time > nothing; place = next[before + 1]!) {
        const pool = order[place]!;
        const batch = (pool / poolsOfBatch) | 0;
        if (work.left(pool) === 0 && batch !== followed) {
          next[before + 1] = next[place + 1]!;
          continue;
        }
        before = place;
        if (tail && batch === followed) {
          const from = starts[step]! + (hours[entry]! - time) * hour;
          const at = row + followed * poolsOfBatch;
          tail.comes(who, from, from + time * hour, rate[at + pools.ANSWER]! * factor, rate[at + pools.JUDGE]! * factor, lastStep[window[entry]!] === step); // prettier-ignore
          break;
        }
        const isRework = pool % poolsOfBatch === pools.REWORK;
        const free = isRework ? Math.min(work.free(pool), authors.waits(who, batch)) : work.free(pool);
        if (free <= 0) continue;
        const speed = rate[row + pool]! * factor;
        const taken = Math.min(free, speed * time);
        work.take(pool, taken);
        if (isRework) authors.mends(who, batch, taken);
        const used = taken / speed;
        time -= used;
        if (batch === followed) total += used;
      }
    }
    work.endStep();
    if (!tail) done[step] = work.doneShare(followed);
    else {
      tail.work();
      if (tail.isDone) {
        done.fill(1, step);
        return { at: Math.max(tail.endedAt, starts[step]!), hours: total + tail.hours };
      }
      done[step] = share + (1 - share) * tail.share;
    }
  }
  return { at: Infinity, hours: total };
}
