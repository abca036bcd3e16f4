import { encodeMask, type ItemSize, type MaskLabel } from '../../../labels/index.js';
import { integerAt, listAt, numberAt, recordAt, type JsonRecord } from '../fields.js';
import { LineFault } from '../line-fault.js';

/** 100 megapixels: room for any slide tile or X-ray, and 200 MB while one item is read. */
const MOST_PIXELS = 100_000_000;

/** A raster layer: one value a pixel, row by row, and which mask annotation each value stands for. */
export interface RasterLayer {
  values: Uint16Array;
  valueOfMask: Map<string, number>;
}

/** Reads `{ dense_rle: [value, run, value, run, …], mask_annotation_ids_mapping }`; its runs go row by row. */
export function rasterLayerAt(value: unknown, path: string, { width, height }: ItemSize): RasterLayer {
  const layer = recordAt(value, path);
  const runs = listAt(layer.dense_rle, `${path}.dense_rle`);
  if (width * height > MOST_PIXELS)
    throw new LineFault('TOO_LARGE', `${path} has more than ${MOST_PIXELS / 1e6} megapixels`, path);

  const values = new Uint16Array(width * height);
  let end = 0;
  for (let place = 0; place < runs.length; place += 2) {
    const start = end;
    end += integerAt(0, values.length)(runs[place + 1], `${path}.dense_rle[${place + 1}]`);
    values.fill(integerAt(0, 65_535)(runs[place], `${path}.dense_rle[${place}]`), start, end);
  }
  if (end !== values.length)
    throw new LineFault('BAD_FIELD', `${path}.dense_rle has ${end} of ${values.length} pixels`, `${path}.dense_rle`);

  const mapping: JsonRecord = recordAt(layer.mask_annotation_ids_mapping, `${path}.mask_annotation_ids_mapping`);
  return {
    values,
    valueOfMask: new Map(
      Object.entries(mapping).map(([id, at]) => [id, numberAt(at, `${path}.mask_annotation_ids_mapping`)]),
    ),
  };
}

/** The pixels of one value as a mask label. */
export function maskOf(className: string, layer: RasterLayer, value: number, { width, height }: ItemSize): MaskLabel {
  const pixels = new Uint8Array(layer.values.length);
  for (let at = 0; at < pixels.length; at += 1) if (layer.values[at] === value) pixels[at] = 1;
  return { kind: 'MASK', class: className, ...encodeMask(pixels, width, height) };
}
