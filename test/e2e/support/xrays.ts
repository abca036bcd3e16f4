import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PolygonLabel } from '../../../src/labels/index.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'data', 'lungs', 'xrays');

export interface Xray {
  fileName: string;
  width: number;
  height: number;
  picture: Buffer;
  lungs: PolygonLabel[];
}

/** Real X-rays with the outlines that V7's annotators drew (THIRD_PARTY_DATA.md). */
export async function readXrays(count: number): Promise<Xray[]> {
  const lines = gunzipSync(await readFile(join(folder, 'annotations.ndjson.gz')))
    .toString('utf8')
    .trim()
    .split('\n');
  const found: Xray[] = [];
  for (const line of lines) {
    const { image, annotations } = JSON.parse(line);
    const lungs: PolygonLabel[] = annotations
      .filter((each: any) => each.name === 'Lung' && each.polygon)
      .map((each: any) => ({ kind: 'POLYGON', class: 'Lung', rings: [each.polygon.path] }));
    if (lungs.length !== 2) continue;
    const { filename: fileName, width, height } = image;
    found.push({ fileName, width, height, picture: await readFile(join(folder, fileName)), lungs });
    if (found.length === count) return found;
  }
  throw new Error('too few X-rays with two lungs');
}
