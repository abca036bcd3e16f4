import type { Point } from '../label.types.js';
import { boundaryOfLines } from './boundary.js';
import { lengthOf, shareWithin } from './hausdorff.js';

/** How far apart two lines may run and still be the same, as a share of the square root of the picture's area. */
export const DEFAULT_TORSO = 0.01;

/**
 * How far two lines are the same, 0 to 1: the share of their lengths that runs within `reach` of the other line. Symmetric;
 * which way a line was drawn does not matter. It joins completeness and correctness of the buffer method for roads (Heipke,
 * Mayer, Wiedemann and Jamet 1997) into one number, weighted by length.
 * Defined where it has no meaning: 0 when either line has no point; a line without length counts as the point it is.
 * @param reach in pixels, 0 or more; CVAT's default is `DEFAULT_TORSO` × √(width × height of the picture)
 */
export function lineSimilarity(a: Point[], b: Point[], reach: number): number {
  if (!(reach >= 0)) throw new RangeError(`reach must be 0 or more, is ${reach}`);
  if (a.length === 0 || b.length === 0) return 0;
  const [one, other] = [boundaryOfLines([a]), boundaryOfLines([b])];
  const [ofOne, ofOther] = [shareWithin(one, other, reach), shareWithin(other, one, reach)];
  const [lengthOfOne, lengthOfOther] = [lengthOf(one), lengthOf(other)];
  const total = lengthOfOne + lengthOfOther;
  if (total === 0) return (ofOne + ofOther) / 2;
  return Math.min(1, (ofOne * lengthOfOne + ofOther * lengthOfOther) / total);
}
