import type { MetricOf } from './agreement-metric.js';
import { gwetAc2 } from './gwet-ac2.js';
import { ratingWeights } from './rating-weights.js';

/**
 * Gwet's AC1 (British Journal of Mathematical and Statistical Psychology 61, 2008), at most 1: chance is
 * p_e = Σ π_c(1 − π_c)/(K − 1). It stays steady where nearly all labels are of one class, which takes κ towards 0 although
 * the raters agree.
 */
export function gwetAc1(): MetricOf {
  return gwetAc2(ratingWeights('identity'));
}
