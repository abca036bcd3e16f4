import type { Point } from '../label.types.js';
import { polygonBounds } from './polygon.js';

/** How far off a point usually is, relative to the size of the object, where nothing better is known. */
export const DEFAULT_SIGMA = 0.1;

/** The points of a skeleton in the schema's order; null: this person did not mark it. */
export type Keypoints = (Point | null)[];

export interface OksOptions {
  /** Of each point, or of all; 0.1 when absent. COCO's own for people run from .025 (eyes) to .107 (hips). */
  sigmas?: number | number[];
  /** The area of the object in square pixels, COCO's s²; absent: the mean of the areas of the boxes around both. */
  area?: number;
}

/**
 * Object keypoint similarity, 0 to 1: the mean over the points of exp(−d² / (2·s²·k²)), with d the distance in pixels, s² the
 * area of the object and k = 2σ of the point (COCO keypoint evaluation; Ronchi and Perona 2017, eq. 1). Symmetric, unlike
 * COCO's, which knows which side is the truth: the area is the mean of both, and a point that only one of them marked counts
 * with 0.
 * Defined where it has no meaning: 0 when neither marked any point; without an area points are the same or they are not.
 * @throws RangeError when a and b, or the sigmas, have different numbers of points
 */
export function keypointSimilarity(
  a: Keypoints,
  b: Keypoints,
  { sigmas = DEFAULT_SIGMA, area }: OksOptions = {},
): number {
  if (a.length !== b.length) throw new RangeError(`skeletons of ${a.length} and ${b.length} points cannot be compared`);
  if (typeof sigmas !== 'number' && sigmas.length !== a.length) {
    throw new RangeError(`${sigmas.length} sigmas for ${a.length} points`);
  }
  const size = area ?? (areaAround(a) + areaAround(b)) / 2;
  let [sum, marked] = [0, 0];
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (!left && !right) continue;
    marked += 1;
    if (!left || !right) continue;
    const square = (left.x - right.x) ** 2 + (left.y - right.y) ** 2;
    const k = 2 * (typeof sigmas === 'number' ? sigmas : sigmas[index]!);
    sum += square === 0 ? 1 : Math.exp(-square / (2 * size * k * k));
  }
  return marked === 0 ? 0 : sum / marked;
}

/** The area of the box around the points that are marked, in square pixels. */
export function areaAround(points: Keypoints): number {
  const { width, height } = polygonBounds([points.filter((point) => point !== null)]);
  return width * height;
}
