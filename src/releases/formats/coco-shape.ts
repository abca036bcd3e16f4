import {
  areaOfShape,
  boundsOfShape,
  encodeMask,
  maskArea,
  maskBounds,
  type Box,
  type BoxLabel,
  type ItemSize,
  type Point,
  type ShapeLabel,
} from '../../labels/index.js';
import { paintShape } from './raster.js';

export interface CocoShape {
  segmentation: number[][] | { size: [height: number, width: number]; counts: number[] };
  area: number;
  bbox: [x: number, y: number, width: number, height: number];
}

/**
 * A box or a single ring becomes a polygon list, with its exact even-odd area, which is also how pycocotools fills it.
 * COCO's polygon lists are a union, so rings with holes become run lengths, with the area of their pixels.
 */
export function cocoShape(shape: ShapeLabel, size: ItemSize): CocoShape {
  if (shape.kind === 'BOX') return polygonOf(shape, cornersOf(shape));
  const [ring, ...more] = shape.kind === 'POLYGON' ? shape.rings : [];
  return ring && more.length === 0 ? polygonOf(shape, ring) : runsOf(shape, size);
}

function polygonOf(shape: ShapeLabel, ring: Point[]): CocoShape {
  const segmentation = [ring.flatMap(({ x, y }) => [x, y])];
  return { segmentation, area: areaOfShape(shape), bbox: bboxOf(boundsOfShape(shape)) };
}

function runsOf(shape: ShapeLabel, { width, height }: ItemSize): CocoShape {
  const raster = new Uint8Array(width * height);
  paintShape(raster, { width, height }, shape, 1);
  const mask = encodeMask(raster, width, height);
  const segmentation: CocoShape['segmentation'] = { size: [height, width], counts: mask.counts };
  return { segmentation, area: maskArea(mask), bbox: bboxOf(maskBounds(mask)) };
}

const bboxOf = ({ x, y, width, height }: Box): CocoShape['bbox'] => [x, y, width, height];

function cornersOf({ x, y, width, height }: BoxLabel): Point[] {
  const [right, bottom] = [x + width, y + height];
  return [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ];
}
