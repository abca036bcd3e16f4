import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Random, randomOf, wilsonInterval } from '../../consensus/index.js';
import { drawSample } from './draw.rules.js';
import {
  drawByChance,
  hajekEstimate,
  listedEstimate,
  mixedChances,
  stratifiedEstimate,
  type ListedSample,
} from './estimates.rules.js';

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

describe('a rate from a random sample and the riskiest of the rest', () => {
  /** Draws so many of a lot that is ordered by risk, lists so many of the others, and counts what is seen. */
  const seenOf = (defects: readonly boolean[], sampleSize: number, listSize: number, random: Random): ListedSample => {
    const places = [...defects.keys()];
    for (let at = 0; at < sampleSize; at += 1) {
      const other = at + Math.floor(random.next() * (places.length - at));
      [places[at], places[other]] = [places[other]!, places[at]!];
    }
    const drawn = new Set(places.slice(0, sampleSize));
    let reach = 0;
    for (let left = listSize; left > 0; reach += 1) if (!drawn.has(reach)) left -= 1;
    const beyond = [...drawn].filter((place) => place >= reach);
    const countOf = (of: readonly number[]) => ({ items: of.length, defects: of.filter((place) => defects[place]).length }); // prettier-ignore
    return { lotSize: defects.length, listed: countOf([...defects.keys()].slice(0, reach)), beyond: countOf(beyond) };
  };

  it('is Hájek’s: each item stands for as many as its chance says', () => {
    // Twelve of 100 were seen for sure with 5 defects; of the 88 beyond 22 were drawn, each of which stands for 4.
    const sample = { lotSize: 100, listed: { items: 12, defects: 5 }, beyond: { items: 22, defects: 2 } };
    const items = [
      ...Array.from({ length: 12 }, (_, place) => ({ probability: 1, isDefect: place < 5 })),
      ...Array.from({ length: 22 }, (_, place) => ({ probability: 22 / 88, isDefect: place < 2 })),
    ];
    const { rate, standardError, interval } = listedEstimate(sample);
    expect(rate).toBeCloseTo(0.13, 12);
    expect(rate).toBeCloseTo(hajekEstimate(items).rate, 12);
    // 0.88 · √(0.75 · (2/22)(20/22)/22)
    expect(standardError).toBeCloseTo(0.88 * Math.sqrt((0.75 * 2 * 20) / 22 ** 3), 12);
    expect(interval[0]).toBeGreaterThan(0.05);
    expect(interval[1]).toBeLessThan(0.3);
  });

  it.each([
    // the lot, drawn, listed; the first tenth or so is riskier: how often it has a defect, and how often the rest
    [500, 50, 20, 0.3, 0.03],
    [1000, 80, 80, 0.6, 0.01],
    [300, 50, 50, 0.2, 0.1],
    [1000, 80, 20, 0.05, 0.05],
  ])('covers about 95 %% and is unbiased: of %d drawn %d, listed %d', (size, drawn, listed, risky, sure) => {
    const random = randomOf(size + listed);
    let [covered, error, plain] = [0, 0, 0];
    const rounds = 800;
    for (let round = 0; round < rounds; round += 1) {
      const defects = Array.from({ length: size }, (_, place) => random.next() < (place < size / 10 ? risky : sure));
      const truth = defects.filter(Boolean).length / size;
      const seen = seenOf(defects, drawn, listed, random);
      const { rate, interval } = listedEstimate(seen);
      error += rate - truth;
      plain += (seen.listed.defects + seen.beyond.defects) / (seen.listed.items + seen.beyond.items) - truth;
      if (interval[0] <= truth + 1e-12 && truth <= interval[1] + 1e-12) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.925);
    expect(covered / rounds).toBeLessThan(0.98);
    expect(Math.abs(error / rounds)).toBeLessThan(0.003);
    // Adding both up would say far too much where the risk is well known.
    if (risky > 2 * sure) expect(plain / rounds).toBeGreaterThan(0.01);
  });

  it('is the rate when all was seen, and nothing when beyond the list nothing was', () => {
    const whole = { lotSize: 8, listed: { items: 8, defects: 3 }, beyond: { items: 0, defects: 0 } };
    expect(listedEstimate(whole)).toEqual({ rate: 0.375, standardError: 0, interval: [0.375, 0.375] });
    expect(() => listedEstimate({ ...whole, lotSize: 9 })).toThrow('beyond the list');
    expect(() => listedEstimate({ ...whole, listed: { items: 8, defects: 9 } })).toThrow('no more defects');
  });
});

function keysOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `${name}-${place}`);
}
