import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '../label.types.js';
import { polygonDice, polygonIou } from './polygon.js';

const SIZE = 240;

/** Whether a point is in, by the parity of the edges that a ray to the right meets: nothing of the sweep under test. */
function isIn(rings: Point[][], x: number, y: number): boolean {
  let crossed = 0;
  for (const ring of rings) {
    for (const [at, to] of ring.entries()) {
      const from = ring[(at + ring.length - 1) % ring.length]!;
      if (from.y > y === to.y > y) continue;
      if (from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x) > x) crossed += 1;
    }
  }
  return crossed % 2 === 1;
}

function pixelsOf(a: Point[][], b: Point[][]): { union: number; shared: number } {
  let [union, shared] = [0, 0];
  for (let y = 0.5; y < SIZE; y += 1) {
    for (let x = 0.5; x < SIZE; x += 1) {
      const [inA, inB] = [isIn(a, x, y), isIn(b, x, y)];
      if (inA || inB) union += 1;
      if (inA && inB) shared += 1;
    }
  }
  return { union, shared };
}

/** Fractions and whole pixels, so that corners and edges coincide now and then. */
const coordinate = fc.oneof(
  fc.integer({ min: 0, max: SIZE }),
  fc.integer({ min: 0, max: 4 }).map((step) => (step * SIZE) / 4),
  fc.double({ min: 0, max: SIZE, noNaN: true }),
);
const corner = fc.record({ x: coordinate, y: coordinate });
/** Scribbles that cross themselves, points, lines, a corner twice, rings in rings. */
const scribble = fc.array(fc.array(corner, { maxLength: 9 }), { minLength: 1, maxLength: 3 });
const middle = fc.record({ x: fc.integer({ min: 90, max: 150 }), y: fc.integer({ min: 90, max: 150 }) });
/** Like what people draw: around a middle, at changing distances; a second ring in it is a hole. */
const outline = fc
  .tuple(middle, fc.array(fc.double({ min: 20, max: 120, noNaN: true }), { minLength: 3, maxLength: 24 }), fc.boolean())
  .map(([{ x: middleX, y: middleY }, distances, isHoled]) => {
    const ring = distances.map((distance, at) => {
      const angle = (2 * Math.PI * at) / distances.length;
      return { x: middleX + distance * Math.cos(angle), y: middleY + distance * Math.sin(angle) };
    });
    const hole = ring.map(({ x, y }) => ({ x: middleX + (x - middleX) / 2, y: middleY + (y - middleY) / 2 }));
    return (isHoled ? [ring, hole] : [ring]).map((one) => one.map(({ x, y }) => ({ x: within(x), y: within(y) })));
  });
const within = (value: number) => Math.min(SIZE, Math.max(0, value));

describe('the IoU of two polygons', () => {
  it.each([
    ['scribbles', scribble],
    ['outlines', outline],
  ])('is symmetric, within 0 to 1, and that of a picture of the two: %s', (_, polygon) => {
    let compared = 0;
    fc.assert(
      fc.property(polygon, polygon, (a, b) => {
        const iou = polygonIou(a, b);
        expect(iou).toBeGreaterThanOrEqual(0);
        expect(iou).toBeLessThanOrEqual(1);
        expect(polygonIou(b, a)).toBeCloseTo(iou, 9);
        expect(polygonDice(a, b)).toBeCloseTo((2 * iou) / (1 + iou), 9);
        const { union, shared } = pixelsOf(a, b);
        if (union < 10_000) return;
        compared += 1;
        expect(Math.abs(iou - shared / union)).toBeLessThan(0.01);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});
