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
 * The mask of a size that releases paint of a shape. Only the part of the picture around the shape is looked at, so a small
 * one costs little in a large picture.
 */
export function painted(shape: BoxLabel | PolygonLabel, { width, height }: RunMask): RunMask {
  const { x, y, ...size } = boundsOfShape(shape);
  const [left, right] = around(x, x + size.width, width);
  const [top, bottom] = around(y, y + size.height, height);
  const [across, down] = [right - left, bottom - top];
  const raster = new Uint8Array(across * down);
  if (shape.kind === 'BOX') {
    paintBox(raster, across, down, { x: x - left, y: y - top, ...size }, 1);
  } else {
    const rings = shape.rings.map((ring) => ring.map((corner) => ({ x: corner.x - left, y: corner.y - top })));
    paintPolygon(raster, across, down, rings, 1);
  }
  const writer = new RunWriter(width, height);
  writer.add(left * height, false);
  for (let column = 0; column < across; column += 1) {
    writer.add(top, false);
    for (let pixel = column; pixel < raster.length; pixel += across) writer.add(1, raster[pixel] === 1);
    writer.add(height - bottom, false);
  }
  writer.add((width - right) * height, false);
  return writer.mask();
}

/**
 * The pixels that may be painted of what reaches from `from` to `to`, within a picture. The first is even: paint rounds halves
 * to even pixels, so what is moved by it is painted alike.
 */
function around(from: number, to: number, length: number): [first: number, end: number] {
  if (!Number.isFinite(to - from)) return [0, length];
  const first = Math.min(length, Math.max(0, 2 * Math.floor((from - 1) / 2)));
  return [first - (first % 2), Math.min(length, Math.max(first, Math.ceil(to) + 2))];
}

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
