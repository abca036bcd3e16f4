import { betaVariate, normalVariate, randomOf, type Random } from '../../consensus/index.js';
import { BatchPools, nothing } from './batch-pools.rules.js';
import { type Floor, hour, pools, poolsOfBatch } from './floor.rules.js';
import type { BatchFacts, ForecastInput, Tally } from './forecast.types.js';
import { type Remaining, remainingOf } from './remaining.rules.js';
import { poolOf, type Speeds, speedsOf } from './speeds.rules.js';

/*
 * Many possible courses of the work that is left, each with its own speeds, shares, absences and days. A person's random numbers are
 * theirs by seed, draw and name of the person, so that two questions about the same work differ by the question alone.
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

/** Absences come in spells: who was away is away again with this chance. */
const stays = 0.5;
const absencePrior: Tally = { count: 3, of: 100 };
/** What is left may be a little easier or harder than what was done, for everybody; standard deviation of the logarithm. */
const drift = 0.05;
/** The longest of those that are worked at the end, against the one in the middle. */
const longest = 1.5;
/** From this share on one of those at the end is asked once more. */
const worthWaiting = 0.05;

export const absenceRateOf = ({ count, of }: Tally): number => (count + absencePrior.count) / (of + absencePrior.of);

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
  // What nobody may judge would never end: it is left out, and said (assumptions.rules.ts).
  const judged = batches.map(({ id }) => people.some(({ mayDo }) => mayDo[id]?.includes('JUDGE')));
  let hours = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const seed = seedOf(input.seed, draw);
    const remaining = batches.map((batch, place) => {
      const isJudged = judged[place]!;
      const isFull = !(without.overlap && place === followed);
      const all = remainingOf(batch, seedOf(seed, nameOf(batch.id)), isFull);
      return reduced(all, { rework: place === followed && without.rework, judges: !isJudged || (place === followed && without.judges) }); // prettier-ignore
    });
    work.fill(remaining, randomOf(seedOf(seed, 11)));
    drawPeople(input, floor, prepared, speeds, seed, without, windowFactor, rate);
    const ended = runDraw(floor, work, windowFactor, rate, batches.length, followed, done.subarray(draw * steps, (draw + 1) * steps)); // prettier-ignore
    finish[draw] =
      ended.hours > 0 ? later(floor, ended.at, tailOf(durations, batches[followed]!, work, followed)) : ended.at;
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

/**
 * What was taken last is still in somebody's hands, and of what is under way at the end something is asked on top, judged or sent back: one
 * after the other, in hours of presence.
 */
function tailOf(
  durations: readonly number[],
  { askedAgain, overlap }: BatchFacts,
  work: BatchPools,
  batch: number,
): number {
  const at = batch * poolsOfBatch;
  const answer = durations[at + pools.ANSWER]!;
  const asked = askedAgain[overlap];
  const isAsked = asked !== undefined && asked.of > 0 && asked.count / asked.of > worthWaiting;
  return (
    answer * (longest + Number(isAsked)) + (work.hasAny(at + pools.JUDGE) ? durations[at + pools.JUDGE]! * longest : 0)
  );
}

/** So many hours of presence later: whatever waits for somebody in the evening waits until the morning. */
function later({ starts, length }: Floor, at: number, hours: number): number {
  if (at === Infinity) return at;
  let step = starts.findLastIndex((start) => start <= at);
  let into = at - starts[step]! + hours * hour;
  while (into > length && step + 1 < starts.length) {
    into -= length;
    step += 1;
  }
  return starts[step]! + into;
}

function reduced(remaining: Remaining, { rework, judges }: Without): Remaining {
  if (judges) return { ...remaining, judgingNow: 0, judging: 0, rework: 0 };
  return rework ? { ...remaining, rework: 0 } : remaining;
}

interface Prepared {
  random: number;
  /** by batch and kind */
  speeds: ({ pool: number; own: number; known: number; sd: number } | null)[];
}

function preparedSpeeds(input: ForecastInput, speeds: Speeds, person: ForecastInput['people'][number]): Prepared {
  const names = [...speeds.pools.keys()];
  const poolPlace = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  return {
    random: nameOf(person.id),
    speeds: input.batches.flatMap(({ id, projectId }) =>
      (['ANSWER', 'JUDGE'] as const).map((kind) => {
        if (!(person.mayDo[id] ?? []).includes(kind)) return null;
        const { pool, ...rest } = speeds.of(person, projectId, kind);
        return { pool: poolPlace(pool), ...rest };
      }),
    ),
  };
}

