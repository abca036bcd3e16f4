import { wilsonInterval } from '../../consensus/index.js';
import type { Rate } from './accuracy.types.js';

/** Fewer make an interval so wide that the figure alone would mislead. */
export const smallUnder = 30;

/** A share of right answers with Wilson's 95 % interval, as numbers and as what may be shown. */
export function rateOf(right: number, n: number): Rate {
  const interval = intervalOf(right, n);
  return { right, n, accuracy: n === 0 ? null : right / n, interval, shown: shownOf(right, n, interval, 'right') };
}

/** Wilson's 95 % interval; all of [0, 1] where nothing was counted. */
export const intervalOf = (count: number, n: number): Rate['interval'] => (n === 0 ? [0, 1] : wilsonInterval(count, n));

/**
 * Words that claim no more than was seen. Nobody is shown 100 %: what was always right so far was so in "8 of 8 (at least
 * 68 %)", and 299 of 300 is 99 %.
 */
export function shownOf(right: number, n: number, [low, high]: Rate['interval'], word: string): string {
  if (n === 0) return 'nothing judged yet';
  if (right === n) return `${right} of ${n} ${word} (at least ${percent(low)} %)`;
  if (right === 0) return `0 of ${n} ${word} (at most ${percent(high)} %)`;
  const between = `(${percent(low)} to ${percent(high)} %)`;
  return n < smallUnder ? `${right} of ${n} ${word} ${between}` : `${percent(right / n)} % ${between}`;
}

/** Whole, and at the ends towards the middle: only what never differed is 0 or 100. */
function percent(share: number): number {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return 99;
  return rounded === 0 && share > 0 ? 1 : rounded;
}

/** What to say beside a figure that rests on little. */
export function smallNoteOf({ n, interval: [low, high] }: Rate): string | null {
  if (n >= smallUnder) return null;
  if (n === 0) return 'Nothing of this was judged yet, so nothing is known.';
  return `Only ${n} judged: the true share may be anywhere from ${percent(low)} to ${percent(high)} %.`;
}
