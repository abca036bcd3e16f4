import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { withMatrices } from './dawid-skene.js';
import { expectationMaximization, FLOOR } from './expectation-maximization.js';
import { votesByTask } from './votes-by-task.js';
import { logErrorsFrom, rowSumsOf } from './worker-errors.js';

const MAX_PASSES = 500;
/** λ: how many votes of an average worker stand behind each row of each matrix. */
const WEIGHT = 2;
/** The pooled matrix begins with so many votes for each cell, and so many more on the diagonal. */
const EACH_CELL = 1;
const ON_DIAGONAL = 3;
const EACH_CLASS = 1;

/**
 * Dawid-Skene with the matrices of all workers pulled towards the matrix of all votes together, the default of Muster:
 *
 *   pooled[c][o] ∝ Σ_w n_w[c][o] + 1 + 3·[c = o],   e_w[c][o] = (n_w[c][o] + λ·pooled[c][o]) / (n_w[c] + λ),   λ = 2,
 *
 * and π_c ∝ Σ_i T_ic + 1. People with few votes count as average people, people with many as themselves.
 * Begins at the vote shares; stops on the log-likelihood of the votes, |ΔLL| < 1e-7·|LL| (it is not the objective that
 * such a step climbs, so it may fall slightly). `skill` and options as for `dawidSkene`.
 */
export function pooledDawidSkene(votes: Votes, options: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const { classes } = votes;
  const { cellWorker, cellClass } = index;
  const rowSums = new Float64Array(votes.workers * classes);
  const pooled = new Float64Array(classes * classes);

  const pool = (expected: Float64Array): void => {
    pooled.fill(EACH_CELL);
    for (let truth = 0; truth < classes; truth++) pooled[truth * classes + truth]! += ON_DIAGONAL;
    for (let of = 0; of < cellWorker.length; of++) {
      const said = cellClass[of]!;
      for (let truth = 0; truth < classes; truth++) pooled[truth * classes + said]! += expected[of * classes + truth]!;
    }
    for (let truth = 0; truth < classes; truth++) {
      let sum = 0;
      for (let said = 0; said < classes; said++) sum += pooled[truth * classes + said]!;
      for (let said = 0; said < classes; said++) pooled[truth * classes + said]! /= sum;
    }
    rowSumsOf(index, expected, rowSums);
  };
  const probability = (count: number, worker: number, truth: number, said: number): number =>
    (count + WEIGHT * pooled[truth * classes + said]!) / (rowSums[worker * classes + truth]! + WEIGHT);

  const result = expectationMaximization(
    index,
    {
      classPseudoCount: EACH_CLASS,
      maxPasses: MAX_PASSES,
      begin({ confusion }, logErrors) {
        if (confusion) logErrorsFrom(confusion, index, logErrors);
        return confusion !== undefined;
      },
      estimate(expected, logErrors) {
        pool(expected);
        for (let of = 0; of < cellWorker.length; of++) {
          const [worker, said] = [cellWorker[of]!, cellClass[of]!];
          for (let truth = 0; truth < classes; truth++) {
            const share = probability(expected[of * classes + truth]!, worker, truth, said);
            logErrors[of * classes + truth] = Math.log(share > FLOOR ? share : FLOOR);
          }
        }
      },
    },
    options,
  );
  pool(result.expectedCounts);
  return withMatrices(index, result, options, { rowSums, probability });
}
