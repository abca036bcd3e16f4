import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialShare } from '../../consensus/index.js';
import { percentOf, probabilityBelow, trustFrom, trustOf } from './trust.rules.js';
import type { Evidence } from './trust.types.js';

const now = new Date('2026-05-01T12:00:00Z');
const uniform = { right: 1, wrong: 1 };
const gold = (isRight: boolean, daysAgo = 0, weight = 1): Evidence => ({
  source: 'GOLD',
  isRight,
  weight,
  at: new Date(now.getTime() - daysAgo * 86_400_000),
});
const answers = (right: number, of: number) => Array.from({ length: of }, (_, place) => gold(place < right));

describe('trust', () => {
  it.each([
    [18, 20, 0.8, 0.8213],
    [48, 50, 0.9, 0.8961],
    [95, 100, 0.9, 0.9458],
  ])('after %i of %i with a uniform prior is above %f with certainty %f', (right, of, bar, certainty) => {
    const trust = trustOf(answers(right, of), { now, halfLifeDays: 90, prior: uniform });
    expect(1 - probabilityBelow(trust, bar)).toBeCloseTo(certainty, 4);
    expect(trust).toMatchObject({ alpha: right + 1, beta: of - right + 1, n: of });
  });

  it('has the interval of Brown, Cai & DasGupta', () => {
    const [low, high] = trustOf(answers(18, 20), { now, halfLifeDays: 90 }).interval;
    expect(low).toBeCloseTo(0.7161467427, 9);
    expect(high).toBeCloseTo(0.978627512, 9);
  });

  it('covers an accuracy of 0.70 to 0.98 in 94.5 to 97.5 % on average, at every number of answers', () => {
    for (const total of [2, 5, 10, 20, 40, 100]) {
      const intervals = Array.from({ length: total + 1 }, (_, right) => trustFrom(right, total - right).interval);
      let covered = 0;
      for (let step = 0; step <= 140; step += 1) {
        const truth = 0.7 + step * 0.002;
        intervals.forEach(([low, high], right) => {
          if (low <= truth && truth <= high) covered += binomialShare(right, total, truth) / 141;
        });
      }
      expect(covered).toBeGreaterThan(0.945);
      expect(covered).toBeLessThan(0.975);
    }
  });

  it('knows nothing without evidence', () => {
    const trust = trustOf([], { now, halfLifeDays: 30 });
    expect(trust).toMatchObject({ n: 0, mean: 0.5 });
    expect(trust.interval[0]).toBeLessThan(0.01);
    expect(trust.interval[1]).toBeGreaterThan(0.99);
  });

  it('counts half of a piece after a half-life, and a quarter after two', () => {
    const trust = trustOf([gold(true), gold(true, 30), gold(false, 60, 0.5)], { now, halfLifeDays: 30 });
    expect(trust.alpha).toBeCloseTo(0.5 + 1.5, 12);
    expect(trust.beta).toBeCloseTo(0.5 + 0.125, 12);
    expect(trust.n).toBeCloseTo(1.625, 12);
  });

  it('counts evidence from the future as given now', () => {
    expect(trustOf([gold(true, -3)], { now, halfLifeDays: 30 }).n).toBe(1);
  });

  it('keeps the rate and loses the certainty as time goes by', () => {
    const evidence = answers(30, 40);
    const later = new Date(now.getTime() + 365 * 86_400_000);
    const today = trustOf(evidence, { now, halfLifeDays: 60 });
    const nextYear = trustOf(evidence, { now: later, halfLifeDays: 60 });
    const width = ([low, high]: [number, number]) => high - low;
    expect(width(nextYear.interval)).toBeGreaterThan(2 * width(today.interval));
    expect(nextYear.n).toBeLessThan(1);
  });

  it('is never 0 or 100 %, and its interval never ends there', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ isRight: fc.boolean(), weight: fc.double({ min: 0, max: 1, noNaN: true }), days: fc.nat(400) }),
          { maxLength: 40 },
        ),
        fc.option(fc.boolean()),
        (pieces, allAlike) => {
          const evidence = pieces.map(({ isRight, weight, days }) => gold(allAlike ?? isRight, days, weight));
          const { mean, interval, n } = trustOf(evidence, { now, halfLifeDays: 45 });
          expect(n).toBeLessThanOrEqual(pieces.length);
          expect(interval[0]).toBeGreaterThan(0);
          expect(interval[0]).toBeLessThan(mean);
          expect(mean).toBeLessThan(interval[1]);
          expect(interval[1]).toBeLessThan(1);
          for (const share of [mean, ...interval]) expect(['0 %', '100 %']).not.toContain(percentOf(share));
        },
      ),
    );
  });

  it('does not depend on the order, and a right answer never lowers it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(300)), { maxLength: 60 }), fc.nat(300), (pieces, days) => {
        const evidence = pieces.map(([isRight, age]) => gold(isRight, age));
        const options = { now, halfLifeDays: 90 };
        const trust = trustOf(evidence, options);
        expect(trustOf([...evidence].reverse(), options).mean).toBeCloseTo(trust.mean, 12);
        expect(trustOf([...evidence, gold(true, days)], options).mean).toBeGreaterThanOrEqual(trust.mean);
        expect(trustOf([...evidence, gold(false, days)], options).mean).toBeLessThanOrEqual(trust.mean);
      }),
    );
  });

  it.each([
    [{ halfLifeDays: 0 }, 1, 'halfLifeDays'],
    [{ halfLifeDays: NaN }, 1, 'halfLifeDays'],
    [{ halfLifeDays: 30 }, 1.5, 'weight'],
    [{ halfLifeDays: 30 }, NaN, 'weight'],
  ])('refuses %j with a weight of %d', (options, weight, message) => {
    expect(() => trustOf([gold(true, 0, weight)], { now, ...options })).toThrow(message);
  });
});

describe('a rate for people to read', () => {
  it.each([
    [0.856, '86 %'],
    [0.9999, '99 %'],
    [0.0001, '1 %'],
    [1, '100 %'],
    [0, '0 %'],
  ])('%d is shown as %s', (rate, shown) => expect(percentOf(rate)).toBe(shown));
});
