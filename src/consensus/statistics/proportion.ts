import { betaCdf, betaQuantile } from './beta.js';
import { normalQuantile } from './normal.js';

export type Interval = [low: number, high: number];

/**
 * Wilson's score interval for a share seen `successes` times in `trials` (JASA 22, 1927):
 * (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n). Its width is honest on average; the default for shares on screen.
 *
 * @param successes 0 ≤ successes ≤ trials; need not be whole
 * @param level the confidence, between 0 and 1
 * @throws RangeError when a number is out of its range
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  const z = normalQuantile(1 - tailOf(successes, trials, level));
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // At the ends the formula gives 0 and 1 but for rounding.
  return [
    successes === 0 ? 0 : (centre - reach) / scale,
    successes === trials ? 1 : Math.min(1, (centre + reach) / scale),
  ];
}

/**
 * The exact interval of Clopper & Pearson (Biometrika 26, 1934): Beta quantiles B(α/2; k, n−k+1) and B(1−α/2; k+1, n−k).
 * It covers the true share at least as often as it says, hence wider: for guarantees.
 *
 * @throws RangeError when a number is out of its range
 */
export function clopperPearsonInterval(successes: number, trials: number, level = 0.95): Interval {
  const tail = tailOf(successes, trials, level);
  const failures = trials - successes;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  ];
}

/**
 * The equal-tailed posterior interval under Jeffreys' prior Beta(½, ½) (Brown, Cai & DasGupta, Statistical Science 16,
 * 2001), with the end at 0 or 1 when all trials went one way.
 *
 * @throws RangeError when a number is out of its range
 */
export function jeffreysInterval(successes: number, trials: number, level = 0.95): Interval {
  const tail = tailOf(successes, trials, level);
  const failures = trials - successes;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes + 0.5, failures + 0.5),
    failures === 0 ? 1 : betaQuantile(1 - tail, successes + 0.5, failures + 0.5),
  ];
}

export interface BetaPrior {
  right: number;
  wrong: number;
}

/**
 * How sure it is that somebody's accuracy is above `accuracy`, after `right` right and `wrong` wrong gold answers:
 * 1 − I_accuracy(prior.right + right, prior.wrong + wrong). The default prior is uniform.
 *
 * @throws RangeError when a count is negative or the accuracy is not between 0 and 1
 */
export function probabilityAbove(
  accuracy: number,
  right: number,
  wrong: number,
  prior: BetaPrior = { right: 1, wrong: 1 },
): number {
  if (!(right >= 0 && wrong >= 0)) throw new RangeError('right and wrong must be 0 or more');
  // The other tail by symmetry, so that a small one keeps its digits.
  return betaCdf(1 - accuracy, prior.wrong + wrong, prior.right + right);
}

/**
 * How many gold answers it takes until Wilson's interval is at most ± `halfWidth`, when the share that is right is as near to `accuracy`
 * as whole answers can be: the least n. O(n).
 *
 * @param accuracy the share expected, 0 to 1
 * @param halfWidth half the length of the interval, above 0
 */
export function goldAnswersNeeded(accuracy: number, halfWidth: number, level = 0.95): number {
  if (!(halfWidth > 0)) throw new RangeError('halfWidth must be above 0');
  for (let answers = 1; ; answers += 1) {
    const [low, high] = wilsonInterval(Math.round(accuracy * answers), answers, level);
    if ((high - low) / 2 <= halfWidth) return answers;
  }
}

/** The probability beyond each end. */
function tailOf(successes: number, trials: number, level: number): number {
  if (!(trials > 0)) throw new RangeError('trials must be above 0');
  if (!(successes >= 0 && successes <= trials)) throw new RangeError('successes must be between 0 and trials');
  if (!(level > 0 && level < 1)) throw new RangeError('level must be between 0 and 1');
  return (1 - level) / 2;
}
