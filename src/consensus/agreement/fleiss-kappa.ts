import type { MetricOf } from './agreement-metric.js';
import { chanceCorrected, weightedChance } from './chance-corrected.js';
import { agreementValue } from './measure-agreement.js';
import type { RatingWeights } from './rating-weights.js';
import { UnitCounts, type ReliabilityTable } from './reliability-table.js';

/**
 * Fleiss' κ (Psychological Bulletin 76, 1971), at most 1: chance is two labels drawn from the pool of all raters,
 * p_e = Σ p_c². With two raters it is Scott's π. Where the number of labels differs between units it is the general form
 * of Gwet (2014, chapter 2), with p_c the mean of the units' shares; with equal numbers that is Fleiss' own.
 *
 * @param weights what counts as agreeing in part; nothing when absent
 */
export function fleissKappa(weights?: RatingWeights): MetricOf {
  return chanceCorrected((prevalence) => {
    return weightedChance(prevalence.weights, prevalence.shares, prevalence.shares);
  }, weights);
}

/** κ of one value against all others: where the raters part (Fleiss 1971). In the order of the table's values. */
export function fleissKappaByValue(table: ReliabilityTable): number[] {
  return Array.from({ length: table.values }, (_, value) => {
    const valueOf = table.valueOf.map((said) => (said === value ? 1 : 0));
    return agreementValue({ ...table, values: 2, valueOf }, fleissKappa());
  });
}

/**
 * κ over its standard error were there nothing but chance: beyond 1.96 agreement is there at all, which says little of
 * whether it is enough. Fleiss, Nee & Landis (Psychological Bulletin 86, 1979).
 *
 * @throws RangeError unless each unit has the same number of labels, at least two
 */
export function fleissZ(table: ReliabilityTable): number {
  const counts = new UnitCounts(table);
  const shares = new Float64Array(table.values);
  counts.read(0);
  const labels = counts.size;
  for (let unit = 0; unit < table.units; unit += 1) {
    counts.read(unit);
    if (counts.size !== labels || labels < 2) throw new RangeError('each unit must have the same number of labels');
    for (const [value, count] of counts.counts.entries()) shares[value]! += count / (labels * table.units);
  }
  const spread = shares.reduce((sum, p) => sum + p * (1 - p), 0);
  const skew = shares.reduce((sum, p) => sum + p * (1 - p) * (1 - 2 * p), 0);
  const variance = (2 * (spread ** 2 - skew)) / (spread ** 2 * table.units * labels * (labels - 1));
  return agreementValue(table, fleissKappa()) / Math.sqrt(variance);
}
