import { wilsonInterval, type Interval } from '../../consensus/index.js';
import { drawOf } from '../../platform/seeded-draw.js';

export interface RateEstimate {
  /** The estimated share of items with a defect in the whole lot, 0 to 1. */
  rate: number;
  standardError: number;
  /** 95 % unless another level was asked. */
  interval: Interval;
}

export interface Stratum {
  /** Items of the lot in this stratum: whole, at least 1. */
  size: number;
  /** Of those, looked at: at least 2, or the whole stratum. */
  inspected: number;
  defects: number;
}

/**
 * The rate of a lot from samples of its strata, such as annotator × class: p̂ = Σ (N_h/N)·p̂_h with
 * Var = Σ (N_h/N)²·(1 − n_h/N_h)·p̂_h(1 − p̂_h)/(n_h − 1) (Cochran, Sampling Techniques, 1977, equation 5.53).
 *
 * The interval is Wilson's with the sample size that a simple sample would need for the variance (Kish, Survey Sampling, 1965),
 * p̃(1 − p̃)/Var. There each stratum's share is taken as (d_h + 1)/(n_h + 2): a stratum that shows no defect by chance would else
 * add no variance, and the interval would miss the truth twice as often as it says. When every stratum was seen whole, it is the
 * rate.
 *
 * @throws RangeError when a number is out of its range
 */
export function stratifiedEstimate(strata: readonly Stratum[], level = 0.95): RateEstimate {
  if (strata.length === 0) throw new RangeError('an estimate needs at least one stratum');
  for (const stratum of strata) refuseImpossible(stratum);
  const whole = strata.reduce((sum, { size }) => sum + size, 0);
  let rate = 0;
  let variance = 0;
  let shrunkRate = 0;
  let shrunkVariance = 0;
  for (const { size, inspected, defects } of strata) {
    const weight = size / whole;
    const unseen = 1 - inspected / size;
    const share = defects / inspected;
    const shrunk = (defects + 1) / (inspected + 2);
    rate += weight * share;
    shrunkRate += weight * shrunk;
    if (unseen === 0) continue;
    variance += (weight * weight * unseen * share * (1 - share)) / (inspected - 1);
    shrunkVariance += (weight * weight * unseen * shrunk * (1 - shrunk)) / inspected;
  }
  const trials = (shrunkRate * (1 - shrunkRate)) / shrunkVariance;
  return { rate, standardError: Math.sqrt(variance), interval: intervalOf(rate, trials, level) };
}

export interface DrawnItem {
  /** The chance with which it was drawn, known beforehand: above 0, at most 1. */
  probability: number;
  isDefect: boolean;
}

/**
 * The rate of a lot from items drawn with different but known chances: Hájek's Σ(e/π)/Σ(1/π) (in: Foundations of Statistical
 * Inference, ed. Godambe & Sprott, 1971, p. 236). Each item is drawn by itself, as `drawByChance` does, so by linearisation
 * Var = Σ (1 − π)/π²·(e − p̂)² / (Σ 1/π)² (Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, result 5.7.1).
 * The interval is Wilson's with the sample size p̂(1 − p̂)/Var; without any defect, or with nothing but, that of one rate for all.
 *
 * @throws RangeError when nothing was drawn or a chance is out of its range
 */
export function hajekEstimate(items: readonly DrawnItem[], level = 0.95): RateEstimate {
  if (items.length === 0) throw new RangeError('an estimate needs at least one item');
  let whole = 0;
  let withDefect = 0;
  for (const { probability, isDefect } of items) {
    if (!(probability > 0 && probability <= 1)) throw new RangeError('probability must be above 0 and at most 1');
    whole += 1 / probability;
    if (isDefect) withDefect += 1 / probability;
  }
  const rate = Math.min(1, withDefect / whole);
  let variance = 0;
  // The variance divided by p(1 − p), were p the chance of a defect everywhere.
  let likeness = 0;
  for (const { probability, isDefect } of items) {
    const part = (1 - probability) / (probability * whole) ** 2;
    variance += part * ((isDefect ? 1 : 0) - rate) ** 2;
    likeness += part;
  }
  const trials = variance > 0 ? (rate * (1 - rate)) / variance : 1 / likeness;
  return { rate, standardError: Math.sqrt(variance), interval: intervalOf(rate, trials, level) };
}

/** A lot of which the riskiest were looked at besides a random sample. */
export interface ListedSample {
  /** Items of the lot: whole, at least 1. */
  lotSize: number;
  /** From the riskiest item to the last one that was listed. All of them were looked at: who was not drawn was listed. */
  listed: { items: number; defects: number };
  /** Drawn, and less risky than any that was listed. */
  beyond: { items: number; defects: number };
}

