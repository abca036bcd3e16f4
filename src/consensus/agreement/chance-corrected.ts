import type { AgreementMetric, MetricOf } from './agreement-metric.js';
import { ratingWeights, type RatingWeights } from './rating-weights.js';
import { UnitCounts, type ReliabilityTable } from './reliability-table.js';

/** What the chance of agreeing is taken from. */
export interface Prevalence {
  /** For each value the mean over units of its share among the unit's labels; they sum to 1. */
  shares: Float64Array;
  weights: RatingWeights;
  /** The sum of the weights over all pairs of values, also of a value with itself. */
  totalWeight: number;
}

/**
 * (p_a − p_e)/(1 − p_e) for labels of any number per unit, with missing ones (Gwet, Handbook of Inter-Rater Reliability,
 * 4th edition, 2014, chapter 2). p_a is the mean, over the units with at least two labels, of the weighted share of their
 * pairs that agree; p_e is what the coefficients differ in. Units with one label count for p_e only.
 */
export function chanceCorrected(
  expected: (prevalence: Prevalence) => number,
  weights: RatingWeights = ratingWeights('identity'),
): MetricOf {
  return (table) => {
    const totalWeight = totalOf(weights, table.values);
    return unitShares(table, weights, (agreed, shares) => {
      const chance = expected({ shares, weights, totalWeight });
      return chance < 1 ? (agreed - chance) / (1 - chance) : NaN;
    });
  };
}

const AGREED = 0;
const PAIRABLE = 1;
const UNITS = 2;
const SHARES = 3;

/** The sums that percent agreement and the chance-corrected coefficients are made of. */
export function unitShares(
  table: ReliabilityTable,
  weights: RatingWeights,
  coefficient: (agreed: number, shares: Float64Array) => number,
): AgreementMetric {
  const unitCounts = new UnitCounts(table);
  const { counts, present } = unitCounts;
  const shares = new Float64Array(table.values);
  return {
    width: SHARES + table.values,
    work: weights.isIdentity ? table.values : table.values ** 2,
    contribute(unit, add) {
      unitCounts.read(unit);
      const { size, distinct } = unitCounts;
      if (size === 0) return;
      add(UNITS, 1);
      for (let place = 0; place < distinct; place += 1) add(SHARES + present[place]!, counts[present[place]!]! / size);
      if (size < 2) return;
      add(PAIRABLE, 1);
      add(AGREED, agreeingPairs(unitCounts, weights) / (size * (size - 1)));
    },
    value(sums) {
      for (let value = 0; value < table.values; value += 1) shares[value] = sums[SHARES + value]! / sums[UNITS]!;
      return coefficient(sums[AGREED]! / sums[PAIRABLE]!, shares);
    },
  };
}

/** Ordered pairs of two labels of the unit, each with its weight. */
function agreeingPairs({ counts, present, distinct }: UnitCounts, weights: RatingWeights): number {
  let pairs = 0;
  for (let i = 0; i < distinct; i += 1) {
    const a = present[i]!;
    pairs += counts[a]! * (counts[a]! - 1);
    if (weights.isIdentity) continue;
    for (let j = 0; j < i; j += 1) pairs += 2 * counts[a]! * counts[present[j]!]! * weights.weight(a, present[j]!);
  }
  return pairs;
}

/** Σ_c Σ_k weight(c, k) · left_c · right_c, the weighted chance that two draws agree. */
export function weightedChance(weights: RatingWeights, left: Float64Array, right: Float64Array): number {
  let chance = 0;
  for (let a = 0; a < left.length; a += 1) {
    if (weights.isIdentity) chance += left[a]! * right[a]!;
    else for (let b = 0; b < right.length; b += 1) chance += weights.weight(a, b) * left[a]! * right[b]!;
  }
  return chance;
}

function totalOf(weights: RatingWeights, values: number): number {
  return weights.isIdentity ? values : weightedChance(weights, ones(values), ones(values));
}

const ones = (length: number) => new Float64Array(length).fill(1);