/** Who comes in which window and how that day goes for them, and how quick they are. */
function drawPeople(
  { absences, batches }: ForecastInput,
  floor: Floor,
  people: readonly Prepared[],
  speeds: Speeds,
  seed: number,
  without: Without,
  windowFactor: Float64Array,
  rate: Float64Array,
): void {
  const shared = randomOf(seedOf(seed, 7));
  const common = drift * normalVariate(shared);
  const absent = betaVariate(shared, absencePrior.count + absences.count, absencePrior.of - absencePrior.count + absences.of - absences.count); // prettier-ignore
  const poolMeans = [...speeds.pools.values()].map(({ mean, sd }) => mean + sd * normalVariate(shared));
  const begins = (absent * (1 - stays)) / Math.max(nothing, 1 - absent);
  for (const [person, prepared] of people.entries()) {
    const own = randomOf(seedOf(seed, prepared.random));
    const z = normalVariate(own);
    for (let place = 0; place < batches.length * 2; place += 1) {
      const speed = prepared.speeds[place];
      const mean = speed ? speed.own + (1 - speed.known) * poolMeans[speed.pool]! + speed.sd * z + common : -Infinity;
      const value = Math.exp(mean);
      const at = (person * batches.length + (place >> 1)) * poolsOfBatch;
      if (place % 2 === 0) rate[at + pools.REWORK] = rate[at + pools.ANSWER] = value;
      else rate[at + pools.REJUDGE] = rate[at + pools.JUDGE] = value;
    }
    drawWindows(floor, person, own, without.absence ? 0 : begins, speeds.daily, windowFactor);
  }
}

function drawWindows(
  floor: Floor,
  person: number,
  random: Random,
  begins: number,
  daily: number,
  windowFactor: Float64Array,
): void {
  let isAway = floor.isAway[person]! && begins > 0;
  for (let window = floor.firstWindow[person]!; window < floor.firstWindow[person + 1]!; window += 1) {
    isAway = random.next() < (isAway ? stays : begins);
    const comes = random.next() < floor.chance[window]!;
    const factor = Math.exp(daily * normalVariate(random) - daily ** 2 / 2);
    windowFactor[window] = isAway || !comes ? 0 : factor;
  }
}

/** When the batch that is followed ends, and the hours that went into it. */
function runDraw(
  { starts, length, first, person, window, hours, orders }: Floor,
  work: BatchPools,
  windowFactor: Float64Array,
  rate: Float64Array,
  batches: number,
  followed: number,
  done: Float32Array,
): { at: number; hours: number } {
  let total = 0;
  if (work.isDone(followed)) {
    done.fill(1);
    return { at: starts[0] ?? Infinity, hours: 0 };
  }
  for (let step = 0; step < starts.length; step += 1) {
    let [spent, others, left] = [0, 0, 0];
    for (let entry = first[step]!; entry < first[step + 1]!; entry += 1) {
      const factor = windowFactor[window[entry]!]!;
      if (factor === 0) continue;
      const who = person[entry]!;
      const variants = orders[who]!;
      const order = variants[(step + who) % variants.length]!;
      let time = hours[entry]!;
      for (let place = 0; place < order.length && time > nothing; place += 1) {
        const pool = order[place]!;
        const free = work.free(pool);
        if (free <= 0) continue;
        const speed = rate[who * batches * poolsOfBatch + pool]! * factor;
        const taken = Math.min(free, speed * time);
        work.take(pool, taken);
        const used = taken / speed;
        time -= used;
        if (((pool / poolsOfBatch) | 0) === followed) spent += used;
        else others += used;
      }
      left += time;
    }
    total += spent;
    if (work.isDone(followed)) {
      done.fill(1, step);
      // Everybody works at the same time: what nobody needed any more is the end of the step.
      return {
        at: starts[step]! + (length * (spent + others)) / Math.max(nothing, spent + others + left),
        hours: total,
      };
    }
    done[step] = work.doneShare(followed);
    work.endStep();
  }
  return { at: Infinity, hours: total };
}

/** Two numbers into one seed, far from its neighbours. */
export const seedOf = (seed: number, more: number): number => {
  let mixed = Math.imul(seed ^ Math.imul(more + 0x7f4a7c15, 0x85ebca6b), 0xc2b2ae35) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

/** A name as a number (FNV-1a). */
export function nameOf(name: string): number {
  let mixed = 0x811c9dc5;
  for (let place = 0; place < name.length; place += 1) mixed = Math.imul(mixed ^ name.charCodeAt(place), 0x01000193);
  return mixed >>> 0;
}
