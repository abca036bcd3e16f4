import type { MetricOf } from './agreement-metric.js';
import { chanceCorrected } from './chance-corrected.js';
import type { RatingWeights } from './rating-weights.js';

/**
 * Gwet's AC2, at most 1: AC1 with ratings that agree in part, p_e = T/(K(K − 1)) · Σ π_c(1 − π_c), where T is the sum of
 * all weights (Handbook of Inter-Rater Reliability, 4th edition, 2014, chapter 3).
 */
export function gwetAc2(weights: RatingWeights): MetricOf {
  return chanceCorrected(({ shares, totalWeight }) => {
    const values = shares.length;
    // With one value there is no chance to be wrong, and the formula would divide by 0.
    if (values < 2) return 1;
    const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
    return (totalWeight * spread) / (values * (values - 1));
  }, weights);
}
