import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  averageInspected,
  averageOutgoing,
  operatingCurve,
  probabilityOfAcceptance,
  shareAcceptedWith,
  worstOutgoing,
  type Judged,
} from './characteristic.rules.js';
import { aqls, inspections, samplingPlan } from './single-plans.rules.js';

const plan = (sampleSize: number, acceptance: number) => ({ sampleSize, rejection: acceptance + 1 });
const endless = (sampleSize: number, acceptance: number): Judged => ({
  plan: plan(sampleSize, acceptance),
  lotSize: null,
});

describe('how often a lot is accepted', () => {
  it.each([
    [80, 2, 0.01, 0.953447],
    [80, 2, 0.05, 0.230621],
    [125, 3, 0.01, 0.962551],
    [125, 3, 0.05, 0.123785],
    [80, 5, 0.025, 0.984785],
    [50, 3, 0.025, 0.963796],
    [125, 7, 0.025, 0.986384],
    [125, 7, 0.1, 0.060053],
  ])('sample %i, at most %i, at %d', (sampleSize, acceptance, share, accepted) => {
    expect(probabilityOfAcceptance(share, endless(sampleSize, acceptance))).toBeCloseTo(accepted, 6);
  });

  it('counts the end of a lot when more than a tenth of it is looked at', () => {
    const of = (lotSize: number, model?: Judged['model']) =>
      probabilityOfAcceptance(0.05, { plan: plan(80, 2), lotSize, model });
    expect(of(800)).toBe(of(800, 'BINOMIAL'));
    expect(of(780)).toBe(of(780, 'HYPERGEOMETRIC'));
    // 2 of 4 items: 1 − C(2,2)·…: with two of four marked, at most one drawn 5 times in 6.
    expect(probabilityOfAcceptance(0.5, { plan: plan(2, 1), lotSize: 4 })).toBeCloseTo(5 / 6, 14);
  });

  it('accepts what is between acceptance and rejection on reduced inspection', () => {
    const reduced = samplingPlan({ lotSize: 100_000, aql: 2.5, inspection: 'reduced' });
    expect(reduced).toMatchObject({ acceptance: 10, rejection: 13 });
    const accepted = probabilityOfAcceptance(0.05, { plan: reduced, lotSize: 100_000 });
    expect(accepted).toBe(probabilityOfAcceptance(0.05, endless(reduced.sampleSize, 12)));
  });

  it('is certain when the whole lot is looked at', () => {
    const whole = { plan: plan(40, 1), lotSize: 40 };
    expect(probabilityOfAcceptance(1 / 40, whole)).toBe(1);
    expect(probabilityOfAcceptance(2 / 40, whole)).toBe(0);
    expect(probabilityOfAcceptance(1.5 / 40, whole)).toBeCloseTo(0.5, 12);
  });

  it('never rises with the share of defects, in any plan of the tables', () => {
    const lots = fc.record({
      lotSize: fc.integer({ min: 1, max: 20_000 }),
      aql: fc.constantFrom(...aqls),
      inspection: fc.constantFrom(...inspections),
    });
    fc.assert(
      fc.property(
        lots,
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (lot, share, more) => {
          const judged = { plan: samplingPlan(lot), lotSize: lot.lotSize };
          const accepted = probabilityOfAcceptance(share, judged);
          expect(accepted).toBeGreaterThanOrEqual(0);
          expect(accepted).toBeLessThanOrEqual(1);
          expect(probabilityOfAcceptance(share + more, judged)).toBeLessThanOrEqual(accepted + 1e-11);
        },
      ),
    );
  });

  it('of normal plans is high at the AQL', () => {
    // Z1.4 lets it be as low as 0.88 where nothing may be found.
    for (const aql of aqls) {
      for (const lotSize of [100, 1000, 10_000, 100_000]) {
        const normal = samplingPlan({ lotSize, aql });
        expect(probabilityOfAcceptance(aql / 100, { plan: normal, lotSize: null })).toBeGreaterThan(0.86);
      }
    }
  });

  it('is one in ten at the limiting quality', () => {
    // Nothing found in 59: 1 − 0.1^(1/59).
    expect(shareAcceptedWith(0.1, endless(59, 0))).toBeCloseTo(1 - 0.1 ** (1 / 59), 10);
    expect(probabilityOfAcceptance(shareAcceptedWith(0.1, endless(80, 5)), endless(80, 5))).toBeCloseTo(0.1, 9);
    expect(shareAcceptedWith(0.1, { plan: plan(40, 1), lotSize: 40 })).toBeCloseTo(1.9 / 40, 9);
    expect(() => shareAcceptedWith(0, endless(5, 0))).toThrow('chance');
  });

  it('refuses what cannot be', () => {
    expect(() => probabilityOfAcceptance(1.1, endless(5, 0))).toThrow('share must be between 0 and 1');
    expect(() => probabilityOfAcceptance(0.1, { plan: plan(5, 0), lotSize: 4 })).toThrow('larger than the lot');
    expect(() => probabilityOfAcceptance(0.1, { ...endless(5, 0), model: 'HYPERGEOMETRIC' })).toThrow('lotSize');
    expect(() => averageInspected(0.1, endless(5, 0))).toThrow('lotSize');
  });
});

