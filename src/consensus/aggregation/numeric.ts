import { positionsBy } from './votes-by-task.js';

/** Numbers as given: entry v says that worker `worker[v]` gave `value[v]` to task `task[v]`. Ranks of an ordinal scale too. */
export interface NumericVotes {
  task: Int32Array;
  worker: Int32Array;
  /** Finite. */
  value: Float64Array;
  tasks: number;
  workers: number;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
}

/** The middle value; of an even count the mean of the middle two, or the lower of them (for ranks, which have no half). */
export function median(values: ArrayLike<number>, ofTwo: 'MEAN' | 'LOWER' = 'MEAN'): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[sorted.length >> 1] ?? NaN;
  if (sorted.length % 2 === 1 || sorted.length === 0) return upper;
  const lower = sorted[(sorted.length >> 1) - 1]!;
  return ofTwo === 'LOWER' ? lower : (lower + upper) / 2;
}

/** The mean without the lowest and the highest ⌊share · n⌋ values; the plain mean of fewer than 1/share values. */
export function trimmedMean(values: ArrayLike<number>, share = 0.1): number {
  if (!(share >= 0 && share < 0.5)) throw new RangeError(`share ${share} is outside [0, 0.5)`);
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(share * sorted.length);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

/**
 * Values far from the rest by the modified z-score of Iglewicz & Hoaglin (1993): 0.6745·|y − median|/MAD > 3.5, with MAD
 * the median distance from the median. Where more than half are equal MAD is 0, and the mean distance takes its place:
 * |y − median|/(1.2533·mean distance) > 3.5. Fewer than three values flag nothing.
 */
export function farFromMedian(values: ArrayLike<number>, limit = 3.5): boolean[] {
  const middle = median(values);
  const distances = Array.from(values, (value) => Math.abs(value - middle));
  const typical = median(distances) / 0.6745 || mean(distances) * 1.2533;
  return distances.map((distance) => values.length >= 3 && typical > 0 && distance / typical > limit);
}

/** One number a task from a function of its values; NaN for a task without any. O(votes log votes). */
export function numericConsensus(votes: NumericVotes, of: (values: Float64Array) => number): Float64Array {
  const { start, order } = positionsBy(votes.task, votes.tasks);
  return Float64Array.from({ length: votes.tasks }, (_, task) =>
    start[task] === start[task + 1]
      ? NaN
      : of(Float64Array.from(order.subarray(start[task], start[task + 1]), (at) => votes.value[at]!)),
  );
}

export interface InverseVariance {
  /** One entry a task; NaN without votes. */
  truth: Float64Array;
  /** One entry a worker: mean squared distance from the truth, in squared units of the values; NaN without votes. */
  variance: Float64Array;
  iterations: number;
  converged: boolean;
}

const PASSES = 50;
const SETTLED = 1e-6;
/** A worker's variance never counts as less than this share of that of all values: one vote must not decide alone. */
const LEAST_VARIANCE = 1e-6;

/**
 * LFC_N (Raykar et al. 2010, JMLR 11:1297-1322, section 6, without features): the truth is the mean of the answers
 * weighted by 1/σ_w², and σ_w² the worker's mean squared distance from it. Begins at the plain mean; stops when no truth
 * moves by more than 1e-6 of the spread of all values, or after 50 passes.
 */
export function inverseVariance(votes: NumericVotes): InverseVariance {
  const { task, worker, value, tasks, workers } = votes;
  const given = new Float64Array(workers);
  for (const who of worker) given[who]!++;
  const centre = mean(value);
  const spread = mean(value.map((given) => (given - centre) ** 2));
  const truth = new Float64Array(tasks);
  const variance = new Float64Array(workers).fill(1);
  const weights = new Float64Array(tasks);
  const sums = new Float64Array(tasks);
  let iterations = 0;
  let converged = false;
  while (iterations < PASSES && !converged) {
    weights.fill(0);
    sums.fill(0);
    for (let at = 0; at < value.length; at++) {
      const weight = 1 / variance[worker[at]!]!;
      weights[task[at]!]! += weight;
      sums[task[at]!]! += weight * value[at]!;
    }
    let moved = 0;
    for (let of = 0; of < tasks; of++) {
      const next = sums[of]! / weights[of]!;
      moved = iterations === 0 ? Infinity : Math.max(moved, Math.abs(next - truth[of]!) || 0);
      truth[of] = next;
    }
    variance.fill(0);
    for (let at = 0; at < value.length; at++) variance[worker[at]!]! += (value[at]! - truth[task[at]!]!) ** 2;
    for (let who = 0; who < workers; who++) {
      variance[who] = Math.max(variance[who]! / given[who]!, LEAST_VARIANCE * spread);
      if (variance[who] === 0) variance[who] = 1; // all values are equal
    }
    iterations += 1;
    converged = moved <= SETTLED * Math.sqrt(spread);
  }
  return { truth, variance, iterations, converged };
}
