import sharp from 'sharp';
import { isShape, type LabelSchema } from '../../labels/index.js';
import { paintShape } from './raster.js';
import type { ReleasedItem } from './released-item.types.js';

/**
 * The item's mask as an 8-bit grey PNG: all shapes in list order, a later one over an earlier one, each with its class's
 * `maskValue`; classes without one are not painted, and what nothing covers is 0.
 */
export function encodeSemanticMask(item: ReleasedItem, schema: LabelSchema): Promise<Buffer> {
  return encodeGreyPng(paintSemanticMask(item, schema), item.width, item.height);
}

/** The same mask as raw bytes, row by row. */
export function paintSemanticMask(item: ReleasedItem, schema: LabelSchema): Uint8Array {
  const values = new Map(schema.classes.map(({ name, maskValue }) => [name, maskValue]));
  const raster = new Uint8Array(item.width * item.height);
  for (const shape of item.labels.filter(isShape)) {
    const value = values.get(shape.class);
    if (value !== undefined) paintShape(raster, item, shape, value);
  }
  return raster;
}

/** The same bytes for the same pixels: no palette, no time stamp, one fixed filter. */
function encodeGreyPng(raster: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(raster, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png({ palette: false, compressionLevel: 6, adaptiveFiltering: false })
    .toBuffer();
}
