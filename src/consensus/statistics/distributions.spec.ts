import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { betaCdf, betaQuantile, binomialCdf, binomialShare, logGamma, normalCdf, normalQuantile } from './index.js';

describe('the normal distribution', () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.025, -1.959963984540054],
    [1 - 1e-9, 5.997807014601637],
  ])('has its quantile at %d', (probability, x) => {
    expect(normalQuantile(probability)).toBeCloseTo(x, 7);
    expect(normalCdf(x)).toBeCloseTo(probability, 14);
  });

  it('has its quantile to thirteen digits where intervals need it', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 13);
  });

  it('refuses 0 and 1', () => {
    expect(() => normalQuantile(0)).toThrow('probability');
    expect(() => normalQuantile(1)).toThrow('probability');
  });
});

describe('the beta distribution', () => {
  it('is the binomial sum where both parameters are whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, k, p) => {
          fc.pre(k < n);
          let sum = 0;
          for (let count = 0; count <= k; count += 1) sum += binomialShare(count, n, p);
          expect(Math.abs(binomialCdf(k, n, p) - sum)).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it('is known in closed form for small parameters', () => {
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(betaCdf(0.3, 2, 1)).toBeCloseTo(0.09, 14);
    expect(betaCdf(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 13);
  });

  it('is symmetric, and its quantile is its inverse, from tiny parameters to large ones', () => {
    const parameter = fc.double({ min: -2, max: 4, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, p) => {
        expect(Math.abs(betaCdf(p, a, b) + betaCdf(1 - p, b, a) - 1)).toBeLessThan(1e-11);
        const x = betaQuantile(p, a, b);
        // Near the ends of [0, 1] a step of one double is a large one in probability.
        if (x > 1e-6 && x < 1 - 1e-6) expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(1e-8);
      }),
    );
  });

  it('is near the normal one for millions of trials', () => {
    const [trials, share] = [10_000_000, 0.3];
    const z = 1.5;
    const count = Math.floor(trials * share + z * Math.sqrt(trials * share * (1 - share)));
    expect(binomialCdf(count, trials, share)).toBeCloseTo(normalCdf(z), 3);
  });

  it('refuses parameters and places out of range', () => {
    expect(() => betaCdf(0.5, 0, 1)).toThrow('a and b must be above 0');
    expect(() => betaCdf(1.5, 1, 1)).toThrow('x must be between 0 and 1');
    expect(() => betaQuantile(2, 1, 1)).toThrow('probability must be between 0 and 1');
  });
});

describe('the gamma function', () => {
  it('is the factorial, and the root of pi at a half', () => {
    let factorial = 0;
    for (let n = 1; n <= 170; n += 1) {
      factorial += Math.log(n);
      expect(logGamma(n + 1)).toBeCloseTo(factorial, 10);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(logGamma(0.01)).toBeCloseTo(4.599479878042022, 12);
  });
});
