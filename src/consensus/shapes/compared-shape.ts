import {
  areaOfShape,
  boundsOfShape,
  boxIntersectionArea,
  painted,
  shapeIou,
  type Box,
  type MaskLabel,
  type ShapeLabel,
} from '../../labels/index.js';

/**
 * A shape with what comparing it with many others needs more than once: its bounds, its area and, against masks, itself
 * painted at their size.
 */
export class ComparedShape {
  readonly bounds: Box;
  readonly area: number;
  private readonly paintedAt = new Map<string, ComparedShape>();

  constructor(readonly shape: ShapeLabel) {
    this.bounds = boundsOfShape(shape);
    this.area = areaOfShape(shape);
  }

  /** This shape in the form in which `shapeIou` compares it with the other. */
  against({ shape: other }: ComparedShape): ComparedShape {
    const { shape } = this;
    if (other.kind !== 'MASK' || shape.kind === 'MASK') return this;
    const size = `${other.width} ${other.height}`;
    const known = this.paintedAt.get(size);
    if (known) return known;
    const mask: MaskLabel = { kind: 'MASK', class: shape.class, ...painted(shape, other) };
    const compared = new ComparedShape(mask);
    this.paintedAt.set(size, compared);
    return compared;
  }
}

/** The IoU of two shapes as `shapeIou` finds it, or 0 where bounds and areas already say that it is below `least`. */
export function iouFrom(one: ComparedShape, other: ComparedShape, least: number): number {
  if (!mayTouch(one.bounds, other.bounds)) return 0;
  const [a, b] = [one.against(other), other.against(one)];
  const shared = Math.min(boxIntersectionArea(a.bounds, b.bounds), a.area, b.area);
  // The hair is for rounding: shapes on the very edge are left to the exact comparison.
  if (shared / (a.area + b.area - shared) < least - 1e-6) return 0;
  const iou = shapeIou(a.shape, b.shape);
  return iou >= least ? iou : 0;
}

/** One pixel of slack: a painted outline reaches up to a pixel beyond its bounds. */
function mayTouch(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width + 1 && b.x <= a.x + a.width + 1 && a.y <= b.y + b.height + 1 && b.y <= a.y + a.height + 1;
}
