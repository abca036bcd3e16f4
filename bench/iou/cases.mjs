/* The pairs that both sides get. Masks are COCO's compressed run lengths, polygons lists of rings of [x, y]. */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { randomOf } from '../../dist/src/consensus/statistics/random.js';
import { readAnswers } from '../../dist/src/demo/lungs.js';
import { compressCounts, encodeMask } from '../../dist/src/labels/index.js';

const lungs = new URL('../../data/lungs/', import.meta.url);

/**
 * Real masks: every lung of an image with every lung of the same image, itself too, so that about half the pairs share much
 * and half nothing. Synthetic ones: discs in a picture of 512 × 512, thirty with thirty others.
 */
export async function maskCases() {
  const file = JSON.parse(gunzipSync(await readFile(new URL('radiologists.coco-rle.json.gz', lungs))).toString());
  const byImage = new Map();
  for (const { image_id: image, segmentation } of file.annotations) {
    const [height, width] = segmentation.size;
    byImage.set(image, [...(byImage.get(image) ?? []), { width, height, text: compressCounts(segmentation.counts) }]);
  }
  const { next: random } = randomOf(7);
  const discs = Array.from({ length: 60 }, () =>
    disc(512, 512, [160 + 192 * random(), 160 + 192 * random()], 60 + 90 * random()),
  );
  return {
    lungs: [...byImage.values()].map((masks) => ({ left: masks, right: masks })),
    discs: [{ left: discs.slice(0, 30), right: discs.slice(30) }],
  };
}

function disc(width, height, [centreX, centreY], radius) {
  const raster = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) raster[y * width + x] = Number(Math.hypot(x - centreX, y - centreY) <= radius);
  return { width, height, text: compressCounts(encodeMask(raster, width, height).counts) };
}

/** Real polygons: each lung of the team's with each of the radiologists' on the same image. Synthetic ones: wavy outlines that overlap. */
export async function polygonCases() {
  const { team, radiologists } = await readAnswers();
  const pairs = [];
  for (const [image, others] of radiologists) {
    const lefts = (team.get(image) ?? []).filter((label) => label.kind === 'POLYGON' && label.class === 'Lung');
    for (const left of lefts)
      for (const right of others.filter((label) => label.kind === 'POLYGON'))
        pairs.push([corners(left.rings), corners(right.rings)]);
  }
  const { next: random } = randomOf(11);
  const synthetic = [10, 100, 300].map((points) => [
    `wavy${points}`,
    Array.from({ length: 200 }, () => [[wavy(points, random)], [wavy(points, random)]]),
  ]);
  return { lungs: pairs, ...Object.fromEntries(synthetic) };
}

const corners = (rings) => rings.map((ring) => ring.map(({ x, y }) => [x, y]));

/** Star-shaped, so that GEOS takes it for valid: a noisy radius around a middle. */
function wavy(points, random) {
  const [x, y] = [200 + 60 * random(), 200 + 60 * random()];
  return Array.from({ length: points }, (_, at) => {
    const radius = 100 + 30 * Math.sin((6 * Math.PI * at) / points) + 10 * random();
    return [x + radius * Math.cos((2 * Math.PI * at) / points), y + radius * Math.sin((2 * Math.PI * at) / points)];
  });
}
