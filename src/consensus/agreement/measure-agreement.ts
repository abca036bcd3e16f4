import type { AgreementMetric, MetricOf } from './agreement-metric.js';
import { bootstrapInterval, type BootstrapOptions } from './bootstrap.js';
import { pairableLabels, type ReliabilityTable } from './reliability-table.js';
import { sumOver } from './unit-rows.js';

export interface MeasuredAgreement {
  /** At most 1; null where it is not defined. */
  value: number | null;
  /** The 95 % interval; null where it is not defined. */
  ci95: [low: number, high: number] | null;
  items: number;
  raters: number;
  /** Labels on items that have at least two. */
  pairable: number;
}

/** A coefficient of a table with its 95 % interval from a bootstrap over units. */
export function measureAgreement(
  table: ReliabilityTable,
  metricOf: MetricOf,
  options: BootstrapOptions = {},
): MeasuredAgreement {
  const metric = metricOf(table);
  const value = valueOf(table, metric);
  const interval = Number.isNaN(value) ? null : bootstrapInterval(table.units, metric, value, options);
  return {
    value: Number.isNaN(value) ? null : value,
    ci95: interval,
    items: table.units,
    raters: table.raters,
    pairable: pairableLabels(table),
  };
}

/** The coefficient alone; NaN where it is not defined. */
export function agreementValue(table: ReliabilityTable, metricOf: MetricOf): number {
  return valueOf(table, metricOf(table));
}

/**
 * The standard error by the jackknife: √((N−1)/N · Σ (value without unit u − their mean)²) over N units (Efron 1982).
 * It takes `value` N times.
 */
export function jackknifeError(table: ReliabilityTable, metricOf: MetricOf): number {
  const metric = metricOf(table);
  const all = sumOver(table.units, metric);
  const rest = new Float64Array(metric.width);
  const values = Float64Array.from({ length: table.units }, (_, unit) => {
    rest.set(all);
    metric.contribute(unit, (cell, amount) => (rest[cell]! -= amount));
    return metric.value(rest);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((squares * (values.length - 1)) / values.length);
}

function valueOf(table: ReliabilityTable, metric: AgreementMetric): number {
  return metric.value(sumOver(table.units, metric));
}
