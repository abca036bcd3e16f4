import type { AgreementMetric, MetricOf } from './agreement-metric.js';
import { eachMeeting } from './rater-pairs.js';
import type { ReliabilityTable } from './reliability-table.js';

export const cohenWeightKinds = ['none', 'linear', 'squared'] as const;
export type CohenWeights = (typeof cohenWeightKinds)[number];

/**
 * Cohen's κ (Educational and Psychological Measurement 20, 1960), weighted as in Cohen (Psychological Bulletin 70, 1968), at
 * most 1: 1 − Σ v_ab O_ab / Σ v_ab E_ab, where O are the counts of one rater's label a with the other's b on the units both
 * labelled, E what their own habits would give by chance, and the disagreement v is 1 for unequal labels, |a − b| or (a − b)².
 *
 * With more than two raters it is the mean over all pairs of raters (Light 1971). Pairs without a common unit, or who both said
 * one and the same label throughout, have no κ and are left out. A pair with few common units weighs as much as any other: on a
 * crowd where everybody meets everybody on a unit or two, prefer α or AC1. A rater's two labels of one unit both count, each
 * against every label of the other.
 *
 * @param ratings the number that each value of the table stands for; not needed without weights
 * @throws RangeError when weights are wanted and a value has no finite rating
 */
export function cohenKappa(weights: CohenWeights = 'none', ratings: readonly number[] = []): MetricOf {
  return (table) => {
    if (weights !== 'none' && !(ratings.length >= table.values && ratings.every(Number.isFinite))) {
      throw new RangeError('every value of the table must have a finite rating');
    }
    return overPairs(table, disagreementOf(weights, ratings), weights === 'none');
  };
}

/**
 * κ over its standard error were there nothing but chance, for two raters without weights.
 * Fleiss, Cohen & Everitt (Psychological Bulletin 72, 1969), equation 10.
 *
 * @param counts K × K: the first rater's label by row, the second's by column
 */
export function cohenZ(counts: readonly (readonly number[])[]): number {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0) / total);
  const columns = counts.map((_, column) => counts.reduce((sum, row) => sum + row[column]!, 0) / total);
  const observed = counts.reduce((sum, row, place) => sum + row[place]!, 0) / total;
  const chance = rows.reduce((sum, share, place) => sum + share * columns[place]!, 0);
  const skew = rows.reduce((sum, share, place) => sum + share * columns[place]! * (share + columns[place]!), 0);
  const error = Math.sqrt((chance + chance ** 2 - skew) / total) / (1 - chance);
  return (observed - chance) / (1 - chance) / error;
}

type Disagreement = (a: number, b: number) => number;

function disagreementOf(weights: CohenWeights, ratings: readonly number[]): Disagreement {
  switch (weights) {
    case 'none':
      return (a, b) => (a === b ? 0 : 1);
    case 'linear':
      return (a, b) => Math.abs(ratings[a]! - ratings[b]!);
    case 'squared':
      return (a, b) => (ratings[a]! - ratings[b]!) ** 2;
  }
}

/** A cell for each pair of raters and pair of labels that occurs, those of a pair of raters side by side. */
interface PairCells {
  /** The cells of pair p run from `starts[p]` up to `starts[p + 1]`. */
  starts: Int32Array;
  firstOf: Int32Array;
  secondOf: Int32Array;
  cellOf(pair: number, first: number, second: number): number;
}

function pairCells(table: ReliabilityTable): PairCells {
  const { values } = table;
  if (table.raters ** 2 * values ** 2 > Number.MAX_SAFE_INTEGER) throw new RangeError('too many raters and values');
  const keyOf = (pair: number, first: number, second: number) => (pair * values + first) * values + second;
  const seen = new Set<number>();
  for (let unit = 0; unit < table.units; unit += 1) {
    eachMeeting(table, unit, (pair, first, second) => void seen.add(keyOf(pair, first, second)));
  }
  const keys = Float64Array.from(seen).sort();
  const places = new Map<number, number>();
  const starts: number[] = [];
  for (const [cell, key] of keys.entries()) {
    places.set(key, cell);
    const isNextPair = cell === 0 || Math.floor(key / values ** 2) !== Math.floor(keys[cell - 1]! / values ** 2);
    if (isNextPair) starts.push(cell);
  }
  return {
    starts: Int32Array.from([...starts, keys.length]),
    firstOf: Int32Array.from(keys, (key) => Math.floor(key / values) % values),
    secondOf: Int32Array.from(keys, (key) => key % values),
    cellOf: (pair, first, second) => places.get(keyOf(pair, first, second))!,
  };
}

function overPairs(table: ReliabilityTable, disagreement: Disagreement, isPlain: boolean): AgreementMetric {
  const { starts, firstOf, secondOf, cellOf } = pairCells(table);
  const pairs = starts.length - 1;
  const firstCounts = new Float64Array(table.values);
  const secondCounts = new Float64Array(table.values);
  const present = new Int32Array(table.values);

  /** κ of the pair of raters whose cells run from `start` to `end`. The counts are 0 before and after. */
  const kappa = (sums: Float64Array, start: number, end: number): number => {
    let distinct = 0;
    let total = 0;
    let observed = 0;
    for (let cell = start; cell < end; cell += 1) {
      const [first, second, count] = [firstOf[cell]!, secondOf[cell]!, sums[cell]!];
      if (count === 0) continue;
      if (firstCounts[first] === 0 && secondCounts[first] === 0) present[distinct++] = first;
      firstCounts[first]! += count;
      if (firstCounts[second] === 0 && secondCounts[second] === 0) present[distinct++] = second;
      secondCounts[second]! += count;
      total += count;
      observed += count * disagreement(first, second);
    }
    let expected = 0;
    for (let i = 0; i < distinct; i += 1) {
      const first = firstCounts[present[i]!]!;
      if (isPlain) expected += first * (total - secondCounts[present[i]!]!);
      else {
        for (let j = 0; j < distinct; j += 1) {
          expected += first * secondCounts[present[j]!]! * disagreement(present[i]!, present[j]!);
        }
      }
    }
    for (let i = 0; i < distinct; i += 1) {
      firstCounts[present[i]!] = 0;
      secondCounts[present[i]!] = 0;
    }
    return expected > 0 ? 1 - (total * observed) / expected : NaN;
  };

  return {
    width: firstOf.length,
    work: firstOf.length * 5,
    contribute(unit, add) {
      eachMeeting(table, unit, (pair, first, second) => add(cellOf(pair, first, second), 1));
    },
    value(sums) {
      let total = 0;
      let defined = 0;
      for (let pair = 0; pair < pairs; pair += 1) {
        const one = kappa(sums, starts[pair]!, starts[pair + 1]!);
        if (Number.isNaN(one)) continue;
        total += one;
        defined += 1;
      }
      return defined > 0 ? total / defined : NaN;
    },
  };
}
