import { describe, expect, it } from '@jest/globals';
import { randomOf } from '../../consensus/index.js';
import { failureOfTrusted, isSpoilt, leakSuspicion } from './gold-health.rules.js';

const results = (failures: number, total: number, trustMean = 0.9) =>
  Array.from({ length: total }, (_, place) => ({ isRight: place >= failures, trustMean }));

describe('a spoilt gold task', () => {
  it.each([
    [3, 3, false],
    [4, 4, true],
    [6, 7, false],
    [7, 8, true],
    [8, 10, false],
    [9, 10, true],
    [0, 0, false],
  ])('with %i failures of %i trusted people: %s', (failures, total, spoilt) =>
    expect(isSpoilt(results(failures, total))).toBe(spoilt),
  );

  it('is not shown by people who fail elsewhere as well', () => {
    expect(isSpoilt(results(20, 20, 0.79))).toBe(false);
    expect(failureOfTrusted([...results(20, 20, 0.5), ...results(4, 4, 0.8)])).toMatchObject({
      isSpoilt: true,
      answers: 4,
      failures: 4,
    });
  });
});

const passes = (text: string) => [...text].map((letter) => letter === '1');

describe('a leaked gold task', () => {
  // Of the C(5, 2) = 10 places of two passes one has the rank sum 9, one 8, two 7.
  it.each([
    ['00011', 0.1],
    ['00101', 0.2],
    ['01001', 0.4],
    ['00110', 0.4],
    ['11000', 1],
    ['1111', 1],
    ['0000', 1],
    ['', 1],
  ])('is as likely as that without a leak: %s → %d', (text, pValue) =>
    expect(leakSuspicion(passes(text)).pValue).toBeCloseTo(pValue, 12),
  );

  it('is told from the first half against the second', () => {
    expect(leakSuspicion(passes('0100010111111111')).sentence).toBe(
      // Five failures among 16 with places that sum to 20 or less: 19 of C(16, 5) = 4368.
      '38 % passed in the first half of 16 exposures and 100 % in the second; without a leak the pass rate would rise so much 0.43 % of the time.',
    );
    expect(leakSuspicion([true]).sentence).toBe('1 exposure is too few to see whether it leaked.');
  });

  it('counts exactly what the normal distribution is near to', () => {
    const random = randomOf(3);
    for (let round = 0; round < 20; round += 1) {
      const fifty = Array.from({ length: 50 }, (_, place) => random.next() < 0.4 + place / 200);
      const exact = leakSuspicion(fifty).pValue;
      const passed = fifty.filter(Boolean).length;
      const sum = fifty.reduce((total, isRight, place) => total + (isRight ? place + 1 : 0), 0);
      const z = (sum - 0.5 - (passed * 51) / 2) / Math.sqrt((passed * (50 - passed) * 51) / 12);
      expect(Math.abs(exact - upperTail(z))).toBeLessThan(0.004);
    }
  });

  it.each([30, 80])(
    'is suspected of %i fair results in at most 5 % at p ≤ 0.05, and of leaked ones nearly always',
    (exposures) => {
      const random = randomOf(12);
      const suspected = (rateAt: (place: number) => number) => {
        let count = 0;
        for (let round = 0; round < 1000; round += 1) {
          const seen = Array.from({ length: exposures }, (_, place) => random.next() < rateAt(place));
          if (leakSuspicion(seen).pValue <= 0.05) count += 1;
        }
        return count / 1000;
      };
      expect(suspected(() => 0.7)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 1000));
      expect(suspected((place) => (place < exposures / 2 ? 0.5 : 1))).toBeGreaterThan(0.9);
    },
  );
});

/** By numerical integration, apart from the code under test. */
function upperTail(z: number): number {
  let sum = 0;
  for (let x = z; x < 9; x += 0.001) sum += Math.exp(-((x + 0.0005) ** 2) / 2) * 0.001;
  return sum / Math.sqrt(2 * Math.PI);
}
