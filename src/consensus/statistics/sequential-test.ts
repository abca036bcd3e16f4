import type { TwoPointDemand } from './sample-size.js';

/** After n items with d defects: accept when d ≤ slope·n − acceptDistance, refuse when d ≥ slope·n + refuseDistance. */
export interface SequentialTest {
  slope: number;
  acceptDistance: number;
  refuseDistance: number;
  /** How many items it takes on average when the lot is good, and when it is bad. */
  meanItemsGood: number;
  meanItemsBad: number;
  /** The fewest items after which a lot without a defect is accepted. */
  leastItems: number;
}

/**
 * Wald's sequential probability ratio test of a defect share (Sequential Analysis, 1947, sections 5.3 to 5.5):
 * g = ln[p1(1−p0) / (p0(1−p1))], slope = ln[(1−p0)/(1−p1)]/g, accept distance ln[(1−α)/β]/g, refuse distance
 * ln[(1−β)/α]/g, and the mean item counts by Wald's approximation, which ignores how far a step overshoots a line.
 *
 * @throws RangeError unless 0 < goodShare < badShare < 1 and the risks sum to less than 1
 */
export function sequentialTest({ goodShare, refusedGood, badShare, acceptedBad }: TwoPointDemand): SequentialTest {
  if (!(goodShare > 0 && goodShare < badShare && badShare < 1)) {
    throw new RangeError('goodShare and badShare must be between 0 and 1, the good one smaller');
  }
  if (!(refusedGood > 0 && acceptedBad > 0 && refusedGood + acceptedBad < 1)) {
    throw new RangeError('the risks must be above 0 and sum to less than 1');
  }
  const defect = Math.log(badShare / goodShare);
  const fine = Math.log((1 - goodShare) / (1 - badShare));
  const g = defect + fine;
  const toAccept = Math.log((1 - refusedGood) / acceptedBad);
  const toRefuse = Math.log((1 - acceptedBad) / refusedGood);
  // The mean of one item's log likelihood ratio, bad against good.
  const drift = (share: number) => share * defect - (1 - share) * fine;
  return {
    slope: fine / g,
    acceptDistance: toAccept / g,
    refuseDistance: toRefuse / g,
    meanItemsGood: (refusedGood * toRefuse - (1 - refusedGood) * toAccept) / drift(goodShare),
    meanItemsBad: ((1 - acceptedBad) * toRefuse - acceptedBad * toAccept) / drift(badShare),
    leastItems: Math.ceil(toAccept / fine - 1e-9),
  };
}
