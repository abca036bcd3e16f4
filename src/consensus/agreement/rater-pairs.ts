import type { ReliabilityTable } from './reliability-table.js';

/**
 * Each two labels of a unit that come from two raters, the lower-numbered rater's first. `pair` is the same for the same two
 * raters on every unit.
 */
export function eachMeeting(
  { raters, offsets, raterOf, valueOf }: ReliabilityTable,
  unit: number,
  visit: (pair: number, left: number, right: number) => void,
): void {
  for (let i = offsets[unit]!; i < offsets[unit + 1]!; i += 1) {
    for (let j = offsets[unit]!; j < i; j += 1) {
      if (raterOf[i] === raterOf[j]) continue;
      const [low, high] = raterOf[i]! < raterOf[j]! ? [i, j] : [j, i];
      visit(raterOf[low]! * raters + raterOf[high]!, valueOf[low]!, valueOf[high]!);
    }
  }
}
