import type { AggregationFamily } from '../../projects/index.js';
import { shrunkError, skillAfter } from '../aggregation/shrunk-errors.js';
import { normalizedPosterior } from '../aggregation/task-posterior.js';

/** Up to so many classes a person's confusions are counted class by class; beyond, right and wrong. */
export const MOST_CLASSES_OF_A_MATRIX = 32;

const LEAST = 1e-10;

/**
 * What is known of a person in one part, additive: truth × said, `classes`² numbers, row by row; with more than 32
 * classes [right, wrong]. An answer whose truth is only believed counts for each class by its posterior.
 */
export type ErrorCounts = readonly number[];

export const lengthOfCounts = (classes: number): number =>
  classes <= MOST_CLASSES_OF_A_MATRIX ? classes * classes : 2;

export function rightAndJudged(counts: ErrorCounts, classes: number): { right: number; judged: number } {
  if (classes > MOST_CLASSES_OF_A_MATRIX) return { right: counts[0]!, judged: counts[0]! + counts[1]! };
  let right = 0;
  let judged = 0;
  for (let at = 0; at < counts.length; at++) {
    judged += counts[at]!;
    if (at % (classes + 1) === 0) right += counts[at]!;
  }
  return { right, judged };
}

/** P(says `said` | each class), one number a class, for a person with these counts (none: nobody knows them yet). */
export function likelihoodsOf(
  family: AggregationFamily,
  said: number,
  counts: ErrorCounts | undefined,
  classes: number,
): number[] {
  const { right, judged } = counts ? rightAndJudged(counts, classes) : { right: 0, judged: 0 };
  const skill = skillAfter(right, judged);
  if (family === 'WEIGHT') return [skill];
  const isMatrix = family === 'MATRIX' && classes <= MOST_CLASSES_OF_A_MATRIX;
  return Array.from({ length: classes }, (_, truth) => {
    const isRight = truth === said;
    if (!isMatrix) return isRight ? skill : (1 - skill) / Math.max(1, classes - 1);
    let rowSum = 0;
    for (let other = 0; other < classes; other++) rowSum += counts?.[truth * classes + other] ?? 0;
    return shrunkError(counts?.[truth * classes + said] ?? 0, rowSum, isRight, skill, classes);
  });
}

/** The posterior of the classes, one entry a class, summing to 1; the prior without any answer. */
export function posteriorOf(
  family: AggregationFamily,
  heard: readonly { said: number; known: readonly number[] }[],
  prior: readonly number[],
): Float64Array {
  if (heard.length === 0) return Float64Array.from(prior);
  if (family === 'WEIGHT') {
    const shares = new Float64Array(prior.length);
    let sum = 0;
    for (const { said, known } of heard) {
      shares[said]! += known[0]!;
      sum += known[0]!;
    }
    return shares.map((share) => share / sum);
  }
  const logs = Float64Array.from(prior, (share) => Math.log(Math.max(share, LEAST)));
  for (const { known } of heard)
    for (let truth = 0; truth < logs.length; truth++) logs[truth]! += Math.log(Math.max(known[truth]!, LEAST));
  return normalizedPosterior(logs);
}
