import {
  boundsOfShape,
  cellsOfPolygon,
  maskArea,
  outlineOfCells,
  painted,
  ringsOf,
  type BoxLabel,
  type MaskLabel,
  type PixelGrid,
  type PolygonLabel,
  type RunMask,
  type ShapeLabel,
} from '../../labels/index.js';
import { pixelMajority, sharesOf } from './pixel-majority.js';
import { staple } from './staple.js';
import { meanBox } from './weighted-box-fusion.js';

/** From this many on STAPLE can tell the careful from the careless. */
const FEWEST_FOR_STAPLE = 4;

/** Polygons are voted on in cells of a pixel, of less when they are small and of more when they are huge. */
const FEWEST_CELLS = 256;
const MOST_CELLS = 4096;

/**
 * One shape out of several of one object.
 *
 * Boxes: the mean of their edges by weight. Otherwise pixel by pixel: up to three by majority of the weight, from four on by
 * STAPLE, which learns how much each counts and does not look at the weights. With a mask among them the result is a mask of
 * its size, otherwise a polygon.
 *
 * @param shapes of one class; masks of one size
 * @returns null when no pixel is left; there is then no shape to speak of
 */
export function fusedShape(shapes: readonly ShapeLabel[], weights: readonly number[]): ShapeLabel | null {
  const [first] = shapes;
  if (!first) return null;
  if (shapes.every((shape) => shape.kind === 'BOX')) {
    const shares = sharesOf(shapes.length, weights);
    return { kind: 'BOX', class: first.class, ...meanBox(shapes.map((box, at) => ({ box, score: shares[at]! }))) };
  }
  const size = shapes.find((shape) => shape.kind === 'MASK');
  return size ? fusedMask(shapes, weights, size) : fusedPolygon(shapes.filter(isOutlined), weights, first.class);
}

function fusedMask(shapes: readonly ShapeLabel[], weights: readonly number[], size: MaskLabel): MaskLabel | null {
  const masks = shapes.map((shape) => (shape.kind === 'MASK' ? shape : painted(shape, size)));
  const mask = voted(masks, weights);
  return maskArea(mask) > 0 ? { kind: 'MASK', class: size.class, ...mask } : null;
}

function fusedPolygon(
  shapes: readonly (BoxLabel | PolygonLabel)[],
  weights: readonly number[],
  name: string,
): PolygonLabel | null {
  const grid = gridOver(shapes);
  const mask = voted(
    shapes.map((shape) => cellsOfPolygon(ringsOf(shape), grid)),
    weights,
  );
  const rings = outlineOfCells(mask, grid);
  return rings.length > 0 ? { kind: 'POLYGON', class: name, rings } : null;
}

function voted(masks: RunMask[], weights: readonly number[]): RunMask {
  if (masks.length >= FEWEST_FOR_STAPLE) {
    const { mask } = staple(masks);
    if (maskArea(mask) > 0) return mask;
  }
  return pixelMajority(masks, weights);
}

function gridOver(shapes: readonly ShapeLabel[]): PixelGrid {
  const bounds = shapes.map(boundsOfShape);
  const left = Math.min(...bounds.map(({ x }) => x));
  const top = Math.min(...bounds.map(({ y }) => y));
  const width = Math.max(...bounds.map((box) => box.x + box.width)) - left;
  const height = Math.max(...bounds.map((box) => box.y + box.height)) - top;
  const longer = Math.max(width, height);
  const cell = Math.max(Math.min(1, longer / FEWEST_CELLS), longer / MOST_CELLS) || 1;
  return { left, top, cell, width: Math.ceil(width / cell), height: Math.ceil(height / cell) };
}

function isOutlined(shape: ShapeLabel): shape is BoxLabel | PolygonLabel {
  return shape.kind !== 'MASK';
}
