import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grabAt, handleOf, handlesOf } from '../page/editing/grab.js';
import {
  areaOf,
  boxBetween,
  isEmpty,
  moved,
  polygon,
  shapeAt,
  withFewerPoints,
  withoutPoint,
  withPointAfter,
  withPointAt,
  withRingAdded,
  withStretchAt,
} from '../page/editing/shapes.js';

const ringOf = (...pairs) => pairs.map(([x, y]) => ({ x, y }));
const square = polygon('Lung', ringOf([0, 0], [100, 0], [100, 100], [0, 100]));
const donut = withRingAdded(square, ringOf([40, 40], [60, 40], [60, 60], [40, 60]));
/** A square of 400 points, one a pixel. */
const dense = polygon(
  'Lung',
  Array.from({ length: 400 }, (_, step) => {
    const at = step % 100;
    return [
      { x: at, y: 0 },
      { x: 100, y: at },
      { x: 100 - at, y: 100 },
      { x: 0, y: 100 - at },
    ][Math.floor(step / 100)];
  }),
);

describe('editing shapes', () => {
  it('nothing is changed in place', () => {
    const before = structuredClone(donut);
    moved(donut, 3, 4);
    withPointAt(donut, { ring: 1, point: 0 }, { x: 1, y: 1 });
    withPointAfter(donut, { ring: 0, after: 1 }, { x: 1, y: 1 });
    withoutPoint(donut, { ring: 1, point: 0 });
    withFewerPoints(donut, 5);
    expect(donut).toEqual(before);
  });

  it('moves one point of one ring and leaves the others', () => {
    const changed = withPointAt(donut, { ring: 1, point: 2 }, { x: 70.004, y: 71 });
    expect(changed.rings[1][2]).toEqual({ x: 70, y: 71 });
    expect(changed.rings[0]).toBe(donut.rings[0]);
    expect(changed.rings[1].toSpliced(2, 1)).toEqual(donut.rings[1].toSpliced(2, 1));
  });

  it('a point inserted and deleted again leaves what was there', () => {
    const more = withPointAfter(square, { ring: 0, after: 3 }, { x: 0, y: 50 });
    expect(more.rings[0]).toHaveLength(5);
    expect(withoutPoint(more, { ring: 0, point: 4 })).toEqual(square);
  });

  it('a ring of three points goes as a whole: first the hole, then the shape', () => {
    const triangle = withRingAdded(polygon('Lung', ringOf([0, 0], [9, 0], [0, 9])), ringOf([1, 1], [2, 1], [1, 2]));
    const without = withoutPoint(triangle, { ring: 1, point: 0 });
    expect(without.rings).toEqual([triangle.rings[0]]);
    expect(withoutPoint(without, { ring: 0, point: 0 })).toBeNull();
  });

  it('holes count less, a hole beside a shape is a second part', () => {
    expect(areaOf(donut)).toBe(10_000 - 400);
    expect(areaOf(withRingAdded(square, ringOf([200, 0], [210, 0], [210, 10], [200, 10])))).toBe(10_100);
  });

  it('a box turns over at its opposite corner and never has a negative size', () => {
    const box = boxBetween('Device', { x: 10, y: 10 }, { x: 30, y: 20 });
    expect(withPointAt(box, { ring: 0, point: 2 }, { x: 5, y: 15 })).toMatchObject({
      x: 5,
      y: 10,
      width: 5,
      height: 5,
    });
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.nat(3), (x, y, point) => {
        const { width, height } = withPointAt(box, { ring: 0, point }, { x: x / 7, y: y / 7 });
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(isEmpty(boxBetween('Device', { x: 1, y: 1 }, { x: 1, y: 9 }))).toBe(true);
  });

  it('a handle takes the points along that have none, and nothing beyond the next handles', () => {
    const handle = handleOf(dense, 20, { ring: 0, point: 50 });
    const changed = withStretchAt(dense, handle, { x: 50, y: -10 }, handle);
    const isMoved = changed.rings[0].map(({ y }, index) => y !== dense.rings[0][index].y);
    expect(changed.rings[0][50]).toEqual({ x: 50, y: -10 });
    expect(isMoved.indexOf(true)).toBeGreaterThan(handle.before);
    expect(isMoved.lastIndexOf(true)).toBeLessThan(handle.after);
    expect(changed.rings[0][handle.before]).toEqual(dense.rings[0][handle.before]);
    // Away from the handle they move less and less.
    const heights = changed.rings[0].slice(50, handle.after).map(({ y }) => -y);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    expect(heights.every((height) => height > 0)).toBe(true);
    expect(heights[1]).toBeGreaterThan(9);
  });

  it('where every point has a handle one point moves', () => {
    const handle = handleOf(square, 20, { ring: 0, point: 1 });
    expect(withStretchAt(square, handle, { x: 90, y: 5 }, handle)).toEqual(
      withPointAt(square, handle, { x: 90, y: 5 }),
    );
  });
});

describe('taking hold of a shape', () => {
  it('of a point, of a place on the line, of a point that has no handle, or of nothing', () => {
    expect(grabAt(square, { x: 98, y: 3 }, 20, 9)).toMatchObject({ ring: 0, point: 1 });
    expect(grabAt(square, { x: 50, y: 4 }, 20, 9)).toMatchObject({ isNew: true, after: 0, at: { x: 50, y: 0 } });
    expect(grabAt(dense, { x: 50.2, y: 3 }, 20, 5)).toMatchObject({ isHidden: true, point: 50 });
    expect(grabAt(square, { x: 50, y: 50 }, 20, 9)).toBeNull();
    expect(grabAt(boxBetween('Device', { x: 0, y: 0 }, { x: 100, y: 50 }), { x: 50, y: 2 }, 20, 9)).toBeNull();
  });

  it('a thousand points do not hide the outline: handles are as far apart as they should', () => {
    expect(handlesOf(dense, 20).length).toBeLessThanOrEqual(20);
    expect(handlesOf(dense, 0.5)).toHaveLength(400);
  });

  it('the smaller of two shapes that overlap is meant, and a hole is not', () => {
    const small = boxBetween('Device', { x: 10, y: 10 }, { x: 20, y: 20 });
    expect(shapeAt([square, small], { x: 15, y: 15 }, 2)).toBe(small);
    expect(shapeAt([small, square], { x: 50, y: 50 }, 2)).toBe(square);
    expect(shapeAt([donut], { x: 50, y: 50 }, 2)).toBeNull();
    expect(shapeAt([donut], { x: 101, y: 50 }, 2)).toBe(donut);
  });
});
