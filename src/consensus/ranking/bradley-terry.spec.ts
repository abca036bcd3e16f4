import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bradleyTerry } from './bradley-terry.js';

describe('Bradley-Terry', () => {
  it('has the known strengths', () => {
    const { strengths } = bradleyTerry([
      [0, 7, 9],
      [3, 0, 6],
      [1, 4, 0],
    ]);
    for (const [place, strength] of [0.662502766, 0.2196989469, 0.1177982871].entries()) {
      expect(strengths[place]).toBeCloseTo(strength, 9);
    }
  });

  it('has the wins that its strengths expect, whatever the choices', () => {
    const wins = fc.array(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(wins, (matrix) => {
        const { strengths } = bradleyTerry(matrix);
        expect(strengths.reduce((sum, strength) => sum + strength, 0)).toBeCloseTo(1, 12);
        for (const [i, own] of strengths.entries()) {
          let won = 0;
          let expected = 0;
          for (const [j, other] of strengths.entries()) {
            if (i === j) continue;
            won += matrix[i]![j]!;
            expected += ((matrix[i]![j]! + matrix[j]![i]!) * own) / (own + other);
          }
          expect(Math.abs(won - expected)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('refuses contestants that cannot be compared, and takes them with a prior', () => {
    const unbeaten = [
      [0, 3],
      [0, 0],
    ];
    expect(() => bradleyTerry(unbeaten)).toThrow('give a prior');
    const [first, second] = bradleyTerry(unbeaten, 1).strengths;
    expect(first!).toBeGreaterThan(second!);
    expect(second!).toBeGreaterThan(0.05);
  });

  it('refuses what is no matrix of wins', () => {
    expect(() => bradleyTerry([[0, 1]])).toThrow('square');
    expect(() =>
      bradleyTerry([
        [0, -1],
        [1, 0],
      ]),
    ).toThrow('0 or more');
    expect(bradleyTerry([])).toEqual({ strengths: [], passes: 0 });
  });
});
