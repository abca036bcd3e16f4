import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { labelsOf } from './posteriors.js';
import { voteShares } from './vote-shares.js';
import { votesByTask, type VotesByTask } from './votes-by-task.js';

/**
 * Majority vote: T_ic = n_ic / n_i. Of a tie the label is the first class, whatever the order of the votes; the posterior
 * keeps the tie, and `accuracyOf` counts it fractionally. `skill` is the share of a worker's votes that agree (see
 * `agreementWithLeaders`). Uses `gold`.
 */
export function majorityVote(votes: Votes, { gold }: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const posteriors = voteShares(index, gold);
  return voted(index, posteriors, agreementWithLeaders(index, posteriors), 1);
}

/**
 * For each worker the share of votes equal to the leading class of their task; the first class leads a tie.
 * In [0, 1]; NaN without votes.
 */
export function agreementWithLeaders(
  { votes, start, cell, cellWorker, cellClass }: VotesByTask,
  posteriors: Float64Array,
): Float64Array {
  const agreed = new Float64Array(votes.workers);
  const given = new Float64Array(votes.workers);
  const leaders = labelsOf(posteriors, votes.classes);
  for (let task = 0; task < votes.tasks; task++) {
    for (let at = start[task]!; at < start[task + 1]!; at++) {
      const of = cell[at]!;
      given[cellWorker[of]!]!++;
      if (cellClass[of] === leaders[task]) agreed[cellWorker[of]!]!++;
    }
  }
  return agreed.map((count, worker) => count / given[worker]!);
}

/** The result of a method that only weighs votes. */
export function voted(
  { votes }: VotesByTask,
  posteriors: Float64Array,
  skill: Float64Array,
  iterations: number,
): Aggregation {
  const { tasks, classes } = votes;
  const classPrior = new Float64Array(classes);
  for (let at = 0; at < posteriors.length; at++) classPrior[at % classes]! += posteriors[at]! / tasks;
  return {
    posteriors,
    labels: labelsOf(posteriors, classes),
    skill,
    confusion: null,
    classPrior,
    difficulty: null,
    iterations,
    logLikelihood: null,
    converged: true,
  };
}
