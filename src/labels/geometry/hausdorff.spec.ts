import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '../label.types.js';
import { boundaryOfMask, boundaryOfPolygon, type Boundary } from './boundary.js';
import { hausdorffDistance, hausdorffPercentile, lengthOf } from './hausdorff.js';
import { encodeMask } from './mask.js';
import { shapeHausdorff } from './shape.js';

const ring = (...corners: [number, number][]): Point[] => corners.map(([x, y]) => ({ x, y }));
const square = (x: number, y: number, side: number): Boundary =>
  boundaryOfPolygon([ring([x, y], [x + side, y], [x + side, y + side], [x, y + side])]);

const nothing = boundaryOfPolygon([]);
const coordinate = fc.integer({ min: 0, max: 40 });
const rings = fc.array(fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 2,
});

/** From closely spaced points of one to the nearest of closely spaced points of the other. */
function byTrying(a: Boundary, b: Boundary): number {
  const pointsOf = (pieces: Boundary): number[][] =>
    Array.from({ length: pieces.length / 4 }, (_, piece) => {
      const [x, y, toX, toY] = pieces.slice(piece * 4, piece * 4 + 4);
      return Array.from({ length: 101 }, (_, i) => [x! + ((toX! - x!) * i) / 100, y! + ((toY! - y!) * i) / 100]);
    }).flat();
  const [left, right] = [pointsOf(a), pointsOf(b)];
  const far = (from: number[][], to: number[][]): number =>
    Math.max(...from.map(([x, y]) => Math.min(...to.map(([p, q]) => Math.hypot(x! - p!, y! - q!)))));
  return Math.max(far(left, right), far(right, left));
}

describe('hausdorffDistance', () => {
  it('looks between the corners too', () => {
    const notch = ring([0, 0], [10, 0], [10, 10], [6, 10], [5, 4], [4, 10], [0, 10]);
    // The tip (5, 4) is 4 from the lower side; a bit up the flank, as far from there as from the left side, it is 34/7.
    expect(hausdorffDistance(square(0, 0, 10), boundaryOfPolygon([notch]))).toBeCloseTo(34 / 7, 8);
    const wedge = boundaryOfPolygon([ring([0, 0], [10, 0], [5, 0.001])]);
    const pair = boundaryOfPolygon([ring([0, 0], [0, 0.001], [0, 0]), ring([10, 0], [10, 0.001], [10, 0])]);
    expect(hausdorffDistance(wedge, pair)).toBeCloseTo(5, 6);
  });

  it('is defined for what has no boundary', () => {
    expect(hausdorffDistance(nothing, nothing)).toBe(0);
    expect(hausdorffDistance(nothing, square(0, 0, 1))).toBe(Infinity);
    expect(hausdorffPercentile(square(0, 0, 1), nothing)).toBe(Infinity);
    expect(() => hausdorffPercentile(nothing, nothing, 0)).toThrow('share');
  });

  it('is what trying closely spaced points gives, symmetric, and 0 of a boundary with itself', () => {
    fc.assert(
      fc.property(rings, rings, (left, right) => {
        const [a, b] = [boundaryOfPolygon(left), boundaryOfPolygon(right)];
        const distance = hausdorffDistance(a, b);
        expect(Math.abs(distance - byTrying(a, b))).toBeLessThan(0.6);
        expect(hausdorffDistance(b, a)).toBeCloseTo(distance, 7);
        expect(hausdorffDistance(a, a)).toBe(0);
        expect(hausdorffPercentile(a, b)).toBeLessThanOrEqual(distance * (1 + 1e-9));
        expect(hausdorffPercentile(b, a)).toBe(hausdorffPercentile(a, b));
      }),
      { numRuns: 10 },
    );
  });
});

describe('hausdorffPercentile', () => {
  it('leaves a spike out that is less than a twentieth of the outline', () => {
    const spiked = boundaryOfPolygon([ring([0, 0], [1000, 0], [1000, 1000], [501, 1000], [500, 1080], [499, 1000], [0, 1000])]); // prettier-ignore
    expect(lengthOf(spiked)).toBeCloseTo(4158, 0);
    expect(hausdorffDistance(spiked, square(0, 0, 1000))).toBeCloseTo(80, 9);
    expect(hausdorffPercentile(spiked, square(0, 0, 1000))).toBe(0);
    expect(hausdorffPercentile(spiked, square(0, 0, 1000), 0.99)).toBeCloseTo(80 - (0.01 * 4160) / 2, 0);
  });

  it('of a square moved by 3 is 3', () => {
    expect(hausdorffPercentile(square(0, 0, 100), square(3, 0, 100))).toBeCloseTo(3, 9);
  });
});

describe('boundaryOfMask', () => {
  it('has the length of the sides between in and out', () => {
    const raster = fc.uint8Array({ minLength: 30, maxLength: 30, max: 1 });
    fc.assert(
      fc.property(raster, (pixels) => {
        const at = (x: number, y: number): number => (x < 0 || y < 0 || x > 4 || y > 5 ? 0 : pixels[y * 5 + x]!);
        let sides = 0;
        for (let y = 0; y <= 6; y += 1) {
          for (let x = 0; x <= 5; x += 1) {
            sides += Number(at(x, y) !== at(x - 1, y)) + Number(at(x, y) !== at(x, y - 1));
          }
        }
        expect(lengthOf(boundaryOfMask(encodeMask(pixels, 5, 6)))).toBe(sides);
      }),
    );
  });

  it('of a box of pixels is the box, and of masks of different sizes nothing can be said', () => {
    const mask = { kind: 'MASK' as const, class: 'Lung', width: 4, height: 4, counts: [5, 2, 2, 2, 5] };
    expect(shapeHausdorff(mask, { kind: 'BOX', class: 'Lung', x: 1, y: 1, width: 2, height: 2 })).toBe(0);
    expect(hausdorffDistance(boundaryOfMask(mask), square(1, 1, 2))).toBe(0);
    expect(shapeHausdorff(mask, { ...mask, width: 2, height: 8 })).toBe(Infinity);
    expect(shapeHausdorff(mask, { ...mask, counts: [16] })).toBe(Infinity);
    expect(shapeHausdorff({ ...mask, counts: [16] }, { ...mask, counts: [16] }, 0.95)).toBe(0);
  });
});
