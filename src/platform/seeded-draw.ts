import { createHash } from 'node:crypto';

/**
 * SHA-256 of `seed:key`, both in UTF-8: what anybody can compute again with any tool, and nobody can foretell without the
 * seed. Sorting by it shuffles; what is below a rate is drawn at that rate.
 */
export function digestOf(seed: string, key: string): Buffer {
  return createHash('sha256').update(`${seed}:${key}`).digest();
}

/** The first 48 bits of the digest as a number in [0, 1). */
export function drawOf(seed: string, key: string): number {
  return digestOf(seed, key).readUIntBE(0, 6) / 2 ** 48;
}
