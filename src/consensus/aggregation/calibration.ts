import { wilsonInterval } from '../statistics/proportion.js';

/** A consensus whose truth is known: what it claimed, and whether it was right (a fraction for a tie). */
export interface Claim {
  /** The posterior of the label, in [0, 1]. */
  claimed: number;
  /** In [0, 1]. */
  correct: number;
}

export interface ReliabilityBin {
  /** The bin holds claims in [low, high), the last one in [low, high]. */
  low: number;
  high: number;
  count: number;
  /** Mean claim. */
  claimed: number;
  /** Share that was right, with its 95 % Wilson interval. */
  observed: number;
  interval: [low: number, high: number];
}

/** Narrow where posteriors crowd. */
const EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/**
 * The reliability curve: of the tasks whose consensus claimed about so much, how many were right. Bins without a claim
 * are left out.
 *
 * @param edges rising, from at most the least claim to at least the greatest
 */
export function reliabilityCurve(claims: readonly Claim[], edges: readonly number[] = EDGES): ReliabilityBin[] {
  const bins: ReliabilityBin[] = [];
  for (let at = 0; at + 1 < edges.length; at++) {
    const [low, high] = [edges[at]!, edges[at + 1]!];
    const isLast = at + 2 === edges.length;
    const inside = claims.filter(({ claimed }) => claimed >= low && (isLast ? claimed <= high : claimed < high));
    if (inside.length === 0) continue;
    const right = inside.reduce((sum, { correct }) => sum + correct, 0);
    bins.push({
      low,
      high,
      count: inside.length,
      claimed: inside.reduce((sum, { claimed }) => sum + claimed, 0) / inside.length,
      observed: right / inside.length,
      interval: wilsonInterval(right, inside.length),
    });
  }
  return bins;
}

/** Mean |observed − claimed| over the claims: 0 is honest (expected calibration error). NaN without claims. */
export function calibrationError(curve: readonly ReliabilityBin[]): number {
  const count = curve.reduce((sum, bin) => sum + bin.count, 0);
  return curve.reduce((sum, bin) => sum + bin.count * Math.abs(bin.observed - bin.claimed), 0) / count;
}

export interface ChosenConfidence {
  /** τ: the posterior to ask for. */
  confidence: number;
  /** Claims of at least that. */
  count: number;
  observed: number;
  interval: [low: number, high: number];
}

/** As many claims at or above τ as an accuracy needs to be known to about ± .1. */
const FEWEST_CLAIMS = 30;

/**
 * The lowest τ for which consensus that claims at least τ was right often enough: all claims from τ upwards together
 * must reach the target, and so must each bin from τ upwards as far as its interval tells. Null when no τ does, or
 * when fewer than 30 claims would stand behind it: then collect gold, or ask for less.
 *
 * @param target the accuracy wanted, in (0, 1)
 * @param edges the values of τ to choose from, rising
 */
export function chooseConfidence(
  claims: readonly Claim[],
  target: number,
  edges: readonly number[] = EDGES,
): ChosenConfidence | null {
  const curve = reliabilityCurve(claims, edges);
  for (const [at, { low }] of curve.entries()) {
    const above = curve.slice(at);
    const count = above.reduce((sum, bin) => sum + bin.count, 0);
    const right = above.reduce((sum, bin) => sum + bin.count * bin.observed, 0);
    if (count < FEWEST_CLAIMS) return null;
    if (right / count < target || above.some((bin) => bin.interval[1] < target)) continue;
    return {
      confidence: low,
      count,
      observed: right / count,
      interval: wilsonInterval(Math.min(right, count), count),
    };
  }
  return null;
}
