import {
  binomialCdf,
  hypergeometricCdf,
  twoPointPlan,
  zeroDefectSampleSize,
  type TwoPointDemand,
} from '../../consensus/index.js';
import type { AcceptancePlan } from './single-plans.rules.js';

export interface DemandedPlan extends AcceptancePlan {
  /** How often the plan really accepts a lot of the good and of the bad share; kept apart from what was demanded, for counts are whole. */
  acceptedGood: number;
  acceptedBad: number;
  /** How many defects the worst good lot and the best bad lot have; null for lots without end. */
  counts: { good: number; bad: number } | null;
}

/**
 * The smallest single sampling plan that keeps both risks.
 *
 * In a finite lot, exactly (hypergeometric): the good lot is the worst one with at most `goodShare` defects, the bad one the
 * best with at least `badShare`. For each acceptance number the least sample with Pa(bad) ≤ β is sought; the first one that
 * has Pa(good) ≥ 1 − α is the smallest plan, since both the sample and the chance of accepting grow with the number.
 *
 * @param lotSize whole, at least 1; null for lots without end (binomial)
 * @throws RangeError unless 0 < goodShare < badShare < 1 and both risks are between 0 and 1, or when so small a lot cannot
 *   tell the two shares apart
 */
export function planOfTwoPoints(demand: TwoPointDemand, lotSize: number | null): DemandedPlan {
  if (lotSize === null) {
    const { sampleSize, acceptance } = twoPointPlan(demand);
    const accepted = (share: number) => binomialCdf(acceptance, sampleSize, share);
    return demanded(sampleSize, acceptance, accepted(demand.goodShare), accepted(demand.badShare), null);
  }
  const { good, bad } = countsOf(demand, lotSize);
  const accepted = (acceptance: number, sampleSize: number, marked: number) =>
    hypergeometricCdf(acceptance, sampleSize, { items: lotSize, marked });
  let sampleSize = 1;
  for (let acceptance = 0; ; acceptance += 1) {
    sampleSize = leastFrom(
      Math.max(sampleSize, acceptance + 1),
      lotSize,
      (size) => accepted(acceptance, size, bad) <= demand.acceptedBad,
    );
    const goodAccepted = accepted(acceptance, sampleSize, good);
    // With the whole lot and as many accepted as a good lot has, both hold.
    if (goodAccepted >= 1 - demand.refusedGood) {
      return demanded(sampleSize, acceptance, goodAccepted, accepted(acceptance, sampleSize, bad), { good, bad });
    }
  }
}

/**
 * The smallest sample that accepts no defect and lets at most `acceptedBad` of the bad lots through. It says nothing of good
 * lots: one with a tenth of the bad share is refused about one time in five.
 *
 * @param badShare between 0 and 1, both excluded
 * @param acceptedBad the consumer's risk β, between 0 and 1, both excluded
 * @param lotSize whole, at least 1; null for lots without end (binomial)
 */
export function zeroAcceptancePlan(badShare: number, acceptedBad: number, lotSize: number | null): AcceptancePlan {
  const endless = zeroDefectSampleSize(badShare, 1 - acceptedBad);
  if (lotSize === null) return { sampleSize: endless, acceptance: 0, rejection: 1 };
  const marked = leastCountOf(badShare, wholeLot(lotSize));
  const sampleSize = leastFrom(1, lotSize, (size) => {
    return hypergeometricCdf(0, size, { items: lotSize, marked }) <= acceptedBad;
  });
  return { sampleSize, acceptance: 0, rejection: 1 };
}

function demanded(
  sampleSize: number,
  acceptance: number,
  acceptedGood: number,
  acceptedBad: number,
  counts: DemandedPlan['counts'],
): DemandedPlan {
  return { sampleSize, acceptance, rejection: acceptance + 1, acceptedGood, acceptedBad, counts };
}

function countsOf({ goodShare, refusedGood, badShare, acceptedBad }: TwoPointDemand, lotSize: number) {
  if (!(goodShare > 0 && goodShare < badShare && badShare < 1)) {
    throw new RangeError('goodShare and badShare must be between 0 and 1, the good one smaller');
  }
  for (const risk of [refusedGood, acceptedBad]) {
    if (!(risk > 0 && risk < 1)) throw new RangeError('the risks must be between 0 and 1');
  }
  const good = Math.floor(goodShare * wholeLot(lotSize) + ROUNDING * lotSize);
  const bad = leastCountOf(badShare, lotSize);
  if (good >= bad) throw new RangeError(`a lot of ${lotSize} items cannot tell the two shares apart`);
  return { good, bad };
}

const leastCountOf = (share: number, lotSize: number) => Math.ceil(share * lotSize - ROUNDING * lotSize);

/** 0.07 · 100 is 7 items, though a little more in floating point. */
const ROUNDING = 1e-12;

function wholeLot(lotSize: number): number {
  if (!Number.isSafeInteger(lotSize) || lotSize < 1) throw new RangeError('lotSize must be a whole number from 1 on');
  return lotSize;
}

/** The least size from `first` to `last` that holds, where every larger one holds too, and `last` in any case. */
function leastFrom(first: number, last: number, holds: (size: number) => boolean): number {
  let low = first;
  let high = Math.min(first, last);
  for (let stride = 1; high < last && !holds(high); stride *= 2) {
    low = high + 1;
    high = Math.min(last, high + stride);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
