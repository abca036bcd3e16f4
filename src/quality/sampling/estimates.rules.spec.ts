import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomOf, wilsonInterval } from '../../consensus/index.js';
import { drawSample } from './draw.rules.js';
import { drawByChance, hajekEstimate, mixedChances, stratifiedEstimate } from './estimates.rules.js';

describe('a rate from strata', () => {
  it('weighs each stratum by its size and counts that the lot ends', () => {
    const { rate, standardError } = stratifiedEstimate([
      { size: 800, inspected: 50, defects: 2 },
      { size: 200, inspected: 50, defects: 10 },
    ]);
    expect(rate).toBeCloseTo(0.8 * 0.04 + 0.2 * 0.2, 12);
    const byHand = (0.64 * (1 - 50 / 800) * (0.04 * 0.96)) / 49 + (0.04 * (1 - 50 / 200) * (0.2 * 0.8)) / 49;
    expect(standardError).toBeCloseTo(Math.sqrt(byHand), 12);
  });

  it('of one stratum that is a small part of the lot is nearly a simple sample', () => {
    const { rate, interval } = stratifiedEstimate([{ size: 10_000_000, inspected: 263, defects: 81 }]);
    const [low, high] = wilsonInterval(81, 263);
    expect(rate).toBeCloseTo(81 / 263, 12);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
    expect(stratifiedEstimate([{ size: 10_000_000, inspected: 20, defects: 0 }]).interval).toEqual([
      0,
      expect.closeTo(0.1611, 4),
    ]);
  });

  it('is certain when all was seen', () => {
    const all = [
      { size: 1, inspected: 1, defects: 1 },
      { size: 3, inspected: 3, defects: 0 },
    ];
    expect(stratifiedEstimate(all)).toEqual({ rate: 0.25, standardError: 0, interval: [0.25, 0.25] });
  });

  it('covers the truth about as often as it says, in drawn samples', () => {
    const lot = [
      { keys: keysOf('a', 300), rate: 0.04 },
      { keys: keysOf('b', 100), rate: 0.25 },
    ];
    const isDefect = new Set(lot.flatMap(({ keys, rate }) => keys.slice(0, keys.length * rate)));
    const truth = isDefect.size / 400;
    let covered = 0;
    let sum = 0;
    for (let round = 0; round < 600; round += 1) {
      const strata = lot.map(({ keys }) => {
        const drawn = drawSample(`round ${round}`, keys, 50);
        return { size: keys.length, inspected: 50, defects: drawn.filter((key) => isDefect.has(key)).length };
      });
      const { rate, interval } = stratifiedEstimate(strata);
      sum += rate;
      if (interval[0] <= truth && truth <= interval[1]) covered += 1;
    }
    expect(Math.abs(sum / 600 - truth)).toBeLessThan(0.003);
    expect(covered / 600).toBeGreaterThan(0.92);
  });

  it('refuses what cannot be', () => {
    expect(() => stratifiedEstimate([])).toThrow('at least one stratum');
    expect(() => stratifiedEstimate([{ size: 5, inspected: 1, defects: 0 }])).toThrow('at least 2');
    expect(() => stratifiedEstimate([{ size: 5, inspected: 6, defects: 0 }])).toThrow('no more than its size');
    expect(() => stratifiedEstimate([{ size: 5, inspected: 4, defects: 5 }])).toThrow('defects');
  });
});

describe('a rate from items drawn with known chances', () => {
  it('is the plain share when all chances are one, or alike', () => {
    const drawn = Array.from({ length: 40 }, (_, place) => ({ probability: 0.1, isDefect: place < 4 }));
    const { rate, standardError } = hajekEstimate(drawn);
    expect(rate).toBeCloseTo(0.1, 12);
    expect(standardError).toBeCloseTo(Math.sqrt((0.9 * 0.1 * 0.9) / 40), 12);
    const all = drawn.map((item) => ({ ...item, probability: 1 }));
    expect(hajekEstimate(all)).toEqual({ rate: 0.1, standardError: 0, interval: [0.1, 0.1] });
  });

  it('is unbiased where looking at the likeliest alone is not', () => {
    const random = randomOf(7);
    const keys = keysOf('item', 2000);
    const risks = keys.map(() => random.next() ** 4);
    const defects = risks.map((risk) => random.next() < 0.6 * risk);
    const truth = defects.filter(Boolean).length / 2000;
    const chances = mixedChances(risks, 200);
    const isDefect = new Map(
      keys.map((key, place) => [key, { probability: chances[place]!, isDefect: defects[place]! }]),
    );
    let sum = 0;
    let plain = 0;
    let size = 0;
    let covered = 0;
    for (let round = 0; round < 150; round += 1) {
      const items = drawByChance(`round ${round}`, keys, chances).map((key) => isDefect.get(key)!);
      const { rate, interval } = hajekEstimate(items);
      sum += rate;
      plain += items.filter((item) => item.isDefect).length / items.length;
      size += items.length;
      if (interval[0] <= truth && truth <= interval[1]) covered += 1;
    }
    expect(Math.abs(sum / 150 - truth)).toBeLessThan(0.006);
    expect(plain / 150).toBeGreaterThan(1.5 * truth);
    expect(Math.abs(size / 150 - 200)).toBeLessThan(3);
    expect(covered / 150).toBeGreaterThan(0.9);
  });

  it('has a chance for every item, and they sum to the sample', () => {
    const risks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        risks,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (of, part, uniform) => {
          const chances = mixedChances(of, part * of.length, uniform);
          for (const chance of chances) {
            expect(chance).toBeGreaterThan(0);
            expect(chance).toBeLessThanOrEqual(1);
          }
          expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(part * of.length, 8);
        },
      ),
    );
    expect(mixedChances([1, 0, 0, 0], 2)).toEqual([1, 1 / 3, 1 / 3, 1 / 3]);
  });

  it('refuses what cannot be', () => {
    expect(() => hajekEstimate([])).toThrow('at least one item');
    expect(() => hajekEstimate([{ probability: 0, isDefect: true }])).toThrow('probability');
    expect(() => mixedChances([1, -1], 1)).toThrow('risks');
    expect(() => mixedChances([1], 2)).toThrow('sampleSize');
    expect(() => mixedChances([1, 1], 1, 0)).toThrow('uniformShare');
    expect(() => drawByChance('seed', ['a'], [])).toThrow('each key');
  });
});

function keysOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `${name}-${place}`);
}
