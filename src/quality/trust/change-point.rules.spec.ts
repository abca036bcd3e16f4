import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../consensus/index.js';
import { changePoint } from './change-point.rules.js';
import type { Evidence } from './trust.types.js';

const start = Date.parse('2026-03-01T08:00:00Z');
const dayOf = (index: number) => new Date(start + index * 86_400_000);
const stream = (rights: Iterable<boolean>, weight = 1): Evidence[] =>
  Array.from(rights, (isRight, index) => ({ source: 'GOLD', isRight, weight, at: dayOf(index) }));
const of = (text: string) => stream([...text].map((letter) => letter === '1'));
const drawn = (seed: number, total: number, rateAt: (index: number) => number) => {
  const random = randomOf(seed);
  return stream(Array.from({ length: total }, (_, index) => random.next() < rateAt(index)));
};

describe('since when somebody is right less often', () => {
  it('is where the likelihood of a change is greatest', () => {
    const found = changePoint(of('11111111110000000000'))!;
    expect(found).toMatchObject({ index: 10, at: dayOf(10), before: { n: 10 }, after: { n: 10 } });
    // No change fits as 20 tosses of a fair coin; with the change both rates fit perfectly.
    expect(found.logLikelihoodRatio).toBeCloseTo(20 * Math.log(2), 12);
    expect(found.before.rate).toBeCloseTo(10.5 / 11, 12);
    expect(found.after.interval[0]).toBeGreaterThan(0);
    expect([found.earliest.index, found.latest.index]).toEqual([9, 11]);
  });

  it.each([
    ['a rise', of('00000000001111111111')],
    ['no wrong answer', of('11111111111111111111')],
    ['too little', of('1110')],
    ['nothing', []],
    ['one answer', of('0')],
    ['a steady rate', of('11011101110111011101110111011101')],
  ])('is not said of %s', (_, pieces) => expect(changePoint(pieces)).toBeNull());

  it('weighs the pieces: with half of the weight the evidence is half as strong', () => {
    const full = changePoint(of('111111111111111000000000000'))!;
    const half = changePoint(
      stream(
        Array.from({ length: 27 }, (_, index) => index < 15),
        0.5,
      ),
    )!;
    expect(half.logLikelihoodRatio).toBeCloseTo(full.logLikelihoodRatio / 2, 9);
    expect(half.before.n).toBe(7.5);
    expect(half.latest.index - half.earliest.index).toBeGreaterThanOrEqual(full.latest.index - full.earliest.index);
  });

  it.each([0.7, 0.9])('is a false alarm in at most 5 % of steady streams at that level, at a rate of %d', (rate) => {
    let alarms = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      if (
        changePoint(
          drawn(seed, 60, () => rate),
          { falseAlarms: 0.05 },
        )
      )
        alarms += 1;
    }
    expect(alarms / 400).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / 400));
  });

  it('finds a break of 35 points within 15 answers mostly, with the truth in the range 9 times in 10', () => {
    let near = 0;
    let inRange = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const found = changePoint(drawn(seed, 120, (index) => (index < 60 ? 0.92 : 0.57)));
      if (!found) continue;
      if (Math.abs(found.index - 60) <= 15) near += 1;
      if (found.earliest.index <= 60 && 60 <= found.latest.index) inRange += 1;
    }
    expect(near).toBeGreaterThanOrEqual(80);
    expect(inRange).toBeGreaterThanOrEqual(88);
  });

  it('is a drop, in its own range, and the same each time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (one, other, weight) => {
          const pieces = stream([...one, ...other.map((isRight) => isRight && other.length < 20)], weight);
          const found = changePoint(pieces, { falseAlarms: 0.2 });
          expect(changePoint(pieces, { falseAlarms: 0.2 })).toEqual(found);
          if (!found) return;
          expect(found.after.rate).toBeLessThan(found.before.rate);
          expect(found.before.n + found.after.n).toBeCloseTo(pieces.length * weight, 9);
          expect(found.earliest.index).toBeLessThanOrEqual(found.index);
          expect(found.latest.index).toBeGreaterThanOrEqual(found.index);
          expect(found.pValue).toBeLessThanOrEqual(0.2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses a level that no number of permutations can show', () => {
    expect(() => changePoint([], { falseAlarms: 0 })).toThrow(RangeError);
  });
});
