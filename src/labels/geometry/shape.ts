import type { BoxLabel, Point, PolygonLabel, ShapeLabel } from '../label.types.js';
import { boundaryOfMask, boundaryOfPolygon, type Boundary } from './boundary.js';
import { boxIou, type Box } from './box.js';
import { hausdorffDistance, hausdorffPercentile } from './hausdorff.js';
import { RunWriter } from './mask-votes.js';
import { maskArea, maskBounds, maskIou, type RunMask } from './mask.js';
import { paintBox, paintPolygon } from './paint.js';
import { polygonArea, polygonBounds, polygonIou } from './polygon.js';

/**
 * Intersection over union of two shapes of any kind, 0 to 1, symmetric; 0 when either has no area. Classes are not
 * looked at.
 *
 * Boxes and polygons are compared exactly, as geometry. Against a mask the other shape is painted at the mask's size, by
 * the same rule that releases paint with, so a mask made from a polygon has IoU 1 with it. Two masks of different sizes
 * show different pictures: 0.
 */
export function shapeIou(a: ShapeLabel, b: ShapeLabel): number {
  if (a.kind === 'BOX' && b.kind === 'BOX') return boxIou(a, b);
  if (a.kind === 'MASK') return maskIou(a, b.kind === 'MASK' ? b : painted(b, a));
  if (b.kind === 'MASK') return maskIou(painted(a, b), b);
  return polygonIou(ringsOf(a), ringsOf(b));
}

/** 2·|A∩B| / (|A| + |B|) = 2·IoU / (1 + IoU) of two shapes of any kind (Dice 1945): as `shapeIou`, 0 to 1 and symmetric. */
export function shapeDice(a: ShapeLabel, b: ShapeLabel): number {
  const iou = shapeIou(a, b);
  return (2 * iou) / (1 + iou);
}

/**
 * The Hausdorff distance between the outlines of two shapes of any kind, in pixels, symmetric (`hausdorffDistance`); with
 * `share` below 1 its percentile (`hausdorffPercentile`: 0.95 leaves out the worst twentieth of the outlines).
 *
 * Against a mask the other shape is painted at the mask's size, as in `shapeIou`; a mask's outline runs along the sides of
 * its pixels. Defined where it has no meaning: 0 when neither shape has an outline (two empty masks), Infinity when one has
 * none, and for masks of different sizes.
 */
export function shapeHausdorff(a: ShapeLabel, b: ShapeLabel, share = 1): number {
  if (a.kind === 'MASK' && b.kind === 'MASK' && (a.width !== b.width || a.height !== b.height)) return Infinity;
  const [one, other] = [outlineOf(a, b), outlineOf(b, a)];
  return share === 1 ? hausdorffDistance(one, other) : hausdorffPercentile(one, other, share);
}

function outlineOf(shape: ShapeLabel, against: ShapeLabel): Boundary {
  if (shape.kind === 'MASK') return boundaryOfMask(shape);
  return against.kind === 'MASK' ? boundaryOfMask(painted(shape, against)) : boundaryOfPolygon(ringsOf(shape));
}

/** The area in square pixels: of a mask its pixels, of a polygon what is filled even-odd. */
export function areaOfShape(shape: ShapeLabel): number {
  switch (shape.kind) {
    case 'BOX':
      return shape.width * shape.height;
    case 'POLYGON':
      return polygonArea(shape.rings);
    case 'MASK':
      return maskArea(shape);
  }
}

/** The smallest box around a shape; a box of zeros around an empty mask. */
export function boundsOfShape(shape: ShapeLabel): Box {
  switch (shape.kind) {
    case 'BOX': {
      const { x, y, width, height } = shape;
      return { x, y, width, height };
    }
    case 'POLYGON':
      return polygonBounds(shape.rings);
    case 'MASK':
      return maskBounds(shape);
  }
}

/**
 * The mask of a size that releases paint of a shape. Only the part of the raster around the shape is painted: of a small
 * shape in a large picture that is nearly nothing.
 */
export function painted(shape: BoxLabel | PolygonLabel, { width, height }: RunMask): RunMask {
  const bounds = boundsOfShape(shape);
  // Moved by even numbers of pixels only, since corners are rounded half to even.
  const left = evenBelow(Math.min(width, bounds.x - 1));
  const top = evenBelow(Math.min(height, bounds.y - 1));
  const columns = Math.max(0, Math.min(width, Math.ceil(bounds.x + bounds.width) + 2) - left);
  const rows = Math.max(0, Math.min(height, Math.ceil(bounds.y + bounds.height) + 2) - top);
  const raster = new Uint8Array(columns * rows);
  if (shape.kind === 'BOX') paintBox(raster, columns, rows, { ...bounds, x: bounds.x - left, y: bounds.y - top }, 1);
  else paintPolygon(raster, columns, rows, movedBy(shape.rings, -left, -top), 1);
  const writer = new RunWriter(width, height);
  writer.add(left * height, false);
  for (let column = 0; column < columns; column += 1) {
    writer.add(top, false);
    for (let row = 0; row < rows;) {
      const first = row;
      const value = raster[row * columns + column]!;
      while (row < rows && raster[row * columns + column] === value) row += 1;
      writer.add(row - first, value === 1);
    }
    writer.add(height - top - rows, false);
  }
  writer.add((width - left - columns) * height, false);
  return writer.mask();
}

const evenBelow = (pixels: number): number => Math.max(0, Math.floor(pixels / 2) * 2);

const movedBy = (rings: Point[][], right: number, down: number): Point[][] =>
  rings.map((ring) => ring.map(({ x, y }) => ({ x: x + right, y: y + down })));

/** The rings of a polygon, or of the corners of a box. */
export function ringsOf(shape: BoxLabel | PolygonLabel): Point[][] {
  if (shape.kind === 'POLYGON') return shape.rings;
  const { x, y, width, height } = shape;
  const [right, bottom] = [x + width, y + height];
  return [
    [
      { x, y },
      { x: right, y },
      { x: right, y: bottom },
      { x, y: bottom },
    ],
  ];
}
