import { taskPosterior } from './aggregation/task-posterior.js';

/** One person's part in an object: whether they have it, and how they err. */
export interface Witness {
  has: boolean;
  /** P(has an object | it is there), in (0, 1); 0.8 when absent. */
  sensitivity?: number;
  /** P(has one | there is none), in (0, 1); 0.1 when absent. */
  falsePositiveRate?: number;
}

/**
 * P(an object exists | who has it and who has not), in (0, 1), by Bayes with independent people. Two of two who are known
 * for nothing: .985; one of two: .64; one of three: .28.
 *
 * @param prior P(an object that somebody has exists) before anybody is asked, in (0, 1)
 */
export function existenceOf(witnesses: readonly Witness[], prior = 0.5): number {
  const answers = witnesses.map(({ has, sensitivity = 0.8, falsePositiveRate = 0.1 }) => ({
    label: has ? 1 : 0,
    errors: Float64Array.of(1 - falsePositiveRate, falsePositiveRate, 1 - sensitivity, sensitivity),
  }));
  return taskPosterior(answers, Float64Array.of(1 - prior, prior))[1]!;
}
