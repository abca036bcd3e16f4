import type { MetricOf } from './agreement-metric.js';
import { unitShares, weightedChance } from './chance-corrected.js';
import { ratingWeights, type RatingWeights } from './rating-weights.js';

/**
 * Conger's κ (Psychological Bulletin 88, 1980), at most 1: Cohen's κ for several raters at once. Chance is two different
 * raters who each keep their own habits: p_e = Σ w_ck (p̄_c p̄_k − s_ck/R), where p̄ and s are the mean and the covariance of the
 * R raters' shares. A rater's shares are taken over the units they labelled.
 *
 * @param weights what counts as agreeing in part; nothing when absent
 */
export function congerKappa(weights: RatingWeights = ratingWeights('identity')): MetricOf {
  return (table) => {
    const { raters, values, offsets, raterOf, valueOf } = table;
    let agreed = NaN;
    const observed = unitShares(table, weights, (share) => (agreed = share));
    const mean = new Float64Array(values);
    const own = new Float64Array(values);
    return {
      width: observed.width + raters * values,
      work: raters * values * (weights.isIdentity ? 1 : values),
      contribute(unit, add) {
        observed.contribute(unit, add);
        for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) {
          add(observed.width + raterOf[label]! * values + valueOf[label]!, 1);
        }
      },
      value(sums) {
        observed.value(sums);
        mean.fill(0);
        let present = 0;
        let withSelf = 0;
        for (let rater = 0; rater < raters; rater += 1) {
          const start = observed.width + rater * values;
          let labels = 0;
          for (let value = 0; value < values; value += 1) labels += sums[start + value]!;
          if (labels === 0) continue;
          present += 1;
          for (let value = 0; value < values; value += 1) {
            own[value] = sums[start + value]! / labels;
            mean[value]! += own[value]!;
          }
          withSelf += weightedChance(weights, own, own);
        }
        // Of all pairs of raters those of a rater with themselves are left out.
        const chance = (weightedChance(weights, mean, mean) - withSelf) / (present * (present - 1));
        return chance < 1 ? (agreed - chance) / (1 - chance) : NaN;
      },
    };
  };
}
