/** An upright rectangle in pixels: x to the right, y down. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The area that two boxes share, in square pixels; 0 when they only touch. */
export function boxIntersectionArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0 to 1; 0 when either box has no area. */
export function boxIou(a: Box, b: Box): number {
  return overUnion(boxIntersectionArea(a, b), a.width * a.height, b.width * b.height);
}

/**
 * |A∩B| / |A∪B| from the three areas, held within 0 to 1: rounding may make an intersection a hair larger than its parts.
 * Whatever has no area overlaps nothing, so 0 and never NaN.
 */
export function overUnion(intersection: number, areaOfA: number, areaOfB: number): number {
  if (!(areaOfA > 0 && areaOfB > 0 && intersection > 0)) return 0;
  return Math.min(1, intersection / (areaOfA + areaOfB - intersection));
}
