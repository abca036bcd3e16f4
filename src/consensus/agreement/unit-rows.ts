import { shuffledPlaces, type Random } from '../statistics/random.js';
import type { AgreementMetric } from './agreement-metric.js';

/** Rows of sparse sums: row r adds `amounts[i]` to `cells[i]` for i from `offsets[r]` up to `offsets[r + 1]`. */
export interface UnitRows {
  rows: number;
  offsets: Int32Array;
  cells: Int32Array;
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
  const offsets = new Int32Array(rows + 1);
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
    for (const cell of touched) entries.push(cell, sums[cell]!);
    offsets[row + 1] = entries.length;
  }
  return { rows, offsets, ...entries.trimmed() };
}

/** Two typed arrays that grow. */
class SparseEntries {
  length = 0;
  private cells = new Int32Array(1024);
  private amounts = new Float64Array(1024);

  push(cell: number, amount: number): void {
    if (this.length === this.cells.length) {
      const cells = new Int32Array(this.length * 2);
      const amounts = new Float64Array(this.length * 2);
      cells.set(this.cells);
      amounts.set(this.amounts);
      this.cells = cells;
      this.amounts = amounts;
    }
    this.cells[this.length] = cell;
    this.amounts[this.length] = amount;
    this.length += 1;
  }

  trimmed(): { cells: Int32Array; amounts: Float64Array } {
    return { cells: this.cells.subarray(0, this.length), amounts: this.amounts.subarray(0, this.length) };
  }
}
