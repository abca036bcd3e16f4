import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';
import { inCanonicalOrder } from './canonical-order.js';
import { minimize, type Objective } from './conjugate-gradient.js';
import { labelsOf, normalizeLogs } from './posteriors.js';
import { votesByTask, type VotesByTask } from './votes-by-task.js';

const MAX_PASSES = 100;
/** Stop when the expected log-likelihood gains less than this for each vote and class. */
const TOLERANCE = 1e-5;
const M_STEP = { steps: 25, tolerance: 1e-2 };
/** Ability α and log ease b = ln β are N(1, 1) before the first vote, and begin at 1. */
const MEAN = 1;

/**
 * GLAD (Whitehill, Ruvolo, Wu, Bergsma & Movellan 2009, NIPS 22, "Whose vote should count more"): a worker of ability
 * α_w is right on a task of ease β_i = exp(b_i) > 0 with probability σ(α_w β_i), and otherwise says each wrong class
 * alike. Expectation-maximization; the M step takes at most 25 conjugate-gradient steps over all α and b. Class prior
 * equal unless `classPrior` says otherwise. At most 100 passes.
 *
 * `skill` is α_w (0 is guessing between two, negative is worse); `difficulty` is 1/β_i, above 0.
 * Uses `gold`, `classPrior` and `maxPasses`.
 */
export const glad: AggregationMethod = inCanonicalOrder(gladInOrder);

function gladInOrder(votes: Votes, options: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const { tasks, workers, classes } = votes;
  const { cell, cellWorker } = index;
  const prior = options.classPrior ?? new Float64Array(classes).fill(1 / classes);
  const posteriors = new Float64Array(tasks * classes);
  const workerOf = cell.map((of) => cellWorker[of]!);
  const truth = new Float64Array(cell.length); // of each vote: the posterior of the class it names
  const point = new Float64Array(workers + tasks).fill(MEAN); // all α, then all b
  const objective = negativeExpectation(index, workerOf, truth);

  let logLikelihood = expect(index, point, prior, options.gold, posteriors, truth);
  let quality = -Infinity;
  let iterations = 0;
  let converged = false;
  while (iterations < (options.maxPasses ?? MAX_PASSES) && !converged) {
    if (iterations > 0) logLikelihood = expect(index, point, prior, options.gold, posteriors, truth);
    const before = quality;
    quality = -minimize(objective, point, M_STEP) / (cell.length * classes);
    iterations += 1;
    converged = quality - before < TOLERANCE;
    options.onPass?.(iterations, logLikelihood);
  }
  const skill = point.slice(0, workers);
  const isHeard = new Uint8Array(workers);
  for (const worker of workerOf) isHeard[worker] = 1;
  return {
    posteriors,
    labels: labelsOf(posteriors, classes),
    skill: skill.map((ability, worker) => (isHeard[worker] ? ability : NaN)),
    confusion: null,
    classPrior: prior.slice(),
    difficulty: point.slice(workers).map((logEase) => Math.exp(-logEase)),
    iterations,
    logLikelihood,
    converged,
  };
}

/** ln σ(x), without overflow. */
const logSigmoid = (x: number): number => (x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x)));

function expect(
  { votes, start, cell, cellWorker, cellClass }: VotesByTask,
  point: Float64Array,
  prior: Float64Array,
  gold: Int32Array | undefined,
  posteriors: Float64Array,
  truth: Float64Array,
): number {
  const { tasks, workers, classes } = votes;
  const logOthers = Math.log(Math.max(1, classes - 1));
  let logLikelihood = 0;
  for (let task = 0; task < tasks; task++) {
    const row = task * classes;
    const ease = Math.exp(point[workers + task]!);
    let allWrong = 0;
    for (let named = 0; named < classes; named++) posteriors[row + named] = Math.log(prior[named]!);
    for (let at = start[task]!; at < start[task + 1]!; at++) {
      const of = cell[at]!;
      const x = point[cellWorker[of]!]! * ease;
      allWrong += logSigmoid(-x) - logOthers;
      posteriors[row + cellClass[of]!]! += x + logOthers; // ln σ(x) − ln σ(−x) = x
    }
    logLikelihood += allWrong + normalizeLogs(posteriors, row, classes, gold ? gold[task]! : -1);
    for (let at = start[task]!; at < start[task + 1]!; at++) truth[at] = posteriors[row + cellClass[cell[at]!]!]!;
  }
  return logLikelihood;
}

/**
 * −Q over (α, b), with Q = Σ_votes [p ln σ(x) + (1 − p)(ln σ(−x) − ln(K − 1))] + Σ ln N(· | 1, 1), x = α_w e^{b_i}, p
 * the posterior of the class voted for; ∂Q/∂x = p − σ(x). The K − 1 of the wrong classes add a constant.
 */
function negativeExpectation({ votes, start }: VotesByTask, workerOf: Int32Array, truth: Float64Array): Objective {
  const { tasks, workers, classes } = votes;
  const logOthers = Math.log(Math.max(1, classes - 1));
  const logNormal = 0.5 * Math.log(2 * Math.PI);
  return (point, gradient) => {
    let quality = 0;
    for (let at = 0; at < point.length; at++) {
      const off = point[at]! - MEAN;
      gradient[at] = off;
      quality -= 0.5 * off * off + logNormal;
    }
    for (let task = 0; task < tasks; task++) {
      const ease = Math.exp(point[workers + task]!);
      let slope = 0;
      for (let at = start[task]!; at < start[task + 1]!; at++) {
        const worker = workerOf[at]!;
        const x = point[worker]! * ease;
        const small = Math.exp(-Math.abs(x));
        const right = x >= 0 ? 1 / (1 + small) : small / (1 + small);
        const p = truth[at]!;
        // p ln σ(x) + (1 − p) ln σ(−x) = ln σ(−x) + p x
        quality += p * x - Math.max(x, 0) - Math.log1p(small) - (1 - p) * logOthers;
        const change = (p - right) * ease;
        gradient[worker]! -= change;
        slope += change * point[worker]!;
      }
      gradient[workers + task]! -= slope;
    }
    return -quality;
  };
}
