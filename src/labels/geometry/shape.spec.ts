import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BoxLabel, MaskLabel, Point, PolygonLabel, ShapeLabel } from '../label.types.js';
import { encodeMask } from './mask.js';
import { paintBox, paintPolygon } from './paint.js';
import { areaOfShape, boundsOfShape, painted, shapeIou } from './shape.js';

const box = (x: number, y: number, width: number, height: number): BoxLabel => {
  return { kind: 'BOX', class: 'Lung', x, y, width, height };
};

const polygon = (...rings: [number, number][][]): PolygonLabel => {
  return { kind: 'POLYGON', class: 'Lung', rings: rings.map((ring) => ring.map(([x, y]) => ({ x, y }))) };
};

function maskOf(rings: Point[][], width: number, height: number): MaskLabel {
  const raster = new Uint8Array(width * height);
  paintPolygon(raster, width, height, rings, 1);
  return { kind: 'MASK', class: 'Lung', ...encodeMask(raster, width, height) };
}

describe('shapeIou', () => {
  it('takes a box for the polygon of its corners', () => {
    expect(shapeIou(box(0, 0, 10, 10), polygon([[0, 0], [10, 0], [0, 10]]))).toBeCloseTo(0.5, 9); // prettier-ignore
  });

  it('is 1 between a polygon and the mask that releases paint of it', () => {
    const shape = polygon([[3.2, 2], [17, 4.6], [12, 18], [2, 11]], [[8, 8], [11, 8], [11, 11], [8, 11]]); // prettier-ignore
    expect(shapeIou(shape, maskOf(shape.rings, 20, 20))).toBe(1);
  });

  it('is 1 between a box of whole pixels and the mask of those pixels', () => {
    const mask: MaskLabel = { kind: 'MASK', class: 'Lung', width: 4, height: 3, counts: [3, 3, 3, 3] };
    expect(shapeIou(box(1, 0, 1, 3), { ...mask, counts: [3, 3, 6] })).toBe(1);
    expect(shapeIou(mask, box(1, 0, 3, 3))).toBeCloseTo(2 / 3, 12);
  });

  it('is 0 between masks of different sizes', () => {
    const mask: MaskLabel = { kind: 'MASK', class: 'Lung', width: 4, height: 3, counts: [0, 12] };
    expect(shapeIou(mask, { ...mask, width: 3, height: 4 })).toBe(0);
  });

  it('is symmetric, within 0 to 1, and 1 of a shape that has area with itself', () => {
    const side = fc.integer({ min: 1, max: 16 });
    const place = fc.integer({ min: 0, max: 16 });
    const boxes = fc.tuple(place, place, side, side).map((sides) => box(...sides));
    const polygons = fc
      .array(fc.array(fc.tuple(place, place), { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 2 })
      .map((rings) => polygon(...rings));
    const masks = polygons.map(({ rings }) => maskOf(rings, 16, 16));
    const shapes: fc.Arbitrary<ShapeLabel> = fc.oneof(boxes, polygons, masks);
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        const iou = shapeIou(a, b);
        expect(iou).toBeGreaterThanOrEqual(0);
        expect(iou).toBeLessThanOrEqual(1);
        expect(shapeIou(b, a)).toBeCloseTo(iou, 9);
        expect(shapeIou(a, a)).toBeCloseTo(areaOfShape(a) > 0 ? 1 : 0, 9);
      }),
      { numRuns: 500 },
    );
  });

  it('of polygons is within 0.01 of that of their masks, on shapes of 10,000 pixels and more', () => {
    const side = 400;
    const blob = fc
      .tuple(
        fc.integer({ min: 150, max: 250 }),
        fc.integer({ min: 150, max: 250 }),
        fc.array(fc.double({ min: 80, max: 140, noNaN: true }), { minLength: 6, maxLength: 24 }),
      )
      .map(([x, y, radii]) => {
        const angle = (2 * Math.PI) / radii.length;
        return polygon(radii.map((r, i) => [x + r * Math.cos(i * angle), y + r * Math.sin(i * angle)]));
      });
    fc.assert(
      fc.property(blob, blob, (a, b) => {
        const ofMasks = shapeIou(maskOf(a.rings, side, side), maskOf(b.rings, side, side));
        expect(Math.abs(shapeIou(a, b) - ofMasks)).toBeLessThan(0.01);
      }),
    );
  });
});

describe('a shape', () => {
  it('knows its area and bounds', () => {
    const shapes: ShapeLabel[] = [
      box(1, 2, 3, 4),
      polygon([[0, 0], [10, 0], [0, 10]]), // prettier-ignore
      { kind: 'MASK', class: 'Lung', width: 4, height: 3, counts: [4, 1, 7] },
    ];
    expect(shapes.map(areaOfShape)).toEqual([12, 50, 1]);
    expect(shapes.map(boundsOfShape)).toEqual([
      { x: 1, y: 2, width: 3, height: 4 },
      { x: 0, y: 0, width: 10, height: 10 },
      { x: 1, y: 1, width: 1, height: 1 },
    ]);
  });
});

describe('a painted shape', () => {
  const coordinate = fc.oneof(
    fc.integer({ min: -10, max: 60 }),
    fc.integer({ min: -20, max: 120 }).map((halves) => halves / 2),
    fc.double({ min: -10, max: 60, noNaN: true }),
  );
  const size = { width: fc.integer({ min: 1, max: 50 }), height: fc.integer({ min: 1, max: 50 }) };
  const ring = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 6 });

  it('is what is painted into the whole picture, wherever it lies', () => {
    fc.assert(
      fc.property(fc.array(ring, { maxLength: 2 }), fc.record(size), (rings, { width, height }) => {
        const { kind: _, class: name, ...mask } = maskOf(rings, width, height);
        expect(painted({ kind: 'POLYGON', class: name, rings }, { width, height, counts: [] })).toEqual(mask);
      }),
      { numRuns: 1000 },
    );
    const extent = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, extent, extent, fc.record(size), (x, y, across, down, { width, height }) => {
        const raster = new Uint8Array(width * height);
        paintBox(raster, width, height, box(x, y, across, down), 1);
        const whole = encodeMask(raster, width, height);
        expect(painted(box(x, y, across, down), { width, height, counts: [] })).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});
