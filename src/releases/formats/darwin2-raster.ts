import type { ItemSize, MaskLabel } from '../../labels/index.js';
import { paintShape } from './raster.js';

export interface DarwinRasterLayer {
  /** Value and run in turn, row by row. */
  dense_rle: number[];
  mask_annotation_ids_mapping: Record<string, number>;
  total_pixels: number;
}

/**
 * The one raster layer that holds all masks of an item; values count from 1 in the order of `idsByClass`.
 * @throws when there are more than 255 classes, or a mask is not of the item's size
 */
export function rasterLayerOf(
  masks: MaskLabel[],
  idsByClass: ReadonlyMap<string, string>,
  { width, height }: ItemSize,
): DarwinRasterLayer {
  if (idsByClass.size > 255) throw new Error('a raster layer holds at most 255 classes');
  const classes = [...idsByClass.keys()];
  const raster = new Uint8Array(width * height);
  for (const mask of masks) paintShape(raster, { width, height }, mask, classes.indexOf(mask.class) + 1);

  const dense_rle: number[] = [];
  for (let start = 0, end = 0; start < raster.length; start = end) {
    while (end < raster.length && raster[end] === raster[start]) end += 1;
    dense_rle.push(raster[start] ?? 0, end - start);
  }
  const mapping = [...idsByClass.values()].map((id, place) => [id, place + 1]);
  return { dense_rle, mask_annotation_ids_mapping: Object.fromEntries(mapping), total_pixels: raster.length };
}
