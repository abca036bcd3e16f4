import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { agreementWithLeaders, voted } from './majority-vote.js';
import { voteShares } from './vote-shares.js';
import { votesByTask } from './votes-by-task.js';

const PASSES = 100;
const STEPS_BEFORE_HALVING = 20;

/**
 * Zero-based skill: everybody begins barely above chance, at 1/K + 1e-5. Each pass takes the vote weighted by skill and
 * moves each skill towards the worker's share of agreement with it: skill += rate · (share − skill). The rate begins at 1
 * and halves at every 20th pass; 100 passes. Uses `gold` and `start.skill`.
 */
export function zeroBasedSkill(
  votes: Votes,
  { gold, start, maxPasses = PASSES, onPass }: AggregationOptions = {},
): Aggregation {
  const index = votesByTask(votes);
  const skill = start?.skill?.slice() ?? new Float64Array(votes.workers).fill(1 / votes.classes + 1e-5);
  const posteriors = new Float64Array(votes.tasks * votes.classes);
  let rate = 1;
  for (let pass = 1; pass <= maxPasses; pass++) {
    if (pass % STEPS_BEFORE_HALVING === 0) rate /= 2;
    const agreement = agreementWithLeaders(index, voteShares(index, gold, skill, posteriors));
    for (let worker = 0; worker < skill.length; worker++)
      skill[worker]! += rate * (agreement[worker]! - skill[worker]!);
    onPass?.(pass, null);
  }
  return voted(index, voteShares(index, gold, skill, posteriors), skill, maxPasses);
}
