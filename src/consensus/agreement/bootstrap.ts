import { randomOf } from '../statistics/random.js';
import type { AgreementMetric } from './agreement-metric.js';
import { unitRows } from './unit-rows.js';

export interface BootstrapOptions {
  /** How many times units are drawn; 2,000 when absent. Fewer, but at least 200, when a draw is very dear. */
  draws?: number;
  /** The same seed gives the same interval; 1 when absent. */
  seed?: number;
}

const DRAWS = 2000;
const FEWEST_DRAWS = 200;

/** About two seconds of additions. */
const MOST_WORK = 2e9;

/**
 * The 95 % percentile interval of a bootstrap over units: as many units as there are are drawn with replacement, the
 * coefficient is taken, and the 2.5 % and 97.5 % quantiles of all draws are the ends (Efron 1979; for agreement,
 * Hayes & Krippendorff 2007). Units are drawn, not labels, for the labels of a unit depend on each other.
 *
 * A mean of κ over thousands of pairs of raters with a unit or two in common is biased in every draw by more than the draws
 * differ. Where the interval would therefore miss the coefficient itself, the draws are moved by their bias first.
 *
 * @param value the coefficient of the whole table
 * @returns null with fewer than two units, or when more than half of the draws leave the coefficient undefined
 */
export function bootstrapInterval(
  units: number,
  metric: AgreementMetric,
  value: number,
  options: BootstrapOptions = {},
): [low: number, high: number] | null {
  if (units < 2) return null;
  const values = bootstrapValues(units, metric, options);
  const defined = values.filter((one) => !Number.isNaN(one)).sort();
  if (defined.length * 2 < values.length) return null;
  const [low, high] = [quantile(defined, 0.025), quantile(defined, 0.975)];
  if (low <= value && value <= high) return [low, high];
  const bias = defined.reduce((sum, one) => sum + one / defined.length, 0) - value;
  return [Math.min(value, low - bias), Math.min(1, Math.max(value, high - bias))];
}

/** The coefficient at every draw; NaN where it is not defined. */
export function bootstrapValues(units: number, metric: AgreementMetric, options: BootstrapOptions = {}): Float64Array {
  const random = randomOf(options.seed ?? 1);
  const { rows, offsets, rowOf, amounts } = unitRows(units, metric, random);
  const work = rowOf.length + rows + metric.width + (metric.work ?? 0);
  const affordable = Math.max(FEWEST_DRAWS, Math.floor(MOST_WORK / work));
  const values = new Float64Array(Math.min(options.draws ?? DRAWS, affordable));

  const times = new Int32Array(rows);
  const sums = new Float64Array(metric.width);
  for (let draw = 0; draw < values.length; draw += 1) {
    times.fill(0);
    for (let pick = 0; pick < rows; pick += 1) times[random.integer(rows)]! += 1;
    for (let cell = 0; cell < metric.width; cell += 1) {
      const end = offsets[cell + 1]!;
      let sum = 0;
      for (let entry = offsets[cell]!; entry < end; entry += 1) sum += times[rowOf[entry]!]! * amounts[entry]!;
      sums[cell] = sum;
    }
    values[draw] = metric.value(sums);
  }
  return values;
}

/** Between the two nearest of sorted numbers, in proportion. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
