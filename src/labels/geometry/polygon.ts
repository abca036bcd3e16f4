import type { Point } from '../label.types.js';
import type { Box } from './box.js';
import { evenOddArea, evenOddAreas, type EvenOddAreas } from './even-odd-area.js';

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
  return mayOverlap(a, b) ? evenOddAreas(a, b).shared : 0;
}

/** Intersection over union of two polygons, each filled even-odd: 0 to 1, symmetric, 0 when either has no area. */
export function polygonIou(a: Point[][], b: Point[][]): number {
  if (!mayOverlap(a, b)) return 0;
  const areas = evenOddAreas(a, b);
  return areas.shared > 0 ? areas.shared / unionOf(areas) : 0;
}

/** 2·|A∩B| / (|A| + |B|) of two polygons, each filled even-odd (Dice 1945): 0 to 1, symmetric, 0 when either has no area. */
export function polygonDice(a: Point[][], b: Point[][]): number {
  if (!mayOverlap(a, b)) return 0;
  const areas = evenOddAreas(a, b);
  return areas.shared > 0 ? (2 * areas.shared) / (unionOf(areas) + areas.shared) : 0;
}

/** Of the parts, so that rounding can not make it less than what is shared. */
function unionOf({ onlyFirst, onlySecond, shared }: EvenOddAreas): number {
  return onlyFirst + onlySecond + shared;
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

function mayOverlap(a: Point[][], b: Point[][]): boolean {
  if (!isInRange(a) || !isInRange(b)) return false;
  const [one, other] = [polygonBounds(a), polygonBounds(b)];
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}
