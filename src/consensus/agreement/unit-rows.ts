import { shuffledPlaces, type Random } from '../statistics/random.js';
import type { AgreementMetric } from './agreement-metric.js';

/**
 * What rows of units add to each cell: cell c is the sum of `amounts[i]` from row `rowOf[i]`, for i from `offsets[c]` up to `offsets[c + 1]`.
 * It stands cell by cell because a draw then writes each sum once and looks up only how often a row was drawn, which stays in
 * the processor's cache.
 */
export interface UnitRows {
  rows: number;
  offsets: Int32Array;
  rowOf: Int32Array;
  amounts: Float64Array;
}

/** Up to so many units each has a row of its own; beyond, they are dealt into half as many groups. */
const MOST_ROWS = 4000;

/** The sums of a metric over all units. */
export function sumOver(units: number, metric: AgreementMetric): Float64Array {
  const sums = new Float64Array(metric.width);
  const add = (cell: number, amount: number) => void (sums[cell]! += amount);
  for (let unit = 0; unit < units; unit += 1) metric.contribute(unit, add);
  return sums;
}

/**
 * What each unit adds to the sums, kept for a bootstrap.
 *
 * Many units are dealt at random into groups of equal size, a row each. Sums over groups drawn at random vary as sums
 * over units drawn at random do, for the units of a group are independent draws too; with 2,000 groups the width of the
 * interval is known to about 2 %, and a million labels cost no more than ten thousand.
 */
export function unitRows(units: number, metric: AgreementMetric, random: Random): UnitRows {
  const rows = units <= MOST_ROWS ? units : MOST_ROWS / 2;
  const order = rows === units ? null : shuffledPlaces(units, random);
  const entries = new SparseEntries();
  const sums = new Float64Array(metric.width);
  const rowOfCell = new Int32Array(metric.width).fill(-1);
  let row = 0;
  let touched: number[] = [];
  const add = (cell: number, amount: number) => {
    if (rowOfCell[cell] !== row) {
      rowOfCell[cell] = row;
      sums[cell] = 0;
      touched.push(cell);
    }
    sums[cell]! += amount;
  };
  for (; row < rows; row += 1) {
    touched = [];
    const end = Math.floor(((row + 1) * units) / rows);
    for (let place = Math.floor((row * units) / rows); place < end; place += 1) {
      metric.contribute(order ? order[place]! : place, add);
    }
    for (const cell of touched) entries.push(row, cell, sums[cell]!);
  }
  return { rows, ...entries.byCell(metric.width) };
}

/** Three typed arrays that grow. */
class SparseEntries {
  private length = 0;
  private rows = new Int32Array(1024);
  private cells = new Int32Array(1024);
  private amounts = new Float64Array(1024);

  push(row: number, cell: number, amount: number): void {
    if (this.length === this.cells.length) {
      this.rows = grown(this.rows, new Int32Array(this.length * 2));
      this.cells = grown(this.cells, new Int32Array(this.length * 2));
      this.amounts = grown(this.amounts, new Float64Array(this.length * 2));
    }
    this.rows[this.length] = row;
    this.cells[this.length] = cell;
    this.amounts[this.length] = amount;
    this.length += 1;
  }

  byCell(width: number): Omit<UnitRows, 'rows'> {
    const offsets = new Int32Array(width + 1);
    for (let entry = 0; entry < this.length; entry += 1) offsets[this.cells[entry]! + 1]! += 1;
    for (let cell = 0; cell < width; cell += 1) offsets[cell + 1]! += offsets[cell]!;
    const next = offsets.slice(0, width);
    const rowOf = new Int32Array(this.length);
    const amounts = new Float64Array(this.length);
    for (let entry = 0; entry < this.length; entry += 1) {
      const place = next[this.cells[entry]!]!++;
      rowOf[place] = this.rows[entry]!;
      amounts[place] = this.amounts[entry]!;
    }
    return { offsets, rowOf, amounts };
  }
}

function grown<Numbers extends Int32Array | Float64Array>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}
