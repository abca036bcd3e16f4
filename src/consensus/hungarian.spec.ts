import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { optimalAssignment } from './hungarian.js';

/** The least total over all ways to give each row of a matrix with rows ≤ columns a column of its own. */
function leastByTrying(costs: number[][], taken = new Set<number>()): number {
  const [row, ...rest] = costs;
  if (!row) return 0;
  return Math.min(
    ...row.map((cost, column) => {
      return taken.has(column) ? Infinity : cost + leastByTrying(rest, new Set(taken).add(column));
    }),
  );
}

describe('optimalAssignment', () => {
  it.each([
    [[[4, 1, 3], [2, 0, 5], [3, 2, 2]], [1, 0, 2], 5],
    [[[10, 19, 8, 15], [10, 18, 7, 17], [13, 16, 9, 14]], [0, 2, 3], 31],
    [[[-0.9, -0.85], [-0.8, -0.1]], [1, 0], -1.65],
    [[[5], [1], [3]], [-1, 0, -1], 1],
    [[[0, 0], [0, 0]], [0, 1], 0],
    [[], [], 0],
    [[[], []], [-1, -1], 0],
  ])('%j: columns %j, total %d', (costs, columns, total) => {
    const assignment = optimalAssignment(costs);
    expect(assignment.columns).toEqual(columns);
    expect(assignment.total).toBeCloseTo(total, 12);
  }); // prettier-ignore

  it('is the best there is', () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([rows, extra]) => {
      const row = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: rows + extra, maxLength: rows + extra });
      return fc.array(row, { minLength: rows, maxLength: rows });
    });
    fc.assert(
      fc.property(matrix, (costs) => {
        const { columns, total } = optimalAssignment(costs);
        expect(new Set(columns).size).toBe(costs.length);
        expect(total).toBe(leastByTrying(costs));
        expect(optimalAssignment(costs[0]!.map((_, column) => costs.map((row) => row[column]!))).total).toBe(total);
      }),
    );
  });

  it('refuses what is no matrix of finite numbers', () => {
    expect(() => optimalAssignment([[1, 2], [3]])).toThrow(RangeError);
    expect(() => optimalAssignment([[Number.NaN]])).toThrow(RangeError);
    expect(() => optimalAssignment([[Infinity]])).toThrow(RangeError);
  });
});
