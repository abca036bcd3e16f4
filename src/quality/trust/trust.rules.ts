import { betaCdf, betaQuantile, type BetaPrior } from '../../consensus/index.js';
import type { Evidence, Trust } from './trust.types.js';

/**
 * Jeffreys' prior. Its equal-tailed interval covers the truth nearest to as often as it says, also when somebody is right almost
 * always (Brown, Cai & DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001, section 4.1): for
 * accuracies spread over 0.70 to 0.98 it is 95 to 97 % at every number of answers up to 150, and the worst accuracy is
 * better off than with a uniform prior.
 */
export const jeffreysPrior: Readonly<BetaPrior> = { right: 0.5, wrong: 0.5 };

const DAY = 24 * 60 * 60 * 1000;

export interface TrustOptions {
  now: Date;
  /** After so many days a piece of evidence counts half; above 0, Infinity for never. */
  halfLifeDays: number;
  /** What is believed before any evidence. Jeffreys' when left out. */
  prior?: BetaPrior;
}

/**
 * How far somebody's answers can be relied on: the posterior Beta(prior.right + Σ w·right, prior.wrong + Σ w·wrong) of the rate
 * at which they are right, with the equal-tailed 95 % interval.
 *
 * A piece counts w = weight · 2^(−age / half-life): the likelihood raised to a power below 1, as in the power prior of Ibrahim &
 * Chen (Statistical Science 15, 2000). What fades is how much is known, not the rate, so somebody who comes back after a
 * year begins near the prior. While evidence fades, the interval is wider than a rate that never changed would need.
 *
 * The mean and both ends lie strictly between 0 and 1: a few right answers never make somebody perfect. Evidence dated after
 * `now` counts as if it were given now, since clocks of tools differ. The order does not matter. O(evidence).
 *
 * @throws RangeError when a weight is outside [0, 1] or the half-life is not above 0
 */
export function trustOf(evidence: Iterable<Evidence>, options: TrustOptions): Trust {
  return withInterval(posteriorOf(evidence, options));
}

/** Trust without its mean and interval, whose quantiles cost a hundred times as much. */
export type Posterior = Pick<Trust, 'alpha' | 'beta' | 'n'>;

/** As `trustOf`: for what asks after each answer and needs no interval. */
export function posteriorOf(
  evidence: Iterable<Evidence>,
  { now, halfLifeDays, prior = jeffreysPrior }: TrustOptions,
): Posterior {
  if (!(halfLifeDays > 0)) throw new RangeError('halfLifeDays must be above 0');
  let right = 0;
  let wrong = 0;
  for (const { isRight, weight, at } of evidence) {
    if (!(weight >= 0 && weight <= 1)) throw new RangeError('a weight must be between 0 and 1');
    const age = Math.max(0, now.getTime() - at.getTime()) / DAY;
    const counted = weight * 2 ** (-age / halfLifeDays);
    if (isRight) right += counted;
    else wrong += counted;
  }
  return { alpha: prior.right + right, beta: prior.wrong + wrong, n: right + wrong };
}

/** The posterior of sums that were kept: as `trustOf`, when the pieces have been weighted and added up elsewhere. */
export function trustFrom(right: number, wrong: number, prior: BetaPrior = jeffreysPrior): Trust {
  return withInterval({ alpha: prior.right + right, beta: prior.wrong + wrong, n: right + wrong });
}

/** The mean and the interval to a posterior. */
export function withInterval({ alpha, beta, n }: Posterior): Trust {
  const high = betaQuantile(0.975, alpha, beta);
  return {
    alpha,
    beta,
    n,
    mean: alpha / (alpha + beta),
    // With β far below 1 and much evidence the quantile is nearer to 1 than floating point can say.
    interval: [betaQuantile(0.025, alpha, beta), Math.min(high, 1 - Number.EPSILON)],
  };
}

/**
 * How certain it is that the person's rate is below `bar`: I_bar(α, β).
 *
 * @param bar 0 to 1
 * @returns 0 to 1
 */
export function probabilityBelow({ alpha, beta }: Pick<Trust, 'alpha' | 'beta'>, bar: number): number {
  return betaCdf(bar, alpha, beta);
}

/** A rate for people to read. Rounded towards the middle at the ends: 199 of 200 is 99 %, not the 100 % that nobody has shown. */
export function percentOf(rate: number): string {
  const rounded = Math.round(rate * 100);
  if (rounded === 100 && rate < 1) return '99 %';
  if (rounded === 0 && rate > 0) return '1 %';
  return `${rounded} %`;
}
