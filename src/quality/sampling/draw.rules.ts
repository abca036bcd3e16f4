import { createHash } from 'node:crypto';
import { counted } from '../../platform/counted.rules.js';
import { digestOf } from '../../platform/seeded-draw.js';

/** A seed that can be guessed hides nothing: 32 characters, such as 128 random bits in hexadecimal. */
export const LEAST_SEED_LENGTH = 32;

/**
 * What is published before the lot is handed in: SHA-256 of the seed's UTF-8, in hexadecimal. It binds whoever has the seed and
 * tells nobody what will be drawn.
 *
 * @throws RangeError when the seed is short enough to be guessed
 */
export function commitmentOf(seed: string): string {
  if (seed.length < LEAST_SEED_LENGTH) {
    throw new RangeError(`the seed must have at least ${LEAST_SEED_LENGTH} characters, or it can be guessed`);
  }
  return sha256(seed);
}

/**
 * The sample: the keys sorted by SHA-256 of `seed:key`, the first so many. Each subset is equally likely to whoever does not
 * know the seed, the order of the keys given does not matter, and a larger sample begins with the smaller one.
 *
 * @param keys the external keys of the whole lot, each once
 * @param sampleSize whole, 0 to the number of keys
 * @throws RangeError when a key comes twice or there are too few
 */
export function drawSample(seed: string, keys: readonly string[], sampleSize: number): string[] {
  const twice = repeatedOf(keys);
  if (twice.length > 0) throw new RangeError(`each key may come once, but ${named(twice)} came again`);
  if (!Number.isInteger(sampleSize) || sampleSize < 0 || sampleSize > keys.length) {
    throw new RangeError(`the sample must be a whole number of the ${keys.length} items of the lot`);
  }
  return keys
    .map((key) => ({ key, digest: digestOf(seed, key) }))
    .sort((a, b) => a.digest.compare(b.digest))
    .slice(0, sampleSize)
    .map(({ key }) => key);
}

export interface PublishedDraw {
  /** Published before the lot was handed in. */
  commitment: string;
  /** Published after the draw. */
  seed: string;
  /** The lot's external keys. */
  keys: readonly string[];
  sampleSize: number;
  /** The keys said to be drawn, in any order. */
  drawn: readonly string[];
}

/** What does not hold of a draw, a sentence each; nothing when it is as promised. */
export function verifyDraw({ commitment, seed, keys, sampleSize, drawn }: PublishedDraw): string[] {
  const faults: string[] = [];
  if (!/^[0-9a-f]{64}$/i.test(commitment)) {
    faults.push('The commitment is not a SHA-256 in hexadecimal, which has 64 digits.');
  } else if (sha256(seed) !== commitment.toLowerCase()) {
    faults.push('The seed is not the one committed to: its SHA-256 is another.');
  }
  if (seed.length < LEAST_SEED_LENGTH) {
    faults.push(`The seed has fewer than ${LEAST_SEED_LENGTH} characters, so it could have been guessed.`);
  }
  const keysTwice = repeatedOf(keys);
  if (keysTwice.length > 0) faults.push(`The lot has keys more than once: ${named(keysTwice)}.`);
  const drawnTwice = repeatedOf(drawn);
  if (drawnTwice.length > 0) faults.push(`Keys were drawn more than once: ${named(drawnTwice)}.`);
  const lot = new Set(keys);
  if (!Number.isInteger(sampleSize) || sampleSize < 1 || sampleSize > lot.size) {
    return [...faults, `The sample size must be a whole number from 1 to the ${counted(lot.size, 'item')} of the lot.`];
  }

  const expected = new Set(drawSample(seed, [...lot], sampleSize));
  const said = new Set(drawn);
  if (drawn.length !== sampleSize)
    faults.push(`${counted(drawn.length, 'key was', 'keys were')} drawn instead of ${sampleSize}.`);
  const foreign = [...said].filter((key) => !lot.has(key));
  if (foreign.length > 0) faults.push(`Keys were drawn that are not in the lot: ${named(foreign)}.`);
  const wrong = [...said].filter((key) => lot.has(key) && !expected.has(key));
  if (wrong.length > 0) faults.push(`Keys were drawn that the seed does not draw: ${named(wrong)}.`);
  const missing = [...expected].filter((key) => !said.has(key));
  if (missing.length > 0) faults.push(`Keys that the seed draws are missing: ${named(missing)}.`);
  return faults;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function repeatedOf(keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(keys.filter((key) => seen.size === seen.add(key).size))];
}

function named(keys: string[]): string {
  const first = keys
    .slice(0, 3)
    .map((key) => JSON.stringify(key))
    .join(', ');
  return keys.length > 3 ? `${first} and ${keys.length - 3} more` : first;
}
