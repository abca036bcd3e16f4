import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialCdf, hypergeometricCdf } from './index.js';

/** By whole numbers: the ways to draw at most `count` marked ones, of all ways to draw. */
function counted(count: number, drawn: number, items: number, marked: number): number {
  let ways = 0n;
  for (let k = 0; k <= Math.min(count, marked, drawn); k += 1)
    ways += choose(marked, k) * choose(items - marked, drawn - k);
  return Number((ways * 10n ** 18n) / choose(items, drawn)) / 1e18;
}

function choose(items: number, drawn: number): bigint {
  if (drawn < 0 || drawn > items) return 0n;
  let ways = 1n;
  for (let k = 1n; k <= BigInt(drawn); k += 1n) ways = (ways * (BigInt(items) - k + 1n)) / k;
  return ways;
}

describe('marked items among those drawn without putting back', () => {
  it('is the ways counted in whole numbers', () => {
    const lots = fc
      .integer({ min: 1, max: 300 })
      .chain((items) =>
        fc.tuple(
          fc.constant(items),
          fc.integer({ min: 0, max: items }),
          fc.integer({ min: 0, max: items }),
          fc.integer({ min: -1, max: items }),
        ),
      );
    fc.assert(
      fc.property(lots, ([items, marked, drawn, count]) => {
        const share = hypergeometricCdf(count, drawn, { items, marked });
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(Math.abs(share - counted(count, drawn, items, marked))).toBeLessThan(1e-12);
      }),
    );
  });

  it('is the same with what is marked and what is drawn changed round', () => {
    for (const count of [150, 200, 220]) {
      const one = hypergeometricCdf(count, 40_000, { items: 1_000_000, marked: 5000 });
      expect(one).toBeCloseTo(hypergeometricCdf(count, 5000, { items: 1_000_000, marked: 40_000 }), 11);
    }
  });

  it('nears the binomial as the lot grows', () => {
    const gap = (items: number) =>
      Math.abs(hypergeometricCdf(5, 80, { items, marked: items / 20 }) - binomialCdf(5, 80, 0.05));
    expect(gap(1000)).toBeGreaterThan(0.005);
    expect(gap(100_000)).toBeLessThan(1e-4);
    expect(gap(10_000_000)).toBeLessThan(1e-6);
  });

  it.each<[number, number, number, string]>([
    [3, 11, 4, 'drawn'],
    [3, 4, 11, 'marked'],
    [3, 2.5, 1, 'drawn'],
  ])('refuses %d %d %d', (count, drawn, marked, message) => {
    expect(() => hypergeometricCdf(count, drawn, { items: 10, marked })).toThrow(message);
  });
});
