import {
  boundsOfShape,
  cellsOfPolygon,
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

import { averageBox } from './box-fusion.js';
import { pixelMajority } from './pixel-majority.js';
import { stapleMask } from './staple.js';

/** Polygons are fused on cells of a pixel, or larger when they span more than that: the outline strays half a cell. */
const MOST_CELLS = 2048;
/** Fewer raters than that are too few to tell who is right where (consensus.md 3.2): they vote. */
const FEWEST_FOR_STAPLE = 4;

/**
 * One shape made of several of the same object. Boxes: the mean of their sides, by weight. Outlines and masks: what more than
 * half of the weight covers, up to three of them; from four on STAPLE (Warfield 2004), which learns who draws too much or too
 * little.
 *
 * @param shapes at least two, of one class
 * @param weights one a shape, above 0
 * @param kind what comes out where kinds are mixed; boxes among other kinds are taken as outlines
 */
export function fusedShape(shapes: ShapeLabel[], weights: number[], kind: ShapeLabel['kind']): ShapeLabel {
  if (shapes.every((shape) => shape.kind === 'BOX')) return averageBox(shapes, weights);
  const size = shapes.find((shape) => shape.kind === 'MASK');
  const [name] = shapes.map((shape) => shape.class);
  if (size) {
    const grid = { left: 0, top: 0, cell: 1 };
    const mask = fused(shapes.map((shape) => (shape.kind === 'MASK' ? shape : painted(shape, size))), weights); // prettier-ignore
    return kind === 'MASK' ? maskLabel(name!, mask) : outline(name!, mask, grid);
  }
  const outlines = shapes as (BoxLabel | PolygonLabel)[];
  const grid = gridAround(outlines);
  return outline(name!, fused(outlines.map((shape) => cellsOfPolygon(ringsOf(shape), grid)), weights), grid); // prettier-ignore
}

function fused(masks: RunMask[], weights: number[]): RunMask {
  return masks.length < FEWEST_FOR_STAPLE ? pixelMajority(masks, weights) : stapleMask(masks);
}

const maskLabel = (name: string, { width, height, counts }: RunMask): MaskLabel => {
  return { kind: 'MASK', class: name, width, height, counts };
};

const outline = (name: string, mask: RunMask, grid: Pick<PixelGrid, 'left' | 'top' | 'cell'>): PolygonLabel => {
  return { kind: 'POLYGON', class: name, rings: outlineOfCells(mask, grid) };
};

function gridAround(shapes: ShapeLabel[]): PixelGrid {
  const bounds = shapes.map(boundsOfShape);
  const left = Math.floor(Math.min(...bounds.map(({ x }) => x)));
  const top = Math.floor(Math.min(...bounds.map(({ y }) => y)));
  const right = Math.ceil(Math.max(...bounds.map(({ x, width }) => x + width)));
  const bottom = Math.ceil(Math.max(...bounds.map(({ y, height }) => y + height)));
  const cell = Math.max(1, Math.max(right - left, bottom - top) / MOST_CELLS);
  return { left, top, cell, width: Math.ceil((right - left) / cell), height: Math.ceil((bottom - top) / cell) };
}
