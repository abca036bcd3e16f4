import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '../label.types.js';
import { keypointSimilarity } from './keypoints.js';
import { lineSimilarity } from './line.js';

const line = (...points: [number, number][]): Point[] => points.map(([x, y]) => ({ x, y }));

describe('lineSimilarity', () => {
  it('is the share that runs together', () => {
    const long = line([0, 0], [100, 0]);
    expect(lineSimilarity(long, line([100, 1], [0, 1]), 2)).toBe(1);
    expect(lineSimilarity(long, line([0, 3], [100, 3]), 2)).toBe(0);
    // Half of the long one (and 2 pixels more) and all of the short one: (52 + 50) / 150.
    expect(lineSimilarity(long, line([0, 0], [50, 0]), 2)).toBeCloseTo(102 / 150, 2);
  });

  it('is defined for lines without length and without points', () => {
    expect(lineSimilarity([], line([0, 0], [1, 1]), 1)).toBe(0);
    expect(lineSimilarity(line([0, 0]), line([0, 1]), 1)).toBe(1);
    expect(lineSimilarity(line([0, 0]), line([0, 2]), 1)).toBe(0);
    expect(() => lineSimilarity([], [], Number.NaN)).toThrow('reach');
  });

  it('is symmetric and within 0 to 1', () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 30 }) });
    const points = fc.array(point, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(points, points, fc.integer({ min: 0, max: 10 }), (a, b, reach) => {
        const similarity = lineSimilarity(a, b, reach);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(lineSimilarity(b, a, reach)).toBeCloseTo(similarity, 12);
        expect(lineSimilarity(a, [...a].reverse(), reach)).toBeCloseTo(1, 12);
      }),
      { numRuns: 60 },
    );
  });
});

describe('keypointSimilarity', () => {
  it('is COCO’s object keypoint similarity', () => {
    // Area 100, σ .1: k² = .04, so a point 2 pixels off has exp(−4 / (2 · 100 · .04)) = e^−½.
    const [a, b] = [line([0, 0], [10, 10]), line([0, 2], [10, 10])];
    expect(keypointSimilarity(a, b, { area: 100 })).toBeCloseTo((Math.exp(-0.5) + 1) / 2, 12);
    expect(keypointSimilarity(a, b, { area: 100, sigmas: [0.05, 0.1] })).toBeCloseTo((Math.exp(-2) + 1) / 2, 12);
    // Boxes of 10 × 10 and 10 × 8 around them: s² = 90.
    expect(keypointSimilarity(a, b)).toBeCloseTo((Math.exp(-4 / 7.2) + 1) / 2, 12);
  });

  it('counts a point that one of them did not mark with 0', () => {
    const [a, b] = [line([0, 0], [10, 10]), [{ x: 0, y: 0 }, null]];
    expect(keypointSimilarity(a, b)).toBe(0.5);
    expect(keypointSimilarity(b, a)).toBe(0.5);
    expect(keypointSimilarity([null], [null])).toBe(0);
    expect(keypointSimilarity(line([3, 3]), line([3, 3]))).toBe(1);
    expect(keypointSimilarity(line([3, 3]), line([3, 4]))).toBe(0);
    expect(() => keypointSimilarity(a, [null])).toThrow(RangeError);
    expect(() => keypointSimilarity(a, b, { sigmas: [0.1] })).toThrow(RangeError);
  });
});
