import type { Point } from '../label.types.js';
import { overUnion, type Box } from './box.js';
import { evenOddArea } from './even-odd-area.js';

/** Beyond this a product of two coordinates is no longer exact to a pixel in a double. */
const FARTHEST = 1e7;

/**
 * The area in square pixels of rings combined even-odd: holes and doubly covered parts of a self-crossing ring are out.
 * Rings without an area, or with coordinates that are no numbers or lie beyond 1e7, count as nothing: 0, never NaN.
 */
export function polygonArea(rings: Point[][]): number {
  return isInRange(rings) ? evenOddArea(rings) : 0;
}

/** The area in square pixels that two polygons share, each filled even-odd. Symmetric; 0 where `polygonArea` is. */
export function polygonIntersectionArea(a: Point[][], b: Point[][]): number {
  if (!isInRange(a) || !isInRange(b) || areApart(polygonBounds(a), polygonBounds(b))) return 0;
  return evenOddArea(a, b);
}

/** Intersection over union of two polygons, each filled even-odd: 0 to 1, 0 when either has no area. */
export function polygonIou(a: Point[][], b: Point[][]): number {
  const intersection = polygonIntersectionArea(a, b);
  return intersection === 0 ? 0 : overUnion(intersection, polygonArea(a), polygonArea(b));
}

/** The smallest box around all rings; a box of zeros when there are no points. */
export function polygonBounds(rings: Point[][]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const { x, y } of ring) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (left > right || top > bottom) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function isInRange(rings: Point[][]): boolean {
  return rings.every((ring) => ring.every(({ x, y }) => Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST));
}

function areApart(a: Box, b: Box): boolean {
  return a.x > b.x + b.width || b.x > a.x + a.width || a.y > b.y + b.height || b.y > a.y + a.height;
}
