import {
  areaOfShape,
  boundsOfShape,
  type ItemSize,
  type Label,
  type Point,
  type ShapeLabel,
} from '../../labels/index.js';
import { paintShape } from './raster.js';

export interface CocoShape {
  segmentation: number[][] | { size: [height: number, width: number]; counts: number[] };
  area: number;
  bbox: [x: number, y: number, width: number, height: number];
}

export const isShape = (label: Label): label is ShapeLabel =>
  label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK';

/** A box or a single ring becomes a polygon list with its exact area; holes need run lengths, whose area is their pixels. */
export function cocoShape(shape: ShapeLabel, size: ItemSize): CocoShape {
  if (shape.kind === 'MASK') return runsOf(shape.counts, size);
  if (shape.kind === 'POLYGON' && shape.rings.length > 1) return runsOf(countsOf(shape, size), size);
  const { x, y, width, height } = boundsOfShape(shape);
  return { segmentation: [flat(outline(shape))], area: areaOfShape(shape), bbox: [x, y, width, height] };
}
