import type { MetricOf } from './agreement-metric.js';
import { unitShares } from './chance-corrected.js';
import { ratingWeights, type RatingWeights } from './rating-weights.js';

/**
 * Percent agreement, 0 to 1: of each unit with at least two labels the share of its pairs of labels that agree, then the
 * mean over these units. Nothing is taken off for chance.
 *
 * @param weights what counts as agreeing in part; nothing when absent
 */
export function percentAgreement(weights: RatingWeights = ratingWeights('identity')): MetricOf {
  return (table) => unitShares(table, weights, (agreed) => agreed);
}
