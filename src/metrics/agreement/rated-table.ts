import { type MetricOf, type ReliabilityTable, tableOf } from '../../consensus/index.js';

/** One person's answer to one part of one task. */
export interface Rating<Value> {
  by: string;
  value: Value;
}

export interface RatedTable<Value> {
  table: ReliabilityTable;
  /** By the places of the table, in the order of their first appearance. */
  values: Value[];
}

/**
 * Tasks and people as a table. Tasks with fewer than two ratings are left out: nobody could agree or disagree there, so
 * they must not count as items either.
 *
 * @param tasks the ratings of each task; equal values (of a Map's keys) are one value
 */
export function ratedTable<Value>(tasks: readonly (readonly Rating<Value>[])[]): RatedTable<Value> {
  const [units, raters, values]: [number[], number[], number[]] = [[], [], []];
  const people = new Map<string, number>();
  const places = new Map<Value, number>();
  let unit = 0;
  for (const ratings of tasks) {
    if (ratings.length < 2) continue;
    for (const { by, value } of ratings) {
      units.push(unit);
      raters.push(placeOf(people, by));
      values.push(placeOf(places, value));
    }
    unit += 1;
  }
  const table = tableOf({
    units: unit,
    raters: people.size,
    values: places.size,
    unitOf: Int32Array.from(units),
    raterOf: Int32Array.from(raters),
    valueOf: Int32Array.from(values),
  });
  return { table, values: [...places.keys()] };
}

/** For each task the mean over its pairs of answers, then the mean over tasks. Pairs without a value (null) are left out. */
export function meanOverPairs(of: (a: number, b: number) => number | null): MetricOf {
  return (table) => ({
    width: 2,
    contribute(unit, add) {
      const mean = meanOfUnit(table, unit, of);
      if (mean === null) return;
      add(0, mean);
      add(1, 1);
    },
    value: (sums) => (sums[1]! > 0 ? sums[0]! / sums[1]! : NaN),
  });
}

/** How many tasks `meanOverPairs` takes its mean over. */
export function unitsWithPairs(table: ReliabilityTable, of: (a: number, b: number) => number | null): number {
  let count = 0;
  for (let unit = 0; unit < table.units; unit += 1) if (meanOfUnit(table, unit, of) !== null) count += 1;
  return count;
}

function meanOfUnit(
  { offsets, valueOf }: ReliabilityTable,
  unit: number,
  of: (a: number, b: number) => number | null,
): number | null {
  let [sum, pairs] = [0, 0];
  for (let right = offsets[unit]!; right < offsets[unit + 1]!; right += 1) {
    for (let left = offsets[unit]!; left < right; left += 1) {
      const value = of(valueOf[left]!, valueOf[right]!);
      if (value === null) continue;
      sum += value;
      pairs += 1;
    }
  }
  return pairs === 0 ? null : sum / pairs;
}

function placeOf<Key>(places: Map<Key, number>, key: Key): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, places.size);
  return places.size - 1;
}
