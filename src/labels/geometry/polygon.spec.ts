import { describe, expect, it } from '@jest/globals';
import { areaPathsD, FillRule, intersectD } from 'clipper2-ts';
import fc from 'fast-check';
import type { Point } from '../label.types.js';
import { boxIou } from './box.js';
import { polygonArea, polygonBounds, polygonIntersectionArea, polygonIou } from './polygon.js';

const ring = (...corners: [number, number][]): Point[] => corners.map(([x, y]) => ({ x, y }));

const shapes = {
  square: ring([0, 0], [10, 0], [10, 10], [0, 10]),
  shifted: ring([5, 5], [15, 5], [15, 15], [5, 15]),
  touching: ring([10, 0], [20, 0], [20, 10], [10, 10]),
  diamond: ring([5, -2], [12, 5], [5, 12], [-2, 5]),
  triangle: ring([0, 0], [10, 0], [0, 10]),
  L: ring([0, 0], [10, 0], [10, 4], [4, 4], [4, 10], [0, 10]),
  U: ring([0, 0], [12, 0], [12, 10], [8, 10], [8, 3], [4, 3], [4, 10], [0, 10]),
  bar: ring([-2, 6], [14, 6], [14, 8], [-2, 8]),
  turned: ring([5, 0], [10, 5], [5, 10], [0, 5]),
  tiny: ring([4.9, 4.9], [5.1, 4.9], [5.1, 5.1], [4.9, 5.1]),
  star: ring([5, 0], [6, 4], [10, 5], [6, 6], [5, 10], [4, 6], [0, 5], [4, 4]),
};

/** From shapely 2.1.2; 1.8.5 agrees to 1e-9. */
const oracles: [keyof typeof shapes, keyof typeof shapes, intersection: number, iou: number][] = [
  ['square', 'shifted', 25, 0.14285714285714285],
  ['square', 'touching', 0, 0],
  ['square', 'diamond', 82, 0.7068965517241379],
  ['triangle', 'L', 48, 0.7272727272727273],
  ['L', 'U', 60, 0.625],
  ['U', 'bar', 16, 0.14814814814814814],
  ['square', 'turned', 50, 0.5],
  ['square', 'tiny', 0.04, 0.0004],
  ['star', 'square', 20, 0.2],
  ['star', 'diamond', 20, 0.20408163265306123],
  ['U', 'U', 92, 1],
  ['triangle', 'turned', 25, 0.3333333333333333],
];

