import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialCdf, hypergeometricCdf } from '../../consensus/index.js';
import { planOfTwoPoints, zeroAcceptancePlan } from './two-point-plans.rules.js';

const demand = (goodShare: number, refusedGood: number, badShare: number, acceptedBad: number) => {
  return { goodShare, refusedGood, badShare, acceptedBad };
};

describe('a plan through two points', () => {
  it.each([
    [0.05, 0.05, 0.15, 0.075, null, 80, 7],
    [0.05, 0.05, 0.15, 0.075, 100, 47, 4],
    [0.01, 0.05, 0.05, 0.1, null, 132, 3],
    [0.02, 0.05, 0.08, 0.1, null, 98, 4],
    [0.02, 0.05, 0.08, 0.1, 1000, 96, 4],
    [0.05, 0.05, 0.15, 0.1, null, 77, 7],
    [0.025, 0.05, 0.1, 0.1, null, 78, 4],
  ])('%d (%d) and %d (%d) in %p', (goodShare, refusedGood, badShare, acceptedBad, lotSize, sampleSize, acceptance) => {
    const plan = planOfTwoPoints(demand(goodShare, refusedGood, badShare, acceptedBad), lotSize);
    expect(plan).toMatchObject({ sampleSize, acceptance, rejection: acceptance + 1 });
    expect(plan.acceptedGood).toBeGreaterThanOrEqual(1 - refusedGood);
    expect(plan.acceptedBad).toBeLessThanOrEqual(acceptedBad);
  });

  it('keeps both, and no plan with one item less does', () => {
    const demands = fc.record({
      goodShare: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
      ratio: fc.double({ min: 3, max: 8, noNaN: true }),
      refusedGood: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
      acceptedBad: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
      lotSize: fc.option(fc.integer({ min: 60, max: 2000 })),
    });
    fc.assert(
      fc.property(demands, ({ goodShare, ratio, refusedGood, acceptedBad, lotSize }) => {
        const asked = demand(goodShare, refusedGood, goodShare * ratio, acceptedBad);
        const accepted = (acceptance: number, size: number, share: number, round: (count: number) => number) =>
          lotSize === null
            ? binomialCdf(acceptance, size, share)
            : hypergeometricCdf(acceptance, size, { items: lotSize, marked: round(share * lotSize) });
        const keeps = (acceptance: number, size: number) =>
          accepted(acceptance, size, asked.goodShare, (count) => Math.floor(count + 1e-9)) >= 1 - refusedGood &&
          accepted(acceptance, size, asked.badShare, (count) => Math.ceil(count - 1e-9)) <= acceptedBad;
        const { sampleSize, acceptance } = planOfTwoPoints(asked, lotSize);
        expect(keeps(acceptance, sampleSize)).toBe(true);
        const oneLess = [...Array(sampleSize).keys()].filter((c) => keeps(c, sampleSize - 1));
        expect(sampleSize > 1 ? oneLess : []).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('of a small lot needs less than one of a lot without end', () => {
    const sizes = [50, 200, 1000, 10_000, null].map((lotSize) => {
      return planOfTwoPoints(demand(0.02, 0.05, 0.1, 0.1), lotSize).sampleSize;
    });
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]).toBeLessThan(sizes[4]!);
  });

  it.each<[ReturnType<typeof demand>, number, string]>([
    [demand(0.1, 0.05, 0.1, 0.1), 100, 'the good one smaller'],
    [demand(0.01, 0, 0.1, 0.1), 100, 'risks'],
    [demand(0.01, 0.05, 0.1, 0.1), 0, 'lotSize'],
  ])('refuses %p in %d', (asked, lotSize, message) => {
    expect(() => planOfTwoPoints(asked, lotSize)).toThrow(message);
  });
});

describe('a plan that accepts nothing', () => {
  it.each([
    [0.05, 0.05, null, 59],
    [0.01, 0.05, null, 299],
    [0.1, 0.1, null, 22],
    // One marked of 10: seen with 9 of 10 drawn, in nine of ten samples.
    [0.1, 0.1, 10, 9],
    [0.1, 0.05, 10, 10],
  ])('at %d (%d) in %p', (badShare, acceptedBad, lotSize, sampleSize) => {
    const plan = zeroAcceptancePlan(badShare, acceptedBad, lotSize);
    expect(plan).toEqual({ sampleSize, acceptance: 0, rejection: 1 });
  });

  it('refuses about a fifth of the lots with a tenth of the bad share', () => {
    const { sampleSize } = zeroAcceptancePlan(0.05, 0.1, null);
    expect(1 - binomialCdf(0, sampleSize, 0.005)).toBeCloseTo(0.2, 1);
  });
});
