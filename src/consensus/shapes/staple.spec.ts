import { describe, expect, it } from '@jest/globals';
import { encodeMask, type RunMask } from '../../labels/index.js';
import { pixelMajority } from './pixel-majority.js';
import { staple, stapleOf, type DecisionPattern } from './staple.js';

/** A mask of one row. */
const row = (bits: string): RunMask => encodeMask(Uint8Array.from(bits, Number), bits.length, 1);
const bitsOf = ({ counts }: RunMask): string => counts.map((count, run) => String(run % 2).repeat(count)).join('');

function patternsOf(rows: string[]): DecisionPattern[] {
  return Array.from(rows[0]!, (_, pixel) => ({ decisions: Uint8Array.from(rows, (bits) => +bits[pixel]!), pixels: 1 }));
}

function expectClose(actual: Float64Array, expected: number[], digits: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, digits);
}

describe('STAPLE', () => {
  /** The fixture of github.com/fepegar/staple (MIT). */
  const six = ['00000110', '00001111', '11101111', '00001110', '01000111', '00110011'];

  it('after one pass', () => {
    const { weights, sensitivities, specificities, passes } = stapleOf(patternsOf(six), { maxPasses: 1 });
    expect(passes).toBe(1);
    expectClose(weights, [0.038213, 0.189848, 0.052575, 0.009085, 0.714538, 0.996532, 0.997514, 0.746557], 6);
    expectClose(sensitivities, [0.458333, 0.75, 0.958333, 0.583333, 0.708333, 0.541667], 6);
    expectClose(specificities, [0.958333, 0.75, 0.208333, 0.833333, 0.708333, 0.541667], 6);
  });

  it('of the published fixture', () => {
    // To the last bit, as its figures were found; at 1e-7 it stops after 25.
    const { weights, sensitivities, specificities, passes } = stapleOf(patternsOf(six), { tolerance: 0 });
    expect(stapleOf(patternsOf(six)).passes).toBe(25);
    expectClose(weights, [0, 0, 0, 0, 1, 1, 1, 1], 6);
    expectClose(sensitivities, [0.5, 1, 1, 0.75, 0.75, 0.5], 6);
    expectClose(specificities, [1, 1, 0.25, 1, 0.75, 0.5], 6);
    expect(passes).toBe(54);
    expect(bitsOf(staple(six.map(row)).mask)).toBe('00001111');
  });

  it('of a careful, a careless and a sloppy rater', () => {
    const rows = ['1111000000', '1110000000', '1101100000'];
    const { weights, sensitivities, specificities } = stapleOf(patternsOf(rows));
    expectClose(weights, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], 5);
    expectClose(sensitivities, [1, 0.75, 0.75], 5);
    expectClose(specificities, [1, 1, 0.8333], 4);
    const { mask, specificities: ofMasks } = staple(rows.map(row), { pixels: 10 });
    expect(bitsOf(mask)).toBe('1111000000');
    expectClose(ofMasks, [...specificities], 12);
  });

  it('looks at the bounds of the union, so that a larger picture changes nothing', () => {
    const small = staple(['0110', '0111', '1111'].map(row));
    const large = staple(['0110', '0111', '1111'].map((bits) => row(`${bits}${'0'.repeat(96)}`)));
    expect(bitsOf(large.mask).slice(0, 4)).toBe(bitsOf(small.mask));
    expect(large.sensitivities).toEqual(small.sensitivities);
    expect(large.specificities).toEqual(small.specificities);
  });

  it('of raters who all say the same is that', () => {
    for (const bits of ['0000', '1111', '0110']) {
      const { mask, sensitivities } = staple([bits, bits, bits, bits].map(row));
      expect(bitsOf(mask)).toBe(bits);
      expect(sensitivities.every((share) => share === 1)).toBe(true);
    }
  });

  it('refuses masks of different sizes', () => {
    expect(() => staple([row('01'), row('010')])).toThrow('different sizes');
  });
});

describe('pixel majority', () => {
  it('takes what more than half hold', () => {
    expect(bitsOf(pixelMajority(['1100', '1010', '1001'].map(row)))).toBe('1000');
    expect(bitsOf(pixelMajority(['1100', '1010', '1111'].map(row)))).toBe('1110');
  });

  it('of a tie takes nothing, also when the weights only sum to one', () => {
    expect(bitsOf(pixelMajority(['1100', '1010'].map(row)))).toBe('1000');
    expect(bitsOf(pixelMajority(['1100', '1100', '0011'].map(row), [0.1, 0.2, 0.3]))).toBe('0000');
  });

  it('counts weights', () => {
    expect(bitsOf(pixelMajority(['1100', '1010', '1001'].map(row), [3, 1, 1]))).toBe('1100');
    expect(bitsOf(pixelMajority(['1100', '1010', '1001'].map(row), [0, 0, 0]))).toBe('1000');
    expect(() => pixelMajority(['11', '10'].map(row), [1, -1])).toThrow('a weight of -1');
  });
});
