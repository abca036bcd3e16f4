/**
 * Who said what about which unit: units × raters, with whatever is missing simply absent.
 *
 * The labels of unit u are those at places `offsets[u]` up to but not including `offsets[u + 1]`. A rater who labelled a
 * unit twice has two labels there, and both count.
 */
export interface ReliabilityTable {
  units: number;
  raters: number;
  /** How many distinct values there are. */
  values: number;
  /** units + 1 places. */
  offsets: Int32Array;
  /** For each label its rater, 0 … raters − 1. */
  raterOf: Int32Array;
  /** For each label its value, 0 … values − 1. */
  valueOf: Int32Array;
}

/** The labels in any order: three columns of the same length. */
export interface LabelColumns {
  units: number;
  raters: number;
  values: number;
  unitOf: Int32Array;
  raterOf: Int32Array;
  valueOf: Int32Array;
}

/** Sorts labels by unit, in O(labels); labels of a unit keep their order. */
export function tableOf(columns: LabelColumns): ReliabilityTable {
  const { units, raters, values, unitOf } = columns;
  const offsets = new Int32Array(units + 1);
  for (let label = 0; label < unitOf.length; label += 1) offsets[unitOf[label]! + 1]! += 1;
  for (let unit = 0; unit < units; unit += 1) offsets[unit + 1]! += offsets[unit]!;

  const next = offsets.slice(0, units);
  const raterOf = new Int32Array(unitOf.length);
  const valueOf = new Int32Array(unitOf.length);
  for (let label = 0; label < unitOf.length; label += 1) {
    const place = next[unitOf[label]!]!++;
    raterOf[place] = columns.raterOf[label]!;
    valueOf[place] = columns.valueOf[label]!;
  }
  return { units, raters, values, offsets, raterOf, valueOf };
}

/**
 * A table from rows, one for each unit, with one cell for each rater; null where that rater said nothing.
 *
 * @returns the table, and its values in the order of their first appearance
 */
export function tableOfRows<Value>(rows: readonly (readonly (Value | null)[])[]): {
  table: ReliabilityTable;
  values: Value[];
} {
  const places = new Map<Value, number>();
  const labels = rows.flatMap((row, unit) =>
    row.flatMap((value, rater) => {
      if (value === null) return [];
      if (!places.has(value)) places.set(value, places.size);
      return [{ unit, rater, value: places.get(value)! }];
    }),
  );
  const table = tableOf({
    units: rows.length,
    raters: Math.max(0, ...rows.map((row) => row.length)),
    values: places.size,
    unitOf: Int32Array.from(labels, ({ unit }) => unit),
    raterOf: Int32Array.from(labels, ({ rater }) => rater),
    valueOf: Int32Array.from(labels, ({ value }) => value),
  });
  return { table, values: [...places.keys()] };
}

/** How many labels stand in a unit that has at least two: the labels that can agree or disagree with another. */
export function pairableLabels({ units, offsets }: ReliabilityTable): number {
  let labels = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const size = offsets[unit + 1]! - offsets[unit]!;
    if (size >= 2) labels += size;
  }
  return labels;
}

/** How often each value occurs among the labels of a unit, one unit after another, without an array for each. */
export class UnitCounts {
  /** The values that occur in the unit, `distinct` of them. */
  readonly present: Int32Array;
  /** The count of each value of the table. */
  readonly counts: Int32Array;
  distinct = 0;
  size = 0;

  constructor(private readonly table: ReliabilityTable) {
    this.counts = new Int32Array(table.values);
    this.present = new Int32Array(table.values);
  }

  read(unit: number): void {
    for (let place = 0; place < this.distinct; place += 1) this.counts[this.present[place]!] = 0;
    const { offsets, valueOf } = this.table;
    const end = offsets[unit + 1]!;
    this.size = end - offsets[unit]!;
    this.distinct = 0;
    for (let label = offsets[unit]!; label < end; label += 1) {
      const value = valueOf[label]!;
      if (this.counts[value]! === 0) this.present[this.distinct++] = value;
      this.counts[value]! += 1;
    }
  }
}
