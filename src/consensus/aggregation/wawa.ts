import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { agreementWithLeaders, voted } from './majority-vote.js';
import { voteShares } from './vote-shares.js';
import { votesByTask } from './votes-by-task.js';

/**
 * Worker agreement with aggregate: a worker's skill is the share of their votes equal to the majority's label, and
 * T_ic = Σ of the skills that say c / Σ of all skills. Not iterated. Uses `gold`, for the posteriors and the skills.
 */
export function wawa(votes: Votes, { gold }: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const skill = agreementWithLeaders(index, voteShares(index, gold));
  return voted(index, voteShares(index, gold, skill), skill, 1);
}
