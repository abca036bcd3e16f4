import { randomOf } from '../statistics/random.js';
import type { AgreementMetric, MetricOf } from './agreement-metric.js';
import { alpha } from './krippendorff-alpha.js';
import type { ReliabilityTable } from './reliability-table.js';

/**
 * How far two values of a table are apart, by their places: symmetric, 0 or more, 0 for a value and itself. It stands
 * where the formulas have δ²: give 1 − IoU, 1 − Dice or a normalised edit distance as it is.
 */
export type Difference = (a: number, b: number) => number;

export interface DifferenceOptions {
  /**
   * Where a difference is dear (polygons, texts): the most pairs of values to compare for what chance gives. With more
   * pairs than that, each value meets a random few of the others. Absent: all pairs.
   */
  expectedPairs?: number;
  /** For the random few; 1 when absent. */
  seed?: number;
}

/** Up to so many values D_e is taken anew from all pairs at each draw of the bootstrap. */
const MOST_VALUES_FOR_PAIRS = 1000;

/**
 * Krippendorff's α for values of any kind. Nothing is asked of them but their differences, so whole answers (lists of
 * spans, masks, transcripts) can be values, each its own.
 *
 * Up to 1,000 values everything is exact. With more, D_e of a bootstrap draw is taken to first order in what the draw
 * changes, which is off by about 1/units of D_e; the coefficient itself stays exact unless `expectedPairs` is less than there
 * are.
 */
export function krippendorffByDifference(difference: Difference, options: DifferenceOptions = {}): MetricOf {
  const { expectedPairs = Infinity, seed } = options;
  return (table) => {
    const isAll = (table.values * (table.values - 1)) / 2 <= expectedPairs;
    if (isAll && table.values <= MOST_VALUES_FOR_PAIRS) return exactly(table, difference);
    const partners = Math.ceil((2 * expectedPairs) / table.values);
    return toFirstOrder(
      table,
      difference,
      isAll ? sumsToAll(table, difference) : sampledSumsToAll(table, difference, partners, seed),
    );
  };
}

const OBSERVED = 0;
const COUNTS = 1;

function exactly(table: ReliabilityTable, difference: Difference): AgreementMetric {
  const { values, offsets, valueOf } = table;
  const known = new Float64Array((values * (values - 1)) / 2);
  for (let a = 1, place = 0; a < values; a += 1) {
    for (let b = 0; b < a; b += 1, place += 1) known[place] = mustBeDifference(difference(a, b));
  }
  const between: Difference = (a, b) => {
    if (a === b) return 0;
    const high = Math.max(a, b);
    return known[(high * (high - 1)) / 2 + Math.min(a, b)]!;
  };
  return {
    width: COUNTS + values,
    work: known.length,
    contribute(unit, add) {
      const size = offsets[unit + 1]! - offsets[unit]!;
      if (size < 2) return;
      for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) add(COUNTS + valueOf[label]!, 1);
      add(OBSERVED, differencesWithin(table, unit, between) / (size - 1));
    },
    value(sums) {
      let labels = 0;
      let expected = 0;
      for (let a = 0, place = 0; a < values; a += 1) {
        const count = sums[COUNTS + a]!;
        labels += count;
        if (count === 0) {
          place += a;
          continue;
        }
        let others = 0;
        for (let b = 0; b < a; b += 1, place += 1) others += sums[COUNTS + b]! * known[place]!;
        expected += 2 * count * others;
      }
      return alpha(labels, sums[OBSERVED]!, expected);
    },
  };
}

const LABELS = 1;
const TO_ALL = 2;

/**
 * Let N be the counts of the values in the whole table, N + d those of a draw, E = NΔN and e_c = Σ_k n_k δ²_ck. Then
 * (N + d)Δ(N + d) = 2·Σ_c (N + d)_c e_c − E + dΔd, and the last term is left out.
 */
function toFirstOrder(table: ReliabilityTable, difference: Difference, toAll: Float64Array): AgreementMetric {
  const { units, offsets, valueOf } = table;
  let all = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (offsets[unit + 1]! - offsets[unit]! < 2) continue;
    for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) all += toAll[valueOf[label]!]!;
  }
  return {
    width: 3,
    contribute(unit, add) {
      const size = offsets[unit + 1]! - offsets[unit]!;
      if (size < 2) return;
      add(OBSERVED, differencesWithin(table, unit, difference) / (size - 1));
      add(LABELS, size);
      for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) add(TO_ALL, toAll[valueOf[label]!]!);
    },
    value: (sums) => alpha(sums[LABELS]!, sums[OBSERVED]!, 2 * sums[TO_ALL]! - all),
  };
}

/** For each value its differences to all pairable labels, summed. */
function sumsToAll(table: ReliabilityTable, difference: Difference): Float64Array {
  const counts = new Float64Array(table.values);
  for (const label of pairableOnes(table)) counts[table.valueOf[label]!]! += 1;
  const sums = new Float64Array(table.values);
  for (let a = 1; a < table.values; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const apart = mustBeDifference(difference(a, b));
      sums[a]! += counts[b]! * apart;
      sums[b]! += counts[a]! * apart;
    }
  }
  return sums;
}

/** The same, from the mean difference to a few pairable labels drawn at random. */
function sampledSumsToAll(table: ReliabilityTable, difference: Difference, partners: number, seed = 1): Float64Array {
  const random = randomOf(seed);
  const labels = pairableOnes(table);
  return Float64Array.from({ length: table.values }, (_, value) => {
    let sum = 0;
    for (let draw = 0; draw < partners; draw += 1) {
      const other = table.valueOf[labels[random.integer(labels.length)]!]!;
      if (other !== value) sum += mustBeDifference(difference(value, other));
    }
    return (sum / partners) * labels.length;
  });
}

/** The labels of the units that have at least two. */
function pairableOnes({ units, offsets }: ReliabilityTable): Int32Array {
  const labels = new Int32Array(offsets[units]!);
  let length = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (offsets[unit + 1]! - offsets[unit]! < 2) continue;
    for (let label = offsets[unit]!; label < offsets[unit + 1]!; label += 1) labels[length++] = label;
  }
  return labels.subarray(0, length);
}

/** Over the ordered pairs of labels of a unit. */
function differencesWithin({ offsets, valueOf }: ReliabilityTable, unit: number, difference: Difference): number {
  let sum = 0;
  for (let i = offsets[unit]!; i < offsets[unit + 1]!; i += 1) {
    for (let j = offsets[unit]!; j < i; j += 1) {
      const [a, b] = [valueOf[i]!, valueOf[j]!];
      if (a !== b) sum += 2 * mustBeDifference(difference(a, b));
    }
  }
  return sum;
}

function mustBeDifference(apart: number): number {
  if (!(apart >= 0 && apart < Infinity))
    throw new RangeError(`a difference must be a number of 0 or more, not ${apart}`);
  return apart;
}
