import { binomialCdf, hypergeometricCdf } from '../../consensus/index.js';
import type { AcceptancePlan } from './single-plans.rules.js';

/** What a plan promises: nothing but how often it accepts, at each quality. */
export interface Judged {
  plan: Pick<AcceptancePlan, 'sampleSize' | 'rejection'>;
  /** How many items the lot has; null for the process that makes the lots, or a lot without end. */
  lotSize: number | null;
  /**
   * `BINOMIAL` sees the lot as made by a process of that quality, `HYPERGEOMETRIC` as a lot that has exactly that quality.
   * When left out the latter, as soon as more than a tenth of the lot is looked at.
   */
  model?: 'BINOMIAL' | 'HYPERGEOMETRIC';
}

/**
 * Pa(p), the operating characteristic: how often a lot is accepted of which the share p has a defect. On reduced inspection
 * a lot between acceptance and rejection is accepted too, so it is the chance of fewer defects than the rejection number.
 *
 * Exact in both models. A share that is no whole number of items of a finite lot stands for lots with the two whole numbers
 * around it, mixed so that their mean is the share.
 *
 * @param share 0 to 1
 * @returns 0 to 1, never rising with the share
 * @throws RangeError when the share is out of its range, or the sample is larger than the lot
 */
export function probabilityOfAcceptance(share: number, { plan, lotSize, model }: Judged): number {
  const lot = finiteLot({ plan, lotSize, model }, share);
  const most = plan.rejection - 1;
  if (lot === null) return binomialCdf(most, plan.sampleSize, share);
  return mixedOver(share, lot, (marked) => hypergeometricCdf(most, plan.sampleSize, { items: lot, marked }));
}

/**
 * The average outgoing quality when refused lots are screened whole and every defect found is mended: the share of defects
 * that reach the client.
 *
 * From a process it is Pa·p·(N − n)/N (Schilling & Neubauer, Acceptance Sampling in Quality Control, 2nd ed., section 14.1).
 * In a finite lot with D defects what is left after acceptance is Σ P(d)(D − d)/N over the accepted d, which is
 * (N − n)/N · D/N · P(accepted | one of the defects is not in the sample).
 *
 * @returns 0 to `share`
 */
export function averageOutgoing(share: number, judged: Judged): number {
  const { plan, lotSize } = judged;
  const lot = finiteLot(judged, share);
  const unseen = lotSize === null ? 1 : (lotSize - plan.sampleSize) / lotSize;
  if (lot === null) return binomialCdf(plan.rejection - 1, plan.sampleSize, share) * share * unseen;
  return mixedOver(share, lot, (marked) => outgoingOfLot(marked, lot, plan));
}

/**
 * The worst that can reach the client on average, at whatever quality comes in: the average outgoing quality limit, AOQL.
 *
 * p·Pa(p) has one peak in the binomial model, as ln Pa is concave, so the golden section finds it, to 1e-9 in the share. In a
 * finite lot every number of defects is tried until fewer lots are accepted than the best seen.
 */
export function worstOutgoing(judged: Judged): { share: number; outgoing: number } {
  const lot = finiteLot(judged, 0);
  if (lot === null) {
    const share = peakOf((at) => averageOutgoing(at, judged));
    return { share, outgoing: averageOutgoing(share, judged) };
  }
  let best = { share: 0, outgoing: 0 };
  for (let marked = 1; marked <= lot; marked += 1) {
    const outgoing = outgoingOfLot(marked, lot, judged.plan);
    if (outgoing > best.outgoing) best = { share: marked / lot, outgoing };
    if (probabilityOfAcceptance(marked / lot, judged) <= best.outgoing) break;
  }
  return best;
}

/**
 * How many items of a lot are looked at on average when refused lots are screened whole: n + (1 − Pa)(N − n).
 *
 * @throws RangeError when the lot has no end
 */
export function averageInspected(share: number, judged: Judged): number {
  const { plan, lotSize } = judged;
  if (lotSize === null) throw new RangeError('lotSize is needed to know how much is inspected');
  return plan.sampleSize + (1 - probabilityOfAcceptance(share, judged)) * (lotSize - plan.sampleSize);
}

/**
 * The share of defects at which a lot is accepted so often, to 1e-12: with 0.1 the limiting quality, what a client is protected
 * from nine times in ten.
 *
 * @param chance between 0 and 1, both excluded
 * @returns 0 to 1; 1 when even lots without one good item are accepted that often
 */
export function shareAcceptedWith(chance: number, judged: Judged): number {
  if (!(chance > 0 && chance < 1)) throw new RangeError('chance must be between 0 and 1, both excluded');
  let low = 0;
  let high = 1;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (probabilityOfAcceptance(middle, judged) > chance) low = middle;
    else high = middle;
  }
  return high;
}

export interface CurvePoint {
  /** Of the items that come in, how many have a defect: 0 to 1. */
  share: number;
  accepted: number;
  outgoing: number;
  /** Items looked at per lot on average; null for lots without end. */
  inspected: number | null;
}

export function operatingCurve(shares: readonly number[], judged: Judged): CurvePoint[] {
  return shares.map((share) => ({
    share,
    accepted: probabilityOfAcceptance(share, judged),
    outgoing: averageOutgoing(share, judged),
    inspected: judged.lotSize === null ? null : averageInspected(share, judged),
  }));
}

/** The lot's size where it counts that the lot ends, else null. */
function finiteLot({ plan, lotSize, model }: Judged, share: number): number | null {
  if (!(share >= 0 && share <= 1)) throw new RangeError('share must be between 0 and 1');
  if (lotSize === null) {
    if (model === 'HYPERGEOMETRIC') throw new RangeError('lotSize is needed for the hypergeometric model');
    return null;
  }
  if (plan.sampleSize > lotSize) throw new RangeError('the sample must not be larger than the lot');
  const isFinite = model ? model === 'HYPERGEOMETRIC' : plan.sampleSize / lotSize > 0.1;
  return isFinite ? lotSize : null;
}

function mixedOver(share: number, items: number, of: (marked: number) => number): number {
  const nearest = Math.round(share * items);
  // 0.07 · 100 is no whole number in floating point.
  if (Math.abs(share * items - nearest) < 1e-9 * items) return of(nearest);
  const fewer = Math.floor(share * items);
  const towardsMore = share * items - fewer;
  return (1 - towardsMore) * of(fewer) + towardsMore * of(fewer + 1);
}

function outgoingOfLot(marked: number, items: number, { sampleSize, rejection }: Judged['plan']): number {
  const unseen = items - sampleSize;
  if (marked === 0 || unseen === 0) return 0;
  const accepted = hypergeometricCdf(rejection - 1, sampleSize, { items: items - 1, marked: marked - 1 });
  return (unseen / items) * (marked / items) * accepted;
}

/** Where a function with one peak on [0, 1] is greatest. */
function peakOf(height: (at: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = 0;
  let high = 1;
  while (high - low > 1e-9) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    // Far beyond the peak both are 0: the peak is to the left.
    if (height(left) >= height(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
