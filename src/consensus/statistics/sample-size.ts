import { binomialCdf } from './binomial.js';
import { normalQuantile } from './normal.js';

/**
 * How many items to look at so that seeing no defect says, with the given confidence, that fewer than `defectShare` are
 * defective: ⌈ln(1 − confidence) / ln(1 − defectShare)⌉.
 *
 * @param defectShare between 0 and 1, both excluded
 * @param confidence between 0 and 1, both excluded
 */
export function zeroDefectSampleSize(defectShare: number, confidence: number): number {
  if (!isInside(defectShare) || !isInside(confidence)) {
    throw new RangeError('defectShare and confidence must be between 0 and 1, both excluded');
  }
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-defectShare) - 1e-9);
}

/**
 * How many of `lotSize` items to look at to know a share within ± `error`: n0 = z²p(1−p)/e² for an endless lot, then
 * n = ⌈n0 / (1 + (n0 − 1)/N)⌉ (Cochran, Sampling Techniques, 1977, section 4.4).
 *
 * @param share the share expected, 0 to 1; 0.5 asks for most
 * @param error above 0
 */
export function finiteSampleSize(lotSize: number, share: number, error: number, level = 0.95): number {
  if (!(lotSize >= 1)) throw new RangeError('lotSize must be at least 1');
  if (!(share >= 0 && share <= 1)) throw new RangeError('share must be between 0 and 1');
  if (!(error > 0)) throw new RangeError('error must be above 0');
  const z = normalQuantile((1 + level) / 2);
  const endless = (z * z * share * (1 - share)) / (error * error);
  return Math.min(lotSize, Math.max(1, Math.ceil(endless / (1 + (endless - 1) / lotSize) - 1e-9)));
}

export interface TwoPointDemand {
  /** The defect share of a good lot, and how often such a lot may be refused (the producer's risk α). */
  goodShare: number;
  refusedGood: number;
  /** The defect share of a bad lot, and how often such a lot may be accepted (the consumer's risk β). */
  badShare: number;
  acceptedBad: number;
}

export interface SingleSamplingPlan {
  sampleSize: number;
  /** The lot is accepted with at most so many defects in the sample. */
  acceptance: number;
}

/**
 * The smallest single sampling plan that keeps both risks (binomial): the first acceptance number for which the least
 * sample with Pa(badShare) ≤ β still has Pa(goodShare) ≥ 1 − α.
 *
 * @throws RangeError unless 0 < goodShare < badShare < 1 and both risks are between 0 and 1
 */
export function twoPointPlan({ goodShare, refusedGood, badShare, acceptedBad }: TwoPointDemand): SingleSamplingPlan {
  if (!(goodShare > 0 && goodShare < badShare && badShare < 1)) {
    throw new RangeError('goodShare and badShare must be between 0 and 1, the good one smaller');
  }
  if (!isInside(refusedGood) || !isInside(acceptedBad)) throw new RangeError('the risks must be between 0 and 1');
  let sampleSize = 1;
  for (let acceptance = 0; ; acceptance += 1) {
    sampleSize = Math.max(sampleSize, acceptance + 1);
    while (binomialCdf(acceptance, sampleSize, badShare) > acceptedBad) sampleSize += 1;
    if (binomialCdf(acceptance, sampleSize, goodShare) >= 1 - refusedGood) return { sampleSize, acceptance };
  }
}

const isInside = (share: number) => share > 0 && share < 1;
