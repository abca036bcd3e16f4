import type { ItemSize, MaskLabel } from '../../../labels/index.js';
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

/** The pixels of one value as COCO runs: column by column, zeros first. */
export function maskOf(className: string, layer: RasterLayer, value: number, { width, height }: ItemSize): MaskLabel {
  const counts: number[] = [];
  let isSet = false;
  let run = 0;
  for (let x = 0; x < width; x += 1) {
    for (let at = x; at < layer.values.length; at += width) {
      if ((layer.values[at] === value) !== isSet) {
        counts.push(run);
        isSet = !isSet;
        run = 0;
      }
      run += 1;
    }
  }
  counts.push(run);
  return { kind: 'MASK', class: className, width, height, counts };
}