describe('polygon overlap', () => {
  it.each(oracles)('%s and %s share %f, IoU %f', (a, b, intersection, iou) => {
    expect(polygonIntersectionArea([shapes[a]], [shapes[b]])).toBeCloseTo(intersection, 7);
    expect(polygonIou([shapes[a]], [shapes[b]])).toBeCloseTo(iou, 9);
  });

  it('takes a second ring inside the first for a hole', () => {
    const holed = [shapes.square, ring([3, 3], [7, 3], [7, 7], [3, 7])];
    const other = [ring([5, 5], [12, 5], [12, 12], [5, 12])];
    expect(polygonArea(holed)).toBeCloseTo(84, 7);
    expect(polygonIntersectionArea(holed, other)).toBeCloseTo(21, 7);
    expect(polygonIou(holed, other)).toBeCloseTo(0.1875, 9);
  });

  it('fills a bow-tie on both sides, though its signed area is 0', () => {
    const bowTie = [ring([0, 0], [10, 10], [10, 0], [0, 10])];
    expect(polygonArea(bowTie)).toBeCloseTo(50, 7);
    expect(polygonIou(bowTie, [ring([0, 0], [10, 0], [10, 5], [0, 5])])).toBeCloseTo(1 / 3, 9);
  });

  it('leaves out an inner loop that turns the same way, which a non-zero fill would keep', () => {
    const outer: [number, number][] = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]; // prettier-ignore
    const inner: [number, number][] = [[2, 2], [8, 2], [8, 8], [2, 8], [2, 2]]; // prettier-ignore
    expect(polygonArea([ring(...outer, ...inner)])).toBeCloseTo(64, 7);
  });

  it('of an outline of the lung campaign (V7 image 1676340) is what GEOS finds; clipper2-ts 2.0.1 finds 897', () => {
    // prettier-ignore
    const outline = ring([546, 929], [691, 929], [689, 929], [688, 928], [687, 928], [686, 927], [684, 927], [683, 926], [681, 926], [680, 925], [675, 925], [674, 924], [643, 924], [642, 925], [627, 925], [626, 926], [624, 926], [623, 925], [614, 925], [613, 924], [611, 924], [610, 923], [609, 923], [608, 922], [607, 922], [606, 921], [605, 921], [603, 919], [602, 919], [601, 918], [600, 918], [599, 917], [597, 917], [595, 915], [594, 915], [593, 914], [592, 914], [591, 913], [590, 913], [589, 912], [587, 912], [586, 911], [579, 911], [578, 910], [576, 910], [575, 911], [569, 911], [568, 912], [566, 912], [565, 913], [564, 913], [563, 914], [562, 914], [561, 915], [560, 915], [558, 917], [557, 917], [555, 919], [554, 919], [554, 920], [548, 926], [548, 927]);
    expect(polygonArea([outline])).toBeCloseTo(1181, 9);
  });

  it.each([
    ['no rings', []],
    ['an empty ring', [[]]],
    ['a point', [ring([1, 1], [1, 1], [1, 1])]],
    ['a line', [ring([0, 0], [5, 5], [10, 10])]],
    ['the same ring twice', [shapes.square, shapes.square]],
    ['not a number', [ring([0, 0], [Number.NaN, 0], [0, 10])]],
    ['infinity', [ring([0, 0], [Infinity, 0], [0, 10])]],
    ['far beyond any picture', [ring([0, 0], [1e300, 0], [0, 1e300])]],
  ])('has no area: %s', (_, rings) => {
    expect(polygonArea(rings)).toBe(0);
    expect(polygonIou(rings, [shapes.square])).toBe(0);
    expect(polygonIou(rings, rings)).toBe(0);
  });

  it('knows its bounds', () => {
    expect(polygonBounds([shapes.diamond, shapes.shifted])).toEqual({ x: -2, y: -2, width: 17, height: 17 });
    expect(polygonBounds([[]])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });

  it('is what clipper2-ts finds, on drawings the size of a picture', () => {
    const coordinate = fc.integer({ min: 0, max: 200_000 }).map((hundredths) => hundredths / 100);
    const corners = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 12 });
    const polygon = fc.array(corners, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(polygon, polygon, (a, b) => {
        const clipped = Math.abs(areaPathsD(intersectD(a, b, FillRule.EvenOdd, 6)));
        expect(Math.abs(polygonIntersectionArea(a, b) - clipped)).toBeLessThan(0.02);
      }),
    );
  });

  it('of a long scribble comes in bounded time', () => {
    const corners = Array.from({ length: 5000 }, (_, i) => ({ x: (i * 7919) % 1009, y: (i * i * 17) % 1013 }));
    const area = polygonArea([corners]);
    expect(area).toBeGreaterThan(0.4 * 1009 * 1013);
    expect(area).toBeLessThan(0.6 * 1009 * 1013);
  });

  it('is symmetric and within 0 to 1, whatever people draw', () => {
    const coordinate = fc.oneof(fc.integer({ min: -20, max: 120 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    const polygon = fc.array(fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 9 }), { maxLength: 3 });
    fc.assert(
      fc.property(polygon, polygon, (a, b) => {
        const iou = polygonIou(a, b);
        expect(iou).toBeGreaterThanOrEqual(0);
        expect(iou).toBeLessThanOrEqual(1);
        expect(polygonIou(b, a)).toBeCloseTo(iou, 9);
      }),
      { numRuns: 500 },
    );
  });
});

describe('boxIou', () => {
  /** As x, y, width, height; from pycocotools 2.0.11. */
  it.each([
    [[0, 0, 10, 10], [5, 0, 10, 10], 1 / 3],
    [[0, 0, 10, 10], [5, 5, 10, 10], 0.14285714285714285],
    [[10, 10, 30, 20], [15, 12, 30, 20], 0.6],
    [[0, 0, 4, 4], [4, 0, 4, 4], 0],
    [[0, 0, 10, 10], [2, 2, 4, 4], 0.16],
    [[0, 0, 10, 10], [2, 2, 6, 6], 0.36],
    [[0, 0, 0, 0], [0, 0, 0, 0], 0],
  ])('%j and %j: %f', (a, b, iou) => {
    const [first, second] = [a, b].map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height }));
    expect(boxIou(first!, second!)).toBeCloseTo(iou, 12);
    expect(boxIou(second!, first!)).toBeCloseTo(iou, 12);
  });
});
