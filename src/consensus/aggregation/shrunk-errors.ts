/** Before a worker's first judged answer: as if three had been right and one wrong, a Beta(3, 1). */
export const [RIGHT_BEFORE, WRONG_BEFORE] = [3, 1];
/** As many judged answers of a class stand behind a matrix row as "errs like everywhere else" does. */
const ROW_WEIGHT = 8;

/** The mean of Beta(3 + right, 1 + wrong), in (0, 1). */
export function skillAfter(right: number, judged: number): number {
  return (RIGHT_BEFORE + right) / (RIGHT_BEFORE + WRONG_BEFORE + judged);
}

/**
 * P(says o | c is true) of a worker who was heard `count` times to say so in `rowSum` judged answers of class c:
 *
 *   e[c][o] = (n[c][o] + 8·m[c][o]) / (n[c] + 8),   m[c][c] = skill, and (1 − skill)/(K − 1) beside it:
 *
 * with few judged answers a one-coin model, with many the worker's own confusions.
 */
export function shrunkError(count: number, rowSum: number, isRight: boolean, skill: number, classes: number): number {
  const alike = isRight ? skill : (1 - skill) / Math.max(1, classes - 1);
  return (count + ROW_WEIGHT * alike) / (rowSum + ROW_WEIGHT);
}
