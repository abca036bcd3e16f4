import type { MetricOf } from './agreement-metric.js';
import { alpha, mustBeRatings } from './krippendorff-alpha.js';

/**
 * Krippendorff's α (see `alpha`) for numbers whose differences mean the same all along the scale: δ² = (a − b)².
 *
 * @param ratings the number that each value of the table stands for
 */
export function krippendorffInterval(ratings: readonly number[]): MetricOf {
  return (table) => {
    mustBeRatings(table, ratings);
    const { offsets, valueOf } = table;
    // Near their mean the squares of large numbers keep their digits.
    const middle = ratings.reduce((sum, rating) => sum + rating / ratings.length, 0);
    const centred = Float64Array.from(ratings, (rating) => rating - middle);
    return {
      width: 4,
      contribute(unit, add) {
        const size = offsets[unit + 1]! - offsets[unit]!;
        if (size < 2) return;
        let sum = 0;
        let squares = 0;
        for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) {
          const rating = centred[valueOf[label]!]!;
          sum += rating;
          squares += rating * rating;
        }
        // Around the unit's own mean, so that equal ratings differ by exactly 0 or nearly so.
        let spread = 0;
        for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) {
          spread += (centred[valueOf[label]!]! - sum / size) ** 2;
        }
        add(0, (2 * size * spread) / (size - 1));
        add(1, size);
        add(2, sum);
        add(3, squares);
      },
      value: (sums) => alpha(sums[1]!, sums[0]!, 2 * (sums[1]! * sums[3]! - sums[2]! ** 2)),
    };
  };
}
