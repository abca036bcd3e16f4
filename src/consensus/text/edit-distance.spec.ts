import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, normalisedEditDistance, sequenceDistance } from './edit-distance.js';
import { characterErrorRate, corpusWordErrorRate, wordErrorRate } from './word-error.js';

describe('edit distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['flaw', 'lawn', 2],
    ['intention', 'execution', 5],
    ['same', 'same', 0],
    ['ab', 'ba', 2],
    ['na\u00efve \u{1F600}', 'naive \u{1F601}', 2],
    ['\u{1F600}', '', 1],
  ])('of %j and %j', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });

  it('is a metric, and that of the plain recursion', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u{1F600}'), maxLength: 6 });
    const recursive = (left: string[], right: string[]): number => {
      if (left.length === 0 || right.length === 0) return left.length + right.length;
      const [[a, ...rest], [b, ...others]] = [left, right];
      if (a === b) return recursive(rest, others);
      return 1 + Math.min(recursive(rest, others), recursive(rest, right), recursive(left, others));
    };
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(editDistance(a, b)).toBe(recursive([...a], [...b]));
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
        expect(normalisedEditDistance(a, b)).toBeGreaterThanOrEqual(0);
        expect(normalisedEditDistance(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is normalised by the longer text, and 0 for two empty ones', () => {
    expect(normalisedEditDistance('kitten', 'sitting')).toBe(3 / 7);
    expect(normalisedEditDistance('', '')).toBe(0);
    expect(sequenceDistance(['a', 'b'], ['b'])).toBe(1);
  });
});

describe('word error', () => {
  it.each([
    ['the cat sat', 'the cat sat', 0],
    ['the bat sat down', 'the cat sat', 2 / 3],
    ['  the   cat\tsat ', 'the cat sat', 0],
    ['', 'the cat sat', 1],
    ['much too much', '', 1],
    ['', '', 0],
    ['a b c d', 'x', 4],
  ])('of %j against %j', (answer, reference, rate) => {
    expect(wordErrorRate(answer, reference)).toBeCloseTo(rate, 14);
  });

  it('of a corpus weighs by the words of the references', () => {
    const pairs = [
      { answer: 'a', reference: 'a b c' },
      { answer: 'x', reference: 'y' },
    ];
    expect(corpusWordErrorRate(pairs)).toBe(3 / 4);
    expect(characterErrorRate('abd', 'abc')).toBeCloseTo(1 / 3, 14);
  });
});
