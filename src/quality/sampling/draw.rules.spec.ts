import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { betaCdf, randomOf, shuffledPlaces } from '../../consensus/index.js';
import { commitmentOf, drawSample, verifyDraw, type PublishedDraw } from './draw.rules.js';

const seed = '5f0c1b7a9d3e42688a51c7e0f2b49d36';
const keys = Array.from({ length: 12 }, (_, index) => `chest-${String(index + 1).padStart(2, '0')}`);

describe('the draw', () => {
  it('is what sha256sum, sort and head draw', () => {
    // The commands of docs/acceptance-sampling.md gave these.
    expect(commitmentOf(seed)).toBe('7dffeb803eb1d31ae5888bca8630e06cd908c0e49d0f6f3c3bec5930edb8cbce');
    expect(drawSample(seed, keys, 4)).toEqual(['chest-12', 'chest-05', 'chest-03', 'chest-01']);
  });

  it('does not depend on the order of the keys, and a larger one begins with the smaller', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 40 }), fc.integer(), fc.string(), (lot, order, anySeed) => {
        const whole = drawSample(anySeed, lot, lot.length);
        const reordered = [...shuffledPlaces(lot.length, randomOf(order))].map((place) => lot[place]!);
        expect(drawSample(anySeed, reordered, lot.length)).toEqual(whole);
        const half = Math.floor(lot.length / 2);
        expect(drawSample(anySeed, lot, half)).toEqual(whole.slice(0, half));
        expect([...whole].sort()).toEqual([...lot].sort());
      }),
    );
  });

  it('draws each key and each pair as often over many seeds', () => {
    const rounds = 6600;
    const singles = new Map<string, number>();
    const pairs = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      const drawn = drawSample(`seed-${round}`, keys, 4).sort();
      for (const [place, key] of drawn.entries()) {
        singles.set(key, (singles.get(key) ?? 0) + 1);
        for (const other of drawn.slice(place + 1)) pairs.set(key + other, (pairs.get(key + other) ?? 0) + 1);
      }
    }
    // Without putting back, the counts vary less than independent ones: by n(1 − f) · N/(N − 1) for the keys.
    const spread = (counts: Map<string, number>, expected: number) =>
      [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(singles.size).toBe(12);
    expect(chiSquareTail(spread(singles, rounds / 3) / ((1 - 4 / 12) * (12 / 11)), 11)).toBeGreaterThan(1e-4);
    expect(pairs.size).toBe(66);
    expect(spread(pairs, rounds / 11) / 66).toBeGreaterThan(0.5);
    expect(spread(pairs, rounds / 11) / 66).toBeLessThan(1.6);
  });

  it('refuses a key that comes twice, a sample larger than the lot and a seed that can be guessed', () => {
    expect(() => drawSample(seed, ['a', 'b', 'a'], 1)).toThrow('"a" came again');
    expect(() => drawSample(seed, keys, 13)).toThrow('whole number of the 12 items');
    expect(() => drawSample(seed, keys, 1.5)).toThrow('whole number');
    expect(() => commitmentOf('2026')).toThrow('can be guessed');
  });
});

/** P(χ² > value): beside a χ² of m degrees, which nears m, χ²/(χ² + m) is a Beta variate. */
function chiSquareTail(value: number, degrees: number): number {
  const many = 1e6;
  return 1 - betaCdf(value / (value + many), degrees / 2, many / 2);
}

describe('a published draw', () => {
  const published: PublishedDraw = {
    commitment: commitmentOf(seed),
    seed,
    keys,
    sampleSize: 4,
    drawn: drawSample(seed, keys, 4),
  };
  const [first, second, third, last] = published.drawn as [string, string, string, string];
  const other = keys.find((key) => !published.drawn.includes(key))!;

  it('holds in any order, and in capitals', () => {
    expect(verifyDraw(published)).toEqual([]);
    const changed = { keys: [...keys].reverse(), drawn: [last, first, third, second] };
    expect(verifyDraw({ ...published, ...changed, commitment: published.commitment.toUpperCase() })).toEqual([]);
  });

  it.each<[string, Partial<PublishedDraw>, string[]]>([
    [
      'another seed',
      { commitment: commitmentOf(`${seed}0`) },
      ['The seed is not the one committed to: its SHA-256 is another.'],
    ],
    ['no commitment', { commitment: 'abc' }, ['The commitment is not a SHA-256 in hexadecimal, which has 64 digits.']],
    [
      'a spared item',
      { drawn: [first, second, third, other] },
      [`Keys were drawn that the seed does not draw: "${other}".`, `Keys that the seed draws are missing: "${last}".`],
    ],
    [
      'one too few',
      { drawn: [first, second, third] },
      ['3 keys were drawn instead of 4.', `Keys that the seed draws are missing: "${last}".`],
    ],
    [
      'one twice',
      { drawn: [first, second, third, third] },
      [`Keys were drawn more than once: "${third}".`, `Keys that the seed draws are missing: "${last}".`],
    ],
    [
      'one from elsewhere',
      { drawn: [first, second, third, last, 'x'] },
      ['5 keys were drawn instead of 4.', 'Keys were drawn that are not in the lot: "x".'],
    ],
    ['a lot with a key twice', { keys: [...keys, 'chest-01'] }, ['The lot has keys more than once: "chest-01".']],
    [
      'a sample larger than the lot',
      { sampleSize: 13 },
      ['The sample size must be a whole number from 1 to the 12 items of the lot.'],
    ],
  ])('of %s does not hold', (_what, change, faults) => {
    expect(verifyDraw({ ...published, ...change })).toEqual(faults);
  });

  it('with a short seed could have been foretold', () => {
    const short = { seed: 'short', drawn: drawSample('short', keys, 4), commitment: published.commitment };
    expect(verifyDraw({ ...published, ...short })).toEqual([
      'The seed is not the one committed to: its SHA-256 is another.',
      'The seed has fewer than 32 characters, so it could have been guessed.',
    ]);
  });

  it('names three keys and counts the rest', () => {
    expect(verifyDraw({ ...published, drawn: [...published.drawn, 'a', 'b', 'c', 'd', 'e'] })).toContain(
      'Keys were drawn that are not in the lot: "a", "b", "c" and 2 more.',
    );
  });
});
