import type { AggregationOptions, WarmStart } from './aggregation.types.js';
import { normalizeLogs } from './posteriors.js';
import { LARGEST_TABLE, type VotesByTask } from './votes-by-task.js';
import { voteShares } from './vote-shares.js';

/** What a method believes about the errors of people. Tables over (cell, class) are cells × classes. */
export interface ErrorModel {
  /** Writes log P(the cell's worker says the cell's class | true class), given how much each is expected to have happened. */
  estimate(expectedCounts: Float64Array, logErrors: Float64Array): void;
  /** Does the same from an earlier run; false when there is nothing to begin from. */
  begin?(start: WarmStart, logErrors: Float64Array): boolean;
  /** Added to each class before the class prior is taken. */
  classPseudoCount: number;
  maxPasses: number;
}

export interface EmResult {
  posteriors: Float64Array;
  classPrior: Float64Array;
  /** cells × classes: the expected votes behind the last estimate and what they would say next. */
  expectedCounts: Float64Array;
  iterations: number;
  logLikelihood: number;
  converged: boolean;
}

/** Stop when the log-likelihood changes by less than this share of itself. */
const TOLERANCE = 1e-7;
/** Probabilities are not let below this before the logarithm. */
export const FLOOR = 1e-10;

/**
 * Expectation-maximization over hidden true classes (Dawid & Skene 1979, Applied Statistics 28:20-28, equations 2.3 to
 * 2.5): T_ic ∝ π_c Π_w e_w[c][y_iw], begun at the vote shares, until |ΔLL| < 1e-7·|LL|. Parameters are re-estimated in
 * the traversal that computes the posteriors: one pass reads the votes once, O(votes × classes), and allocates nothing.
 */
export function expectationMaximization(
  index: VotesByTask,
  model: ErrorModel,
  options: AggregationOptions = {},
): EmResult {
  const { votes, start, cell } = index;
  const { tasks, classes } = votes;
  const cells = index.cellWorker.length;
  if (cells * classes > LARGEST_TABLE)
    throw new RangeError(`${cells} worker-class pairs × ${classes} classes: too many`);

  const posteriors = voteShares(index, options.gold);
  const offset = cell.map((of) => of * classes);
  const expected = new Float64Array(cells * classes);
  const logErrors = new Float64Array(cells * classes);
  const classSums = new Float64Array(classes);
  const classPrior = new Float64Array(classes);
  const logPrior = new Float64Array(classes);

  const setPrior = (): void => {
    for (let named = 0; named < classes; named++) {
      classPrior[named] = options.classPrior
        ? options.classPrior[named]!
        : (classSums[named]! + model.classPseudoCount) / (tasks + model.classPseudoCount * classes);
      logPrior[named] = Math.log(Math.max(classPrior[named]!, FLOOR));
    }
  };

  const maximizeFromShares = (): void => {
    for (let task = 0; task < tasks; task++) {
      const row = task * classes;
      for (let named = 0; named < classes; named++) classSums[named]! += posteriors[row + named]!;
      for (let at = start[task]!; at < start[task + 1]!; at++) {
        const from = offset[at]!;
        for (let named = 0; named < classes; named++) expected[from + named]! += posteriors[row + named]!;
      }
    }
    setPrior();
    model.estimate(expected, logErrors);
  };

  if (options.start && model.begin?.(options.start, logErrors)) {
    classPrior.set(options.classPrior ?? options.start.classPrior ?? new Float64Array(classes).fill(1 / classes));
    for (let named = 0; named < classes; named++) logPrior[named] = Math.log(Math.max(classPrior[named]!, FLOOR));
  } else maximizeFromShares();

  const limit = options.maxPasses ?? model.maxPasses;
  let logLikelihood = -Infinity;
  let iterations = 0;
  let converged = false;
  while (iterations < limit && !converged) {
    if (iterations > 0) {
      setPrior();
      model.estimate(expected, logErrors);
    }
    const before = logLikelihood;
    logLikelihood = expect(index, offset, options.gold, logPrior, logErrors, posteriors, classSums, expected);
    iterations += 1;
    converged = Math.abs(logLikelihood - before) < TOLERANCE * Math.abs(logLikelihood) || logLikelihood === 0;
    options.onPass?.(iterations, logLikelihood);
  }
  return { posteriors, classPrior, expectedCounts: expected, iterations, logLikelihood, converged };
}

/**
 * Posteriors under the present parameters, with the sums that the next parameters come from. Returns the log-likelihood.
 * Everything it needs is an argument: loops over locals are faster than over captured variables.
 */
function expect(
  { votes, start }: VotesByTask,
  offset: Int32Array,
  gold: Int32Array | undefined,
  logPrior: Float64Array,
  logErrors: Float64Array,
  posteriors: Float64Array,
  classSums: Float64Array,
  expected: Float64Array,
): number {
  const { tasks, classes } = votes;
  classSums.fill(0);
  expected.fill(0);
  let sum = 0;
  for (let task = 0; task < tasks; task++) {
    const row = task * classes;
    const end = row + classes;
    const first = start[task]!;
    const last = start[task + 1]!;
    for (let named = 0; named < classes; named++) posteriors[row + named] = logPrior[named]!;
    for (let at = first; at < last; at++) {
      for (let place = row, from = offset[at]!; place < end; place++, from++) posteriors[place]! += logErrors[from]!;
    }
    sum += normalizeLogs(posteriors, row, classes, gold ? gold[task]! : -1);
    for (let named = 0; named < classes; named++) classSums[named]! += posteriors[row + named]!;
    for (let at = first; at < last; at++) {
      for (let place = row, from = offset[at]!; place < end; place++, from++) expected[from]! += posteriors[place]!;
    }
  }
  return sum;
}
