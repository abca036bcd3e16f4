import type { ReliabilityTable } from './reliability-table.js';

/**
 * Krippendorff's α = 1 − D_o/D_e (Computing Krippendorff's Alpha-Reliability, 2011), at most 1: 1 is full agreement, 0 what
 * chance gives, below 0 is systematic disagreement. Each unit of m ≥ 2 labels adds 1/(m − 1) to the coincidence o_ck of each
 * ordered pair of them; n_c is the number of labels of value c in such units and n their sum. Then
 * α = 1 − (n − 1) · Σ o_ck δ²_ck / Σ n_c n_k δ²_ck, with δ² the squared difference that the scale gives to two values.
 * Missing labels are absent, and units with one label say nothing.
 *
 * @param labels n
 * @param observed Σ o_ck δ²
 * @param expected Σ n_c n_k δ²
 * @returns NaN when no two labels differ at all
 */
export function alpha(labels: number, observed: number, expected: number): number {
  return expected > 0 ? 1 - ((labels - 1) * observed) / expected : NaN;
}

/** @throws RangeError unless every value of the table has a finite number */
export function mustBeRatings(table: ReliabilityTable, ratings: readonly number[]): void {
  if (ratings.length < table.values) throw new RangeError('every value of the table must have a rating');
  if (!ratings.every(Number.isFinite)) throw new RangeError('every rating must be a finite number');
}
