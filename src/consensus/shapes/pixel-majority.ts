import { RunWriter, walkMasks, type RunMask } from '../../labels/index.js';

/**
 * The pixels that more than half of the weight covers; of two masks of equal weight, those in both.
 *
 * @param masks at least one, all of one size
 * @param weights one a mask, above 0; all alike when absent
 * @throws RangeError when the masks differ in size
 */
export function pixelMajority(masks: RunMask[], weights: number[] = masks.map(() => 1)): RunMask {
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  const writer = new RunWriter(masks[0]!.width, masks[0]!.height);
  walkMasks(masks, (length, isIn) => {
    let weight = 0;
    for (const [mask, covers] of isIn.entries()) if (covers) weight += weights[mask]!;
    writer.add(length, weight > half + 1e-12);
  });
  return writer.mask();
}
