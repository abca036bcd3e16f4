import { it } from '@jest/globals';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { readItems } from './index.js';
async function run(f: any, p: string, gz = true) {
  let n = 0,
    r: any[] = [],
    last: any;
  const t = Date.now();
  for await (const row of readItems(
    f,
    gz ? fs.createReadStream(p).pipe(zlib.createGunzip()) : fs.createReadStream(p),
  )) {
    if ('item' in row) {
      n++;
      last ??= row.item;
    } else r.push(row.refused);
  }
  const s = JSON.stringify(last, (k, v) => (k === 'labels' ? v.length : v));
  console.log(p.split('/').pop(), n, r.length, Date.now() - t, 'ms', JSON.stringify(r).slice(0, 800), s);
}
it('x', async () => {
  const d = '/work/main/data/lungs/';
  await run('DARWIN_1', d + 'v7-annotations.ndjson.gz');
  await run('DARWIN_1', d + 'xrays/annotations.ndjson.gz');
  await run('DARWIN_2', d + 'radiologists-overlap.darwin2.json.gz');
  const x = '/work/shared/data/darwin-fixtures/e2e_tests/data/';
  for (const f of [
    'convert/semantic_mask/from/221b-2.json',
    'convert/instance_mask/from/000000021295.json',
    'convert/coco/from/base_annotation.json',
    'import/image_new_basic_annotations/image_1.json',
    'import/multi_slotted_annotations_with_slots_defined/multi_slotted_item.json',
    'import/video_annotations_small_video/mini_uct.json',
    'import/image_annotations_item_level_properties_no_annotations/image_1.json',
  ])
    await run('DARWIN_2', x + f, false);
});
