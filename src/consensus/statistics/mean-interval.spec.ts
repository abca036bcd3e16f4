import { expect, it } from '@jest/globals';
import { meanInterval } from './mean-interval.js';
import { randomOf } from './random.js';

it('a mean has an interval of about two standard errors, the same each time', () => {
  const random = randomOf(7);
  const values = Array.from({ length: 400 }, () => random.next());
  const { mean, low, high } = meanInterval(values);
  const error = Math.sqrt(1 / 12 / 400);
  expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.85);
  expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.15);
  expect(low < mean && mean < high).toBe(true);
  expect(meanInterval(values)).toEqual({ mean, low, high });
});

it('covers the truth in about 95 of 100 samples', () => {
  const random = randomOf(3);
  let covered = 0;
  for (let sample = 0; sample < 120; sample += 1) {
    const { low, high } = meanInterval(Array.from({ length: 40 }, () => random.next()));
    if (low <= 0.5 && 0.5 <= high) covered += 1;
  }
  expect(covered / 120).toBeGreaterThan(0.89);
  expect(covered / 120).toBeLessThan(0.99);
});

it('of one value is that value, and of many thousand it is as narrow as it should be', () => {
  expect(meanInterval([3])).toEqual({ mean: 3, low: 3, high: 3 });
  const random = randomOf(9);
  const { low, high } = meanInterval(Array.from({ length: 20_000 }, () => random.next()));
  expect(high - low).toBeLessThan(0.012);
  expect(high - low).toBeGreaterThan(0.005);
});
