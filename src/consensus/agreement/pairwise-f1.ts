import type { MetricOf } from './agreement-metric.js';
import { eachMeeting } from './rater-pairs.js';

/** How many things two answers to one unit hold, and how many of them match. */
export interface MatchCounts {
  matches: number;
  left: number;
  right: number;
}

/**
 * Pairwise F1, 0 to 1: for answers that are sets of things (spans, shapes, tags). For each pair of raters
 * 2·matches/(things of the one + things of the other) over all units both answered, then the mean over pairs. It is what κ tends to
 * as the number of things that nobody marked grows without bound, so no count of true negatives is needed: Hripcsak & Rothschild
 * (Journal of the American Medical Informatics Association 12, 2005). Pairs who both marked nothing have no F1 and are left out.
 *
 * @param match compares the answers that two values of the table stand for; symmetric but for left and right
 */
export function pairwiseF1(match: (left: number, right: number) => MatchCounts): MetricOf {
  return (table) => {
    const places = new Map<number, number>();
    for (let unit = 0; unit < table.units; unit += 1) {
      eachMeeting(table, unit, (pair) => void (places.has(pair) || places.set(pair, places.size)));
    }
    return {
      width: 2 * places.size,
      contribute(unit, add) {
        eachMeeting(table, unit, (pair, left, right) => {
          const counts = match(left, right);
          add(2 * places.get(pair)!, 2 * counts.matches);
          add(2 * places.get(pair)! + 1, counts.left + counts.right);
        });
      },
      value(sums) {
        let total = 0;
        let defined = 0;
        for (let cell = 0; cell < sums.length; cell += 2) {
          if (!(sums[cell + 1]! > 0)) continue;
          total += sums[cell]! / sums[cell + 1]!;
          defined += 1;
        }
        return defined > 0 ? total / defined : NaN;
      },
    };
  };
}
