import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { Point } from '../label.types.js';
import { paintPolygon } from './paint.js';

/** One line of the campaign file: what V7 exported for one X-ray (Darwin 1.0). */
interface Export {
  image: { url: string; width: number; height: number };
  annotations: {
    name: string;
    polygon?: { path: Point[] };
    complex_polygon?: { path: Point[][] };
  }[];
}

const masks = new URL('../../../test/fixtures/lungs/masks/', import.meta.url);
const campaign = new URL('../../../data/lungs/v7-annotations.ndjson.gz', import.meta.url);
const values: Record<string, number> = { Lung: 255, Ignore: 127 };

function painted({ image, annotations }: Export): Uint8Array {
  const raster = new Uint8Array(image.width * image.height);
  for (const { name, polygon, complex_polygon } of annotations) {
    const rings = complex_polygon?.path ?? (polygon && [polygon.path]);
    const value = values[name];
    if (rings && value) paintPolygon(raster, image.width, image.height, rings, value);
  }
  return raster;
}

function lungIou(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] === 255 && b[i] === 255) both += 1;
    if (a[i] === 255 || b[i] === 255) either += 1;
  }
  return either === 0 ? 1 : both / either;
}

describe('the annotations of the lung campaign, painted in list order', () => {
  it("are V7's own masks, pixel by pixel", async () => {
    const wanted = new Set(readdirSync(masks));
    const lines = gunzipSync(readFileSync(campaign)).toString('utf8').trim().split('\n');
    const differing: string[] = [];
    let compared = 0;
    let lowest = 1;
    let polygons = 0;
    let milliseconds = 0;

    for (const line of lines) {
      const exported = JSON.parse(line) as Export;
      const file = `${/\/images\/(\d+)\//.exec(exported.image.url)?.[1]}.png`;
      if (!wanted.has(file)) continue;

      const start = performance.now();
      const ours = painted(exported);
      milliseconds += performance.now() - start;
      polygons += exported.annotations.filter(({ polygon, complex_polygon }) => polygon ?? complex_polygon).length;

      const { data, info } = await sharp(fileURLToPath(new URL(file, masks)))
        .extractChannel(0)
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([exported.image.width, exported.image.height]);
      compared += 1;
      lowest = Math.min(lowest, lungIou(ours, data));
      if (!data.equals(ours)) differing.push(file);
    }

    process.stdout.write(
      `${compared - differing.length} of ${compared} masks identical, lowest lung IoU ${lowest}, ` +
        `${polygons} polygons painted in ${Math.round(milliseconds)} ms\n`,
    );
    expect(compared).toBe(104);
    expect(differing).toEqual([]);
    expect(lowest).toBe(1);
  });
});
