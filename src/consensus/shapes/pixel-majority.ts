import { RunWriter, walkMasks, type RunMask } from '../../labels/index.js';

/**
 * The pixels that more than half of the weight holds; of a tie they are out, so of two masks of the same weight the
 * intersection is left.
 *
 * @param masks of one size
 * @param weights one a mask, 0 or more; absent, or all 0: every mask counts the same
 * @throws RangeError when the masks differ in size, or a weight is below 0 or not finite
 */
export function pixelMajority(masks: RunMask[], weights?: readonly number[]): RunMask {
  const shares = sharesOf(masks.length, weights);
  const writer = new RunWriter(masks[0]?.width ?? 0, masks[0]?.height ?? 0);
  walkMasks(masks, (length, isIn) => {
    const votes = shares.reduce((sum, share, index) => sum + share * isIn[index]!, 0);
    // The hair: a tie of weights such as .1 + .2 against .3 is a tie.
    writer.add(length, votes > 0.5 + 1e-9);
  });
  return writer.mask();
}

/** Weights as shares that sum to 1. */
export function sharesOf(count: number, weights: readonly number[] = []): number[] {
  const given = Array.from({ length: count }, (_, index) => weights[index] ?? 1);
  for (const weight of given) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError(`a weight of ${weight} is no finite 0 or more`);
  }
  const sum = given.reduce((total, weight) => total + weight, 0);
  return given.map((weight) => (sum > 0 ? weight / sum : 1 / count));
}
