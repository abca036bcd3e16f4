import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gammaCdf, poissonInterval } from './poisson.js';

it('gives the limits that are tabulated for small counts', () => {
  // Garwood's table, 95 %: count, lower, upper
  for (const [count, low, high] of [
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [30, 20.241, 42.827],
    [50, 37.111, 65.919],
  ] as const) {
    const [lower, upper] = poissonInterval(count);
    expect(lower).toBeCloseTo(low, 2);
    expect(upper).toBeCloseTo(high, 2);
  }
});

it('is the exact sum of probabilities at its ends', () => {
  const below = (most: number, mean: number) => {
    let [term, sum] = [Math.exp(-mean), Math.exp(-mean)];
    for (let k = 1; k <= most; k += 1) sum += term *= mean / k;
    return sum;
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.constantFrom(0.5, 0.8, 0.95, 0.99), (count, level) => {
      const [low, high] = poissonInterval(count, level);
      expect(low < count && count < high).toBe(true);
      expect(1 - below(count - 1, low)).toBeCloseTo((1 - level) / 2, 8);
      expect(below(count, high)).toBeCloseTo((1 - level) / 2, 8);
    }),
    { numRuns: 60 },
  );
});

it('holds for counts of a year', () => {
  const [low, high] = poissonInterval(1_000_000);
  expect((high - low) / (2 * 1.96 * 1000)).toBeCloseTo(1, 2);
  expect(() => poissonInterval(1.5)).toThrow(RangeError);
  expect(() => gammaCdf(-1, 1)).toThrow(RangeError);
  expect(gammaCdf(1, 1)).toBeCloseTo(1 - Math.exp(-1), 12);
});
