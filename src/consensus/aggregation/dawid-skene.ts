import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { expectationMaximization, FLOOR, type EmResult } from './expectation-maximization.js';
import { labelsOf } from './posteriors.js';
import { votesByTask, type VotesByTask } from './votes-by-task.js';
import { confusionOf, expectedAccuracies, logErrorsFrom, rowSumsOf, type WorkerMatrices } from './worker-errors.js';

const MAX_PASSES = 1000;

/**
 * Dawid & Skene 1979 (Applied Statistics 28:20-28) by expectation-maximization, to convergence and without smoothing:
 * a confusion matrix for each worker, e_w[c][o] = Σ_{i: y=o} T_ic / Σ_i T_ic, and class priors π_c = mean T_ic.
 * Begins at the vote shares; stops when |ΔLL| < 1e-7·|LL|. Weak where workers have fewer than classes² votes: then
 * prefer `pooledDawidSkene`. The row of a class that a worker is not expected to have met at all says 1/K.
 * `skill` is Σ_c π_c e_w[c][c]. Uses every option but `seed`.
 */
export function dawidSkene(votes: Votes, options: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const { classes } = votes;
  const { cellWorker } = index;
  const rowSums = new Float64Array(votes.workers * classes);
  const result = expectationMaximization(
    index,
    {
      classPseudoCount: 0,
      maxPasses: MAX_PASSES,
      begin({ confusion }, logErrors) {
        if (confusion) logErrorsFrom(confusion, index, logErrors);
        return confusion !== undefined;
      },
      estimate(expected, logErrors) {
        rowSumsOf(index, expected, rowSums);
        for (let of = 0; of < cellWorker.length; of++) {
          const row = cellWorker[of]! * classes;
          for (let truth = 0; truth < classes; truth++) {
            const sum = rowSums[row + truth]!;
            const share = sum > 0 ? expected[of * classes + truth]! / sum : 1 / classes;
            logErrors[of * classes + truth] = Math.log(share > FLOOR ? share : FLOOR);
          }
        }
      },
    },
    options,
  );
  return withMatrices(index, result, options, {
    rowSums: rowSumsOf(index, result.expectedCounts, rowSums),
    probability(count, worker, truth) {
      const sum = rowSums[worker * classes + truth]!;
      return sum > 0 ? count / sum : 1 / classes;
    },
  });
}

/** The result of a method that estimates a matrix for each worker. */
export function withMatrices(
  index: VotesByTask,
  { posteriors, classPrior, expectedCounts, iterations, logLikelihood, converged }: EmResult,
  { skipConfusion }: AggregationOptions,
  matrices: WorkerMatrices,
): Aggregation {
  return {
    posteriors,
    labels: labelsOf(posteriors, index.votes.classes),
    skill: expectedAccuracies(index, expectedCounts, classPrior, matrices),
    confusion: skipConfusion ? null : confusionOf(index, expectedCounts, matrices),
    classPrior,
    difficulty: null,
    iterations,
    logLikelihood,
    converged,
  };
}
