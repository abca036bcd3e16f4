import type { MetricOf } from './agreement-metric.js';
import { mustBeRatings } from './krippendorff-alpha.js';
import { krippendorffByDifference } from './krippendorff-difference.js';

/** About a second of divisions: 20,000 distinct numbers. With more, what chance gives is sampled. */
const MOST_PAIRS = 2e8;

/**
 * Krippendorff's α (see `alpha`) for numbers with a true zero, where only proportions count: δ² = ((a − b)/(a + b))².
 *
 * @param ratings the number that each value of the table stands for, 0 or more
 */
export function krippendorffRatio(ratings: readonly number[]): MetricOf {
  if (ratings.some((rating) => rating < 0)) throw new RangeError('a ratio scale has no negative numbers');
  const apart = krippendorffByDifference(
    (a, b) => {
      const [left, right] = [ratings[a]!, ratings[b]!];
      return left === right ? 0 : ((left - right) / (left + right)) ** 2;
    },
    { expectedPairs: MOST_PAIRS },
  );
  return (table) => {
    mustBeRatings(table, ratings);
    return apart(table);
  };
}
