import { describe, expect, it } from '@jest/globals';
import { normalVariate, randomOf, shuffledPlaces } from './index.js';

describe('seeded random numbers', () => {
  it('come again with the same seed, and differ between seeds', () => {
    const of = (seed: number) => Array.from({ length: 5 }, randomOf(seed).next);
    expect(of(1)).toEqual(of(1));
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, 123456789];
    expect(new Set(seeds.map((seed) => of(seed)[0])).size).toBe(seeds.length);
  });

  it('are even: 100,000 of them in ten bins pass a chi-squared test', () => {
    for (const seed of [1, 2, 3]) {
      const random = randomOf(seed);
      const bins = new Array<number>(10).fill(0);
      for (let draw = 0; draw < 100_000; draw += 1) bins[random.integer(10)]! += 1;
      const chi = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
      // The 0.999 quantile of nine degrees of freedom.
      expect(chi).toBeLessThan(27.88);
    }
  });

  it('shuffle every place to every place', () => {
    const random = randomOf(5);
    const seen = [0, 1, 2, 3].map(() => new Set<number>());
    for (let round = 0; round < 200; round += 1) {
      const places = shuffledPlaces(4, random);
      expect([...places].sort()).toEqual([0, 1, 2, 3]);
      for (const [place, value] of places.entries()) seen[place]!.add(value);
    }
    expect(seen.map((values) => values.size)).toEqual([4, 4, 4, 4]);
  });

  it('are normal: mean 0, variance 1, and as many beyond two deviations as there should be', () => {
    const random = randomOf(4);
    const drawn = Array.from({ length: 50_000 }, () => normalVariate(random));
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / drawn.length - 1)).toBeLessThan(0.03);
    const beyond = drawn.filter((one) => Math.abs(one) > 1.959964).length / drawn.length;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.005);
  });
});