/**
 * The rate of a lot from a simple random sample and a list of the riskiest items among those that were not drawn: Hájek's
 * Σ(e/π)/Σ(1/π) with π = 1 as far as the list reaches, and π = (drawn beyond)/(items beyond) behind it.
 *
 * Those chances are exact, given how far the list reaches: it is counted off from the riskiest item on, and stops without
 * having looked at what lies behind. So every set of that many items behind it was equally likely to be drawn. The weights sum
 * to the size of the lot, and all uncertainty is that of the drawn items beyond. The interval is therefore theirs, Wilson's with
 * the end of the lot counted (n/(1 − π) trials), carried over to the lot. `hajekEstimate` is for items drawn each by itself
 * and would miss the truth too often here, above all when nothing was found beyond the list.
 *
 * @throws RangeError when a number is out of its range, or nothing was drawn beyond a list that does not reach to the end
 */
export function listedEstimate({ lotSize, listed, beyond }: ListedSample, level = 0.95): RateEstimate {
  const left = lotSize - listed.items;
  for (const { items, defects } of [listed, beyond])
    if (!(Number.isInteger(items) && Number.isInteger(defects) && defects >= 0 && defects <= items))
      throw new RangeError('items and defects must be whole, with no more defects than items');
  if (!Number.isInteger(lotSize) || lotSize < 1 || beyond.items > left || (left > 0 && beyond.items === 0))
    throw new RangeError('the lot must be whole, and some of what lies beyond the list drawn');
  const rateOf = (share: number) => (listed.defects + left * share) / lotSize;
  if (left === 0) return { rate: rateOf(0), standardError: 0, interval: [rateOf(0), rateOf(0)] };
  const probability = beyond.items / left;
  const drawn = Array.from({ length: beyond.items }, (_, place) => ({ probability, isDefect: place < beyond.defects }));
  const { rate, standardError, interval } = hajekEstimate(drawn, level);
  return {
    rate: rateOf(rate),
    standardError: (left / lotSize) * standardError,
    interval: [rateOf(interval[0]), rateOf(interval[1])],
  };
}

/**
 * The chances that spend part of an audit uniformly and the rest where a defect is likelier: π = u·n/N + (1 − u)·n·risk/Σ risk.
 * What comes out above 1 is certain, and the others share what is left in the same way, so that the chances sum to n.
 *
 * @param risks one number of 0 or more for each item, such as 1 − posterior; when all are 0 the draw is uniform
 * @param sampleSize how many are drawn on average, above 0, at most the number of risks
 * @param uniformShare above 0, so that no item has no chance and the estimate is unbiased; at most 1
 * @returns a chance above 0 and at most 1 for each item
 */
export function mixedChances(risks: readonly number[], sampleSize: number, uniformShare = 0.3): number[] {
  if (!risks.every((risk) => risk >= 0 && risk < Infinity)) throw new RangeError('risks must be 0 or more');
  if (!(sampleSize > 0 && sampleSize <= risks.length)) {
    throw new RangeError('sampleSize must be above 0 and at most the number of items');
  }
  if (!(uniformShare > 0 && uniformShare <= 1)) throw new RangeError('uniformShare must be above 0 and at most 1');
  const chances = new Array<number>(risks.length).fill(1);
  let open = [...risks.keys()];
  let left = sampleSize;
  for (;;) {
    const total = open.reduce((sum, place) => sum + risks[place]!, 0);
    const byRisk = total > 0 ? 1 - uniformShare : 0;
    const chanceOf = (place: number) =>
      ((1 - byRisk) * left) / open.length + (total > 0 ? byRisk * left * (risks[place]! / total) : 0);
    const certain = new Set(open.filter((place) => chanceOf(place) >= 1));
    if (certain.size === 0) {
      for (const place of open) chances[place] = chanceOf(place);
      return chances;
    }
    open = open.filter((place) => !certain.has(place));
    left -= certain.size;
    if (open.length === 0) return chances;
  }
}

/** The keys whose number, made of the seed and the key, is below their chance: each by itself, so how many varies. */
export function drawByChance(seed: string, keys: readonly string[], chances: readonly number[]): string[] {
  if (keys.length !== chances.length) throw new RangeError('each key needs a chance');
  return keys.filter((key, place) => drawOf(seed, key) < chances[place]!);
}

function refuseImpossible({ size, inspected, defects }: Stratum): void {
  if (!Number.isInteger(size) || size < 1) throw new RangeError('size must be a whole number from 1 on');
  if (!Number.isInteger(inspected) || inspected < Math.min(2, size) || inspected > size) {
    throw new RangeError('inspected must be at least 2, or the whole stratum, and no more than its size');
  }
  if (!Number.isInteger(defects) || defects < 0 || defects > inspected) {
    throw new RangeError('defects must be a whole number of the items inspected');
  }
}

/** Trials without end are those of a lot seen whole. */
function intervalOf(rate: number, trials: number, level: number): Interval {
  return trials < Infinity ? wilsonInterval(rate * trials, trials, level) : [rate, rate];
}
