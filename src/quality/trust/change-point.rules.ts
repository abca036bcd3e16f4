import { logGamma, randomOf, shuffle, type Interval } from '../../consensus/index.js';
import { trustFrom } from './trust.rules.js';
import type { Evidence } from './trust.types.js';

export interface Stretch {
  /** Evidence as counted: the sum of the weights, without fading. */
  n: number;
  /** The mean of the posterior, so never 0 or 1. */
  rate: number;
  interval: Interval;
}

export interface Moment {
  /** Into the stream given. */
  index: number;
  at: Date;
}

export interface ChangePoint extends Moment {
  /** `index` and `at` are those of the first answer after the change. */
  before: Stretch;
  after: Stretch;
  /** Of a change there against no change, natural logarithm. */
  logLikelihoodRatio: number;
  /** How often a stream without a change would show one at least so strong. */
  pValue: number;
  /** The change is between them with 95 %. Work at risk is that since `earliest`. */
  earliest: Moment;
  latest: Moment;
}

type Piece = Pick<Evidence, 'isRight' | 'weight' | 'at'>;

/**
 * Since when somebody is right less often: the maximum-likelihood change point of a Bernoulli stream, if there is a drop.
 *
 * The place is the one that maximizes l(before) + l(after) − l(all), with l the log-likelihood at its own rate (Hinkley & Hinkley,
 * Inference about the change-point in a sequence of binomial variables, Biometrika 57, 1970, eq. 2.3); the problem is Page's
 * (Biometrika 42, 1955). Only drops are looked at. The weight of a piece multiplies its log-likelihood.
 *
 * Whether it is one is decided by permutation: while nothing changes every order of the pieces is equally likely, whatever
 * the rate, so that a false alarm comes with a chance of at most `falseAlarms` at every length and rate (Monte Carlo test of Hope,
 * JRSS B 30, 1968; stopped once it can no longer be significant). That is the chance of one look: to look after each answer,
 * ask for a smaller one. The permutations are seeded, so the same stream gives the same answer.
 *
 * The range of where is the 95 % posterior of Smith (Biometrika 62, 1975), with a flat prior over the places and Jeffreys' over both
 * rates.
 *
 * @param stream oldest first
 * @returns null when there is no drop, or none that is significant. O(n · permutations), most streams without one far less.
 * @throws RangeError unless 0.0001 ≤ falseAlarms < 1
 */
export function changePoint(stream: readonly Piece[], { falseAlarms = 0.01 } = {}): ChangePoint | null {
  if (!(falseAlarms >= 0.0001 && falseAlarms < 1)) throw new RangeError('falseAlarms must be at least 0.0001, below 1');
  // Signed weights: what a permutation moves as one.
  const pieces = Float64Array.from(stream, ({ isRight, weight }) => (isRight ? weight : -weight));
  const found = steepestDrop(pieces);
  if (found.index === 0) return null;
  const pValue = pValueOf(found.ratio, pieces, falseAlarms);
  if (pValue > falseAlarms) return null;
  const [earliest, latest] = placesOf(pieces);
  const moment = (index: number): Moment => ({ index, at: stream[index]!.at });
  return {
    ...moment(found.index),
    before: stretchOf(pieces.subarray(0, found.index)),
    after: stretchOf(pieces.subarray(found.index)),
    logLikelihoodRatio: found.ratio,
    pValue,
    earliest: moment(Math.min(earliest, found.index)),
    latest: moment(Math.max(latest, found.index)),
  };
}

/** The index is that of the first piece after the change; 0 when the rate drops nowhere. */
function steepestDrop(pieces: Float64Array): { index: number; ratio: number } {
  let allRight = 0;
  let allWrong = 0;
  for (const piece of pieces) {
    if (piece > 0) allRight += piece;
    else allWrong -= piece;
  }
  const none = logLikelihood(allRight, allWrong);
  let index = 0;
  let ratio = 0;
  let right = 0;
  let wrong = 0;
  for (let place = 1; place < pieces.length; place += 1) {
    const piece = pieces[place - 1]!;
    if (piece > 0) right += piece;
    else wrong -= piece;
    // The best split of a drop stands before a wrong answer: a right one there would fit the time before better.
    if (pieces[place]! > 0) continue;
    // right / (right + wrong) is to be above (allRight − right) / …, without dividing by nothing.
    if (right * (allWrong - wrong) <= wrong * (allRight - right)) continue;
    const here = logLikelihood(right, wrong) + logLikelihood(allRight - right, allWrong - wrong) - none;
    if (here > ratio) {
      ratio = here;
      index = place;
    }
  }
  return { index, ratio };
}

/** At the rate that fits best, with 0 · log 0 = 0. */
function logLikelihood(right: number, wrong: number): number {
  const total = right + wrong;
  const part = (count: number) => (count > 0 ? count * Math.log(count / total) : 0);
  return part(right) + part(wrong);
}

/** Exact up to the chance of the permutations when at most `level`; above, only that it is above. */
function pValueOf(ratio: number, pieces: Float64Array, level: number): number {
  // Five permutations at least as steep are still significant: enough for the decision to hardly depend on the seed.
  const rounds = Math.ceil(5 / level) - 1;
  const random = randomOf(pieces.length);
  const permuted = pieces.slice();
  let asSteep = 1;
  for (let round = 0; round < rounds; round += 1) {
    // Rounding differs between orders of the same pieces.
    if (steepestDrop(shuffle(permuted, random)).ratio >= ratio - 1e-9) asSteep += 1;
    if (asSteep > level * (rounds + 1)) return 1;
  }
  return asSteep / (rounds + 1);
}

/** The places below and above which the change is with 2.5 % each. */
function placesOf(pieces: Float64Array): [earliest: number, latest: number] {
  const total = stretchCounts(pieces);
  const logs: number[] = [];
  let right = 0;
  let wrong = 0;
  for (let place = 1; place < pieces.length; place += 1) {
    const piece = pieces[place - 1]!;
    if (piece > 0) right += piece;
    else wrong -= piece;
    // Sums of weights can come out a rounding error below 0.
    const rest = { right: Math.max(0, total.right - right), wrong: Math.max(0, total.wrong - wrong) };
    logs.push(logBeta(right + 0.5, wrong + 0.5) + logBeta(rest.right + 0.5, rest.wrong + 0.5));
  }
  const highest = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - highest));
  const sum = shares.reduce((all, share) => all + share, 0);
  const placeAt = (quantile: number) => {
    let below = 0;
    const index = shares.findIndex((share) => (below += share / sum) >= quantile);
    return index < 0 ? shares.length : index + 1;
  };
  return [placeAt(0.025), placeAt(0.975)];
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

function stretchCounts(pieces: Float64Array): { right: number; wrong: number } {
  const right = pieces.reduce((sum, piece) => sum + Math.max(0, piece), 0);
  const wrong = pieces.reduce((sum, piece) => sum + Math.max(0, -piece), 0);
  return { right, wrong };
}

function stretchOf(pieces: Float64Array): Stretch {
  const { right, wrong } = stretchCounts(pieces);
  const { n, mean, interval } = trustFrom(right, wrong);
  return { n, rate: mean, interval };
}
