import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { maskArea, maskBounds } from '../../../labels/index.js';
import { readItems, type ImportedItem, type ImportFormat, type RefusedLine } from '../index.js';

async function read(format: ImportFormat, content: string | Uint8Array) {
  const items: ImportedItem[] = [];
  const refused: RefusedLine[] = [];
  async function* bytes() {
    const all = Buffer.from(content as Uint8Array);
    for (let start = 0; start < all.length; start += 60_000) yield all.subarray(start, start + 60_000);
  }
  for await (const row of readItems(format, bytes())) {
    if ('item' in row) items.push(row.item);
    else refused.push(row.refused);
  }
  return { items, refused };
}

const campaign = (name: string) => gunzipSync(readFileSync(`data/lungs/${name}`));
const fixture = (name: string) => readFileSync(`test/fixtures/darwin/${name}.json`, 'utf8');
const count = <T>(list: T[], is: (entry: T) => unknown) => list.filter((entry) => is(entry)).length;

const image = { width: 100, height: 80, original_filename: 'a.png' };
const ring = [
  { x: 1, y: 1 },
  { x: 9, y: 1 },
  { x: 9, y: 9 },
];

describe('Darwin 1.0', () => {
  it('reads the whole campaign and keeps its defects', async () => {
    const { items, refused } = await read('DARWIN_1', campaign('v7-annotations.ndjson.gz'));
    const labels = items.flatMap((item) => item.labels ?? []);
    const rings = labels.map((label) => (label.kind === 'POLYGON' ? label.rings : []));
    const isOutside = ({ labels = [], data }: ImportedItem) =>
      labels.some(
        (label) =>
          label.kind === 'POLYGON' &&
          label.rings.flat().some(({ x, y }) => x < 0 || y < 0 || x > (data.width ?? 0) || y > (data.height ?? 0)),
      );
    expect(refused).toEqual([]);
    expect({
      items: items.length,
      keys: new Set(items.map(({ externalKey }) => externalKey)).size,
      labels: labels.length,
      severalRings: count(rings, ({ length }) => length > 1),
      withoutLungs: count(
        items,
        ({ labels = [] }) => !labels.some((label) => 'class' in label && label.class === 'Lung'),
      ),
      outside: count(items, isOutside),
      strays: count(items, ({ metadata }) => Array.isArray(metadata.tags)),
      patients: new Set(items.map(({ groupKey }) => groupKey)).size,
      ages: count(items, ({ metadata }) => typeof metadata.Age === 'number'),
      veryOld: count(items, ({ metadata }) => Number(metadata.Age) > 89),
      places: count(items, ({ source }) => source),
      secrets: count(items, (item) => /token|REDACTED/.test(JSON.stringify(item.data))),
    }).toEqual({
      items: 517,
      keys: 517,
      labels: 1011,
      severalRings: 2,
      withoutLungs: 82,
      outside: 2,
      strays: 6,
      patients: 271,
      ages: 380,
      veryOld: 4,
      places: 484,
      secrets: 0,
    });
    expect(items[0]).toMatchObject({
      line: 1,
      externalKey: '1676192',
      data: { fileName: '0a7faa2a.jpg', url: 'https://darwin.v7labs.com/api/images/1676192/original', width: 2000 },
      metadata: { View: 'PA', 'COVID-19': true, PatientID: 263, ICU_admission: 'Y' },
      groupKey: '263',
      source: 'Hannover Medical School, Hannover, Germany',
    });
  });

  it('names an image without a number by its file', async () => {
    const { items, refused } = await read('DARWIN_1', campaign('xrays/annotations.ndjson.gz'));
    expect([items.length, refused.length, items[0]?.externalKey]).toEqual([77, 0, '00870a9c.jpg']);
  });

  it.each([
    ['one a line', (list: object[]) => list.map((entry) => JSON.stringify(entry)).join('\n')],
    ['an array', (list: object[]) => ` ${JSON.stringify(list, null, 2)}`],
  ])('reads objects laid out as %s', async (_, write) => {
    const list = ['a', 'b', 'c'].map((name) => ({ image: { ...image, original_filename: name }, annotations: [] }));
    const { items } = await read('DARWIN_1', write(list));
    expect(items.map(({ line, externalKey }) => `${line} ${externalKey}`)).toEqual(['1 a', '2 b', '3 c']);
  });

  it('reads shapes in file order', async () => {
    const annotations = [
      { name: 'Lung', polygon: { path: ring }, bounding_box: { x: 1, y: 1, w: 8, h: 8 }, attributes: ['left'] },
      { name: 'Lung', complex_polygon: { path: [ring, ring] } },
      { name: 'Tube', bounding_box: { x: -1, y: 2.5, w: 3, h: 4 }, attributes: ['tip:carina', 'kind/tracheal', 7] },
    ];
    const { items } = await read('DARWIN_1', JSON.stringify({ image, annotations }, null, 1));
    const tube = { kind: 'BOX', class: 'Tube', x: -1, y: 2.5, width: 3, height: 4 };
    expect(items[0]?.labels).toEqual([
      { kind: 'POLYGON', class: 'Lung', rings: [ring] },
      { kind: 'POLYGON', class: 'Lung', rings: [ring, ring] },
      { ...tube, attributes: { tip: 'carina', kind: 'tracheal' } },
    ]);
  });

  it.each([
    [{ annotations: [] }, 'BAD_FIELD', 'image'],
    [{ image: { height: 1, filename: 'a' }, annotations: [] }, 'BAD_FIELD', 'image.width'],
    [{ image }, 'BAD_FIELD', 'annotations'],
    [{ image: { ...image, frame_count: 9 }, annotations: [] }, 'UNSUPPORTED', 'image'],
    [
      { image, annotations: [{ name: 'a', polygon: { path: ring.slice(1) } }] },
      'BAD_FIELD',
      'annotations[0].polygon.path',
    ],
    [
      {
        image,
        annotations: [
          { name: 'a', tag: {} },
          { name: 'a', polygon: { path: [...ring, { x: 1, y: null }] } },
        ],
      },
      'BAD_FIELD',
      'annotations[1].polygon.path[3].y',
    ],
    [{ image, annotations: [{ name: 'a', keypoint: { x: 1, y: 1 } }] }, 'UNSUPPORTED', 'annotations[0]'],
    [{ image, annotations: [{ name: 'a' }] }, 'UNSUPPORTED', 'annotations[0]'],
    [{ image, annotations: [{ name: 'note:\0', tag: {} }] }, 'UNSTORABLE', 'metadata.note'],
  ])('refuses %j, and keeps the rest', async (fault, code, path) => {
    const good = JSON.stringify({ image, annotations: [] });
    const { items, refused } = await read('DARWIN_1', `${good}\n${JSON.stringify(fault)}\n${good}`);
    expect(items.map(({ line }) => line)).toEqual([1, 3]);
    expect(refused).toEqual([expect.objectContaining({ line: 2, code, path })]);
  });

  it('refuses a damaged first line by itself', async () => {
    const { items, refused } = await read('DARWIN_1', `{"image":\n${JSON.stringify({ image, annotations: [] })}`);
    expect([items.length, refused]).toEqual([1, [expect.objectContaining({ line: 1, code: 'BAD_JSON' })]]);
  });

  it('refuses a whole file that is too large to hold', async () => {
    async function* bytes() {
      yield Buffer.from('[');
      for (let megabyte = 0; megabyte < 65; megabyte += 1) yield Buffer.alloc(2 ** 20, ' ');
    }
    const rows = [];
    for await (const row of readItems('DARWIN_1', bytes())) rows.push(row);
    expect(rows).toEqual([{ refused: expect.objectContaining({ line: 1, code: 'TOO_LARGE' }) }]);
  });
});