describe('what reaches the client when refused lots are screened', () => {
  // D. C. Montgomery, Introduction to Statistical Quality Control, section 15.2.3: N = 10,000, n = 89, c = 2.
  const montgomery: Judged = { plan: plan(89, 2), lotSize: 10_000 };

  it('is the published example', () => {
    expect(probabilityOfAcceptance(0.01, montgomery)).toBeCloseTo(0.9397, 4);
    expect(averageOutgoing(0.01, montgomery)).toBeCloseTo(0.0093, 4);
    expect(Math.round(averageInspected(0.01, montgomery))).toBe(687);
    expect(worstOutgoing(montgomery).outgoing).toBeCloseTo(0.0155, 3);
  });

  it('is never above its limit, and reaches it', () => {
    for (const judged of [montgomery, endless(80, 5), { plan: plan(50, 3), lotSize: 200 }, endless(1250, 0)]) {
      const { share, outgoing } = worstOutgoing(judged);
      expect(averageOutgoing(share, judged)).toBeCloseTo(outgoing, 12);
      for (let at = 0; at <= 0.5; at += 0.0005)
        expect(averageOutgoing(at, judged)).toBeLessThanOrEqual(outgoing + 1e-12);
    }
  });

  it('of a finite lot is what is left in it after the sample, counted one by one', () => {
    // Six items, two marked, three looked at, accepted with at most one: 20 samples, and what each leaves.
    let left = 0;
    for (let sample = 0; sample < 64; sample += 1) {
      const drawn = [...Array(6).keys()].filter((item) => (sample >> item) & 1);
      if (drawn.length !== 3) continue;
      const found = drawn.filter((item) => item < 2).length;
      if (found <= 1) left += (2 - found) / 6 / 20;
    }
    expect(averageOutgoing(2 / 6, { plan: plan(3, 1), lotSize: 6 })).toBeCloseTo(left, 14);
  });

  it('is nothing when the whole lot is looked at', () => {
    expect(worstOutgoing({ plan: plan(20, 0), lotSize: 20 })).toEqual({ share: 0, outgoing: 0 });
  });
});

it('a curve has a point for each share', () => {
  expect(operatingCurve([0, 0.025], { plan: plan(80, 5), lotSize: null })).toEqual([
    { share: 0, accepted: 1, outgoing: 0, inspected: null },
    { share: 0.025, accepted: expect.closeTo(0.984785, 6), outgoing: expect.closeTo(0.0246196, 6), inspected: null },
  ]);
  const [point] = operatingCurve([0.05], { plan: plan(80, 5), lotSize: 1000 });
  expect(point!.inspected).toBeCloseTo(80 + (1 - point!.accepted) * 920, 9);
});
