import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  areaOfRing,
  boundsOf,
  contains,
  distance,
  nearestOnOutline,
  nearestOnSegment,
  simplified,
  spacedPoints,
} from '../page/editing/geometry.js';

const square = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];
const hole = square.map(({ x, y }) => ({ x: 3 + x * 0.4, y: 3 + y * 0.4 }));

const point = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) });
const ring = fc.array(point, { minLength: 3, maxLength: 200 });

describe('the geometry of outlines', () => {
  it('a point beside a segment is nearest to its foot, beyond an end to the end', () => {
    expect(nearestOnSegment({ x: 4, y: 3 }, square[0], square[1])).toEqual({ x: 4, y: 0 });
    expect(nearestOnSegment({ x: 14, y: 3 }, square[0], square[1])).toEqual({ x: 10, y: 0 });
    expect(nearestOnSegment({ x: 1, y: 1 }, square[0], square[0])).toEqual({ x: 0, y: 0 });
  });

  it('finds the edge of an outline, also the one that closes the ring, in any ring', () => {
    expect(nearestOnOutline([square], { x: -1, y: 4 })).toEqual({
      ring: 0,
      after: 3,
      point: { x: 0, y: 4 },
      distance: 1,
    });
    expect(nearestOnOutline([square, hole], { x: 5, y: 3.5 })).toMatchObject({ ring: 1, after: 0 });
  });

  it('is inside the ring and outside its hole', () => {
    expect(contains([square], { x: 5, y: 5 })).toBe(true);
    expect(contains([square, hole], { x: 5, y: 5 })).toBe(false);
    expect(contains([square, hole], { x: 1, y: 1 })).toBe(true);
    expect(contains([square], { x: 11, y: 5 })).toBe(false);
  });

  it('measures', () => {
    expect(areaOfRing(square)).toBe(100);
    expect(areaOfRing(square.toReversed())).toBe(100);
    expect(boundsOf(hole)).toEqual({ x: 3, y: 3, width: 4, height: 4 });
  });

  it('leaves out what is not needed: the corners of a staircase of a straight line go, the corners of a square stay', () => {
    const dense = square.flatMap((from, index) => {
      const to = square[(index + 1) % 4];
      return Array.from({ length: 50 }, (_, step) => ({
        x: from.x + ((to.x - from.x) * step) / 50,
        y: from.y + ((to.y - from.y) * step) / 50,
      }));
    });
    expect(simplified(dense, 0.1)).toEqual(square);
  });

  it('no point left out is farther from the new outline than the tolerance, and three points remain', () => {
    fc.assert(
      fc.property(ring, fc.integer({ min: 0, max: 40 }), (points, tolerance) => {
        const fewer = simplified(points, tolerance);
        expect(fewer.length).toBeGreaterThanOrEqual(Math.min(3, points.length));
        for (const each of points)
          expect(nearestOnOutline([fewer], each).distance).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
    );
  });

  it('neighbouring handles keep their distance, and the point that must have one has it', () => {
    fc.assert(
      fc.property(ring, fc.integer({ min: 1, max: 100 }), fc.nat(), (points, spacing, any) => {
        const always = any % points.length;
        const handles = spacedPoints(points, spacing, always);
        expect(handles).toContain(always);
        expect(handles).toEqual([...new Set(handles)].sort((a, b) => a - b));
        for (let index = 1; index < handles.length; index++)
          expect(distance(points[handles[index]], points[handles[index - 1]])).toBeGreaterThanOrEqual(spacing);
      }),
    );
  });
});
