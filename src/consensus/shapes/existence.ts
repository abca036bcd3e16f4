import { taskPosterior } from '../aggregation/task-posterior.js';

/** What a person's drawing, or not drawing, says about an object being there. */
export interface Drawer {
  hasDrawn: boolean;
  /** P(draws it | it is there), 0 to 1; 0.8 when absent. */
  sensitivity?: number;
  /** P(draws one here | there is none), 0 to 1; 0.1 when absent. */
  falsePositiveRate?: number;
}

const SENSITIVITY = 0.8;
const FALSE_POSITIVE_RATE = 0.1;

/**
 * The probability that an object is there, 0 to 1, by Bayes' rule over those who drew it and those who did not; they are
 * taken to look on their own. Of somebody who draws more where there is nothing, drawing is taken to say nothing (the
 * false-positive rate counts as no more than the sensitivity), so that one more who draws it never makes it less probable.
 *
 * @param prior the probability before anybody looked, 0 to 1
 * @throws RangeError when a rate or the prior is outside 0 to 1
 */
export function existenceOf(drawers: readonly Drawer[], prior: number): number {
  if (!(prior >= 0 && prior <= 1)) throw new RangeError(`a prior of ${prior} is outside 0 to 1`);
  const answers = drawers.map(({ hasDrawn, sensitivity = SENSITIVITY, falsePositiveRate = FALSE_POSITIVE_RATE }) => {
    for (const rate of [sensitivity, falsePositiveRate]) {
      if (!(rate >= 0 && rate <= 1)) throw new RangeError(`a rate of ${rate} is outside 0 to 1`);
    }
    const rate = Math.min(falsePositiveRate, sensitivity);
    // Classes: 0 not there, 1 there.
    return { label: hasDrawn ? 1 : 0, errors: Float64Array.of(1 - rate, rate, 1 - sensitivity, sensitivity) };
  });
  return taskPosterior(answers, Float64Array.of(1 - prior, prior))[1]!;
}