describe('Darwin 2.0', () => {
  it('reads the radiologists’ lungs of images that V7 annotated too', async () => {
    const { items, refused } = await read('DARWIN_2', campaign('radiologists-overlap.darwin2.json.gz'));
    expect([items.length, refused]).toEqual([64, []]);
    expect(items[0]).toMatchObject({ line: 1, externalKey: '1676404', data: { width: 1641, height: 1668 } });
    expect(items[0]?.labels).toHaveLength(2);
  });

  it('reads polygons of one path and of several', async () => {
    const { items } = await read('DARWIN_2', fixture('polygons'));
    expect(items[0]?.externalKey).toBe('0192c338-2dc8-bb9f-8dde-9c4a8714c957');
    expect(items[0]?.labels?.map((label) => label.kind === 'POLYGON' && label.rings.length)).toEqual([1, 1, 1]);

    const item = { name: 'a.png', slots: [{ type: 'image', width: 30, height: 20 }] };
    const annotations = [{ name: 'Lung', polygon: { paths: [ring, ring] }, bounding_box: { x: 1, y: 1, w: 8, h: 8 } }];
    const several = await read('DARWIN_2', JSON.stringify({ item, annotations }));
    expect(several.items[0]).toMatchObject({
      externalKey: 'a.png',
      labels: [{ kind: 'POLYGON', class: 'Lung', rings: [ring, ring] }],
    });
  });

  it('turns a raster layer’s rows into columns', async () => {
    const { items } = await read('DARWIN_2', fixture('raster-mask'));
    const [mask] = items[0]?.labels ?? [];
    if (mask?.kind !== 'MASK') throw new Error('no mask');
    const runs = JSON.parse(fixture('raster-mask')).annotations[0].raster_layer.dense_rle as number[];
    expect(maskArea(mask)).toBe(
      runs.reduce((sum, run, at) => (at % 2 === 1 && runs[at - 1] === 1 ? sum + run : sum), 0),
    );
    expect([mask.class, mask.width, mask.height, maskBounds(mask)]).toEqual([
      'box',
      626,
      1024,
      { x: 341, y: 307, width: 50, height: 47 },
    ]);
  });

  it('keeps several masks of one layer apart, and refuses one without pixels', async () => {
    const item = { name: 'a.png', slots: [{ type: 'image', width: 3, height: 2 }] };
    const raster_layer = {
      dense_rle: [1, 2, 0, 1, 2, 3],
      mask_annotation_ids_mapping: { p: 1, q: 2 },
      total_pixels: 6,
    };
    const layer = { name: '__raster_layer__', raster_layer };
    const mask = (id: string) => ({ id, name: id, mask: {} });
    const good = await read('DARWIN_2', JSON.stringify({ item, annotations: [layer, mask('q'), mask('p')] }));
    expect(good.items[0]?.labels).toEqual([
      { kind: 'MASK', class: 'q', width: 3, height: 2, counts: [1, 1, 1, 1, 1, 1] },
      { kind: 'MASK', class: 'p', width: 3, height: 2, counts: [0, 1, 1, 1, 3] },
    ]);
    const bad = await read('DARWIN_2', JSON.stringify({ item, annotations: [layer, mask('r')] }));
    expect(bad.refused[0]).toMatchObject({ code: 'BAD_FIELD', path: 'annotations[1].mask' });
    raster_layer.dense_rle.push(1, 1);
    const long = await read('DARWIN_2', JSON.stringify({ item, annotations: [layer] }));
    expect(long.refused[0]).toMatchObject({ code: 'BAD_FIELD', path: 'annotations[0].raster_layer.dense_rle' });
  });

  it('keeps properties of the item as metadata', async () => {
    const { items } = await read('DARWIN_2', fixture('item-properties'));
    expect(items[0]?.metadata).toEqual({
      test_item_level_property_multi_select: ['1', '2'],
      test_item_level_property_single_select: '1',
    });
  });

  it.each([
    ['every-kind', 'annotations[1]: ellipse is not supported yet', 'annotations[1]'],
    ['several-slots', 'item.slots: 3 slots are not supported yet, only one', 'item.slots'],
    ['video', 'item.slots[0]: video is not supported yet', 'item.slots[0]'],
  ])('refuses %s by name', async (name, message, path) => {
    const { items, refused } = await read('DARWIN_2', fixture(name));
    expect(items).toEqual([]);
    expect(refused).toEqual([expect.objectContaining({ line: 1, code: 'UNSUPPORTED', message, path })]);
  });
});
