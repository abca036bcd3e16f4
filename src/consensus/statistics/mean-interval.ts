import { randomOf } from './random.js';

export interface MeanInterval {
  mean: number;
  /** The 95 % percentile interval; the mean itself at both ends for a single value. */
  low: number;
  high: number;
}

const DRAWS = 2000;
/** More values than that give as good an interval from groups of them, and a forecast must not take minutes. */
const MOST_VALUES = 2000;

/**
 * The mean of values and its 95 % interval by the percentile bootstrap (Efron 1979), 2,000 draws, always the same for the
 * same values. Beyond 2,000 values, means of equal groups of neighbours are drawn instead of single values.
 *
 * @param values at least one
 */
export function meanInterval(values: readonly number[]): MeanInterval {
  const mean = meanOf(values);
  const units = values.length <= MOST_VALUES ? values : groupMeans(values);
  const random = randomOf(1);
  const means = Float64Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let pick = 0; pick < units.length; pick++) sum += units[random.integer(units.length)]!;
    return sum / units.length;
  }).sort();
  return { mean, low: Math.min(mean, means[0.025 * DRAWS]!), high: Math.max(mean, means[0.975 * DRAWS - 1]!) };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

function groupMeans(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / MOST_VALUES);
  return Array.from({ length: Math.floor(values.length / size) }, (_, group) =>
    meanOf(values.slice(group * size, (group + 1) * size)),
  );
}
