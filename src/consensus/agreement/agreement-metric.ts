import type { ReliabilityTable } from './reliability-table.js';

/**
 * A coefficient of agreement, as a function of sums over units.
 *
 * Every metric here can be written so: each unit adds some numbers to some cells, and the coefficient follows from the
 * cells alone. The bootstrap then adds up the same numbers for units drawn at random and never goes back to the labels.
 */
export interface AgreementMetric {
  /** How many cells there are. */
  readonly width: number;
  /** What one unit adds, cell by cell; the same cell may come twice. */
  contribute(unit: number, add: (cell: number, amount: number) => void): void;
  /**
   * The coefficient at these sums; NaN where it is not defined, such as when every label is the same and chance alone
   * would agree always.
   *
   * @param sums `width` sums; read only
   */
  value(sums: Float64Array): number;
  /** About how many steps `value` takes, when that is not `width`. */
  readonly work?: number;
}

/** Makes a metric ready for one table. */
export type MetricOf = (table: ReliabilityTable) => AgreementMetric;
