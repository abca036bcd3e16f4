import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';
import { inCanonicalOrder } from './canonical-order.js';
import { voted } from './majority-vote.js';
import { randomOf, type Random } from '../statistics/random.js';
import { beginPosterior, normalizedPosterior } from './task-posterior.js';
import { votesByTask } from './votes-by-task.js';
import { workerAgreement, type WorkerAgreement } from './worker-agreement.js';

const PASSES = 10_000;
const SETTLED = 1e-10;
const SIGN_PASSES = 200;

/**
 * M-MSR (Ma & Olshevsky 2020, NeurIPS 33, "Adversarial crowdsourcing through robust rank-one matrix completion"): the
 * chance-corrected agreement of two workers is s_w·s_w' in expectation. The sizes |s| come from the observed entries by
 * alternating means without the F largest and F smallest, F = ⌊fewest partners of a worker/2⌋ − 1; the signs from the
 * leading eigenvector of the agreement matrix, most people taken to be better than chance. s is kept 1/√tasks away
 * from its ends. With p = s(K − 1)/K + 1/K a vote weighs ln((K − 1)p/(1 − p)) and T_ic ∝ exp(Σ weights of c).
 *
 * `skill` is p. At most 10,000 passes, until u·vᵀ moves by less than 1e-10. Unstable where few people share tasks:
 * compare it on gold before use. Uses `gold` (for the answer only), `maxPasses` and `seed`.
 */
export const mMsr: AggregationMethod = inCanonicalOrder(mMsrInOrder);

function mMsrInOrder(votes: Votes, { gold, seed, maxPasses = PASSES, onPass }: AggregationOptions = {}): Aggregation {
  const { tasks, workers, classes } = votes;
  const index = votesByTask(votes);
  const agreement = workerAgreement(index);
  const { sizes, iterations, converged } = rankOne(agreement, tasks, randomOf(seed ?? 0), maxPasses, onPass);
  const signs = signsOf(agreement);
  const margin = 1 / Math.sqrt(tasks);
  const least = -1 / Math.max(1, classes - 1) + margin;
  const given = new Float64Array(workers);
  for (const of of index.cell) given[index.cellWorker[of]!]!++;
  const skill = sizes.map((size, worker) => {
    const s = Math.max(least, Math.min(1 - margin, size * signs[worker]!));
    return given[worker] === 0 ? NaN : (s * (classes - 1) + 1) / classes;
  });

  const posteriors = new Float64Array(tasks * classes);
  const equal = new Float64Array(classes).fill(1 / classes);
  for (let task = 0; task < tasks; task++) {
    const known = gold ? gold[task]! : -1;
    if (known >= 0) {
      posteriors[task * classes + known] = 1;
      continue;
    }
    const logs = beginPosterior(equal);
    for (let at = index.start[task]!; at < index.start[task + 1]!; at++) {
      const of = index.cell[at]!;
      const right = skill[index.cellWorker[of]!]!;
      if (classes > 1) logs[index.cellClass[of]!]! += Math.log(((classes - 1) * right) / (1 - right));
    }
    posteriors.set(normalizedPosterior(logs), task * classes);
  }
  return { ...voted(index, posteriors, skill, iterations), converged };
}

/** |s| of each worker from |C| ≈ u·vᵀ on the observed entries. Somebody without partners keeps where they began. */
function rankOne(
  { start, other, corrected }: WorkerAgreement,
  tasks: number,
  random: Random,
  maxPasses: number,
  onPass: AggregationOptions['onPass'],
): { sizes: Float64Array; iterations: number; converged: boolean } {
  const workers = start.length - 1;
  const u = Float64Array.from({ length: workers }, () => random.next());
  const v = Float64Array.from({ length: workers }, () => random.next());
  let fewest = Infinity;
  for (let worker = 0; worker < workers; worker++) fewest = Math.min(fewest, start[worker + 1]! - start[worker]!);
  const trim = Math.max(0, Math.floor(fewest / 2) - 1);
  const improve = (of: Float64Array, by: Float64Array): void => {
    for (let worker = 0; worker < workers; worker++) {
      const [from, to] = [start[worker]!, start[worker + 1]!];
      const values = new Float64Array(to - from);
      for (let at = from; at < to; at++) values[at - from] = Math.abs(corrected[at]!) / by[other[at]!]!;
      of[worker] = trimmedAround(values.sort(), trim, of[worker]!, 1 / Math.sqrt(tasks));
    }
  };
  let iterations = 0;
  let converged = false;
  while (iterations < maxPasses && !converged) {
    const [uBefore, vBefore] = [u.slice(), v.slice()];
    improve(v, u);
    improve(u, v);
    iterations += 1;
    converged = distance(u, v, uBefore, vBefore) < SETTLED;
    onPass?.(iterations, null);
  }
  const scale = Math.sqrt(norm(u) / norm(v));
  return { sizes: u.map((value) => value / scale), iterations, converged };
}

/** The mean of sorted values without the `trim` smallest of those below `middle` and the `trim` largest of those above. */
function trimmedAround(sorted: Float64Array, trim: number, middle: number, instead: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < trim && from < to && sorted[from]! < middle) from++;
  for (let cut = 0; cut < trim && to > from && sorted[to - 1]! > middle; cut++) to--;
  if (from === to) return middle;
  let sum = 0;
  for (let at = from; at < to; at++) sum += sorted[at]!;
  // A size of 0 would divide the others by 0.
  return sum === 0 ? instead : sum / (to - from);
}

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** The Frobenius norm of u·vᵀ − u'·v'ᵀ, as (u − u')·vᵀ + u'·(v − v')ᵀ so that small differences are not lost. */
function distance(u: Float64Array, v: Float64Array, uBefore: Float64Array, vBefore: Float64Array): number {
  const du = u.map((value, at) => value - uBefore[at]!);
  const dv = v.map((value, at) => value - vBefore[at]!);
  const dot = (left: Float64Array, right: Float64Array): number =>
    left.reduce((sum, value, at) => sum + value * right[at]!, 0);
  const squared = dot(du, du) * dot(v, v) + dot(uBefore, uBefore) * dot(dv, dv) + 2 * dot(du, uBefore) * dot(v, dv);
  return Math.sqrt(Math.max(0, squared));
}

/** +1 or −1 for each worker: the signs of the leading eigenvector, turned so that most are +1. */
function signsOf({ start, other, corrected }: WorkerAgreement): Float64Array {
  const workers = start.length - 1;
  let vector = new Float64Array(workers).fill(1);
  // A shift above the least eigenvalue, by Gershgorin, makes the leading one the largest in size.
  let shift = 0;
  for (let worker = 0; worker < workers; worker++) {
    let row = 0;
    for (let at = start[worker]!; at < start[worker + 1]!; at++) row += Math.abs(corrected[at]!);
    shift = Math.max(shift, row);
  }
  for (let pass = 0; pass < SIGN_PASSES && workers > 0; pass++) {
    const next = vector.map((value) => value * shift);
    for (let worker = 0; worker < workers; worker++) {
      for (let at = start[worker]!; at < start[worker + 1]!; at++)
        next[worker]! += corrected[at]! * vector[other[at]!]!;
    }
    const length = norm(next) || 1;
    vector = next.map((value) => value / length);
  }
  const signs = vector.map((value) => (value < 0 ? -1 : 1));
  const sum = signs.reduce((total, sign) => total + sign, 0);
  return sum < 0 ? signs.map((sign) => -sign) : signs;
}
