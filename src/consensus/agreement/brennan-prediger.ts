import type { MetricOf } from './agreement-metric.js';
import { chanceCorrected } from './chance-corrected.js';
import type { RatingWeights } from './rating-weights.js';

/**
 * The coefficient of Brennan & Prediger (1981), Bennett's S with two raters; at most 1. Chance is every one of the K
 * values equally often: p_e = 1/K, with weights their mean.
 *
 * @param weights what counts as agreeing in part; nothing when absent
 */
export function brennanPrediger(weights?: RatingWeights): MetricOf {
  return chanceCorrected(({ shares, totalWeight }) => totalWeight / shares.length ** 2, weights);
}
