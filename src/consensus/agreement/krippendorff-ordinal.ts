import type { AgreementMetric, MetricOf } from './agreement-metric.js';
import { alpha, mustBeRatings } from './krippendorff-alpha.js';
import { UnitCounts, type ReliabilityTable } from './reliability-table.js';

/**
 * Krippendorff's α (see `alpha`) for values in an order, without distances: δ²_ck = (Σ_{g=c..k} n_g − (n_c + n_k)/2)², how many labels lie between. That is the
 * interval scale over mean ranks, and these change with every draw of the bootstrap, so the coincidences of each pair of
 * values that occurs are summed.
 *
 * @param ratings numbers that put the values of the table in order; only the order counts
 */
export function krippendorffOrdinal(ratings: readonly number[]): MetricOf {
  return (table) => {
    mustBeRatings(table, ratings);
    const { steps, rankOf } = ranksOf(ratings);
    const ranked = { ...table, values: steps, valueOf: table.valueOf.map((value) => rankOf[value]!) };
    return ordinalOver(ranked);
  };
}

function ordinalOver(table: ReliabilityTable): AgreementMetric {
  const unitCounts = new UnitCounts(table);
  const { counts, present } = unitCounts;
  const cellOf = new Map<number, number>();
  const lows: number[] = [];
  const highs: number[] = [];
  const eachPair = (visit: (low: number, high: number, pairs: number) => void) => {
    for (let i = 0; i < unitCounts.distinct; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const [a, b] = [present[i]!, present[j]!];
        visit(Math.min(a, b), Math.max(a, b), counts[a]! * counts[b]!);
      }
    }
  };
  for (let unit = 0; unit < table.units; unit += 1) {
    unitCounts.read(unit);
    eachPair((low, high) => {
      const key = low * table.values + high;
      if (cellOf.has(key)) return;
      cellOf.set(key, table.values + lows.length);
      lows.push(low);
      highs.push(high);
    });
  }
  const ranks = new Float64Array(table.values);
  return {
    width: table.values + lows.length,
    contribute(unit, add) {
      unitCounts.read(unit);
      const { size, distinct } = unitCounts;
      if (size < 2) return;
      for (let place = 0; place < distinct; place += 1) add(present[place]!, counts[present[place]!]!);
      eachPair((low, high, pairs) => add(cellOf.get(low * table.values + high)!, (2 * pairs) / (size - 1)));
    },
    value(sums) {
      let labels = 0;
      for (let value = 0; value < table.values; value += 1) {
        ranks[value] = labels + sums[value]! / 2;
        labels += sums[value]!;
      }
      // The mean of the mean ranks is half the number of labels.
      let squares = 0;
      for (let value = 0; value < table.values; value += 1) squares += sums[value]! * (ranks[value]! - labels / 2) ** 2;
      let observed = 0;
      for (let pair = 0; pair < lows.length; pair += 1) {
        observed += sums[table.values + pair]! * (ranks[highs[pair]!]! - ranks[lows[pair]!]!) ** 2;
      }
      return alpha(labels, observed, 2 * labels * squares);
    },
  };
}

/** For each value its step in the order; equal ratings are the same step. */
function ranksOf(ratings: readonly number[]): { steps: number; rankOf: Int32Array } {
  const sorted = [...new Set(ratings)].sort((a, b) => a - b);
  const stepOf = new Map(sorted.map((rating, step) => [rating, step]));
  return { steps: sorted.length, rankOf: Int32Array.from(ratings, (rating) => stepOf.get(rating)!) };
}
