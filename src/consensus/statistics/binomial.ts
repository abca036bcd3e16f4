import { betaCdf, logGamma } from './beta.js';

/**
 * P(X ≤ count) for X ~ Binomial(trials, probability), as I_{1−p}(n − k, k + 1) (DLMF 8.17.5).
 *
 * @param count whole, 0 or more
 */
export function binomialCdf(count: number, trials: number, probability: number): number {
  if (count < 0) return 0;
  return count >= trials ? 1 : betaCdf(1 - probability, trials - count, count + 1);
}

/** P(X = count) for X ~ Binomial(trials, probability). */
export function binomialShare(count: number, trials: number, probability: number): number {
  if (probability === 0 || probability === 1) return count === trials * probability ? 1 : 0;
  const ways = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1);
  return Math.exp(ways + count * Math.log(probability) + (trials - count) * Math.log1p(-probability));
}

/**
 * How often the majority of `votes` people is right when each is right with `accuracy` by themselves, on a question of
 * two options; a tie is right half of the time. Sheng, Provost & Ipeirotis, Get Another Label? (KDD 2008), equation 1.
 */
export function majorityAccuracy(accuracy: number, votes: number): number {
  const half = votes / 2;
  const tie = votes % 2 === 0 ? binomialShare(half, votes, accuracy) / 2 : 0;
  return 1 - binomialCdf(Math.floor(half), votes, accuracy) + tie;
}
