import { describe, expect, it } from '@jest/globals';
import { encodeMask, type Label, type LabelSchema, type Point } from '../../labels/index.js';
import { encodeCoco, type ReleasedItem, type ReleasedItems } from './index.js';

const schema: LabelSchema = {
  classes: [
    { name: 'blurred', kind: 'TAG' },
    { name: 'Ignore', kind: 'POLYGON' },
    { name: 'Lung', kind: 'POLYGON' },
  ],
  fields: [],
};
const info = { description: 'test', version: '1', date_created: '2026-01-01' };

const square = (x: number, y: number, side: number): Point[] => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];

const item = (externalKey: string, ...labels: Label[]): ReleasedItem => ({
  externalKey,
  fileName: `${externalKey}.png`,
  width: 20,
  height: 12,
  labels,
  metadata: {},
  settledBy: 'MEDOID',
  agreement: 1,
});

async function write(...items: ReleasedItem[]) {
  return JSON.parse(
    await textOf(async function* () {
      yield* items;
    }),
  );
}

async function textOf(items: ReleasedItems): Promise<string> {
  let text = '';
  for await (const part of encodeCoco(items, { schema, info })) text += part;
  return text;
}

describe('COCO instances', () => {
  it('counts ids from 1 and keeps the schema’s order of classes', async () => {
    const coco = await write(
      item('a'),
      item('b', { kind: 'TAG', class: 'blurred' }, { kind: 'BOX', class: 'Lung', x: 2, y: 3, width: 4, height: 5 }),
    );
    expect(coco).toEqual({
      info,
      licenses: [],
      categories: [
        { id: 1, name: 'Ignore', supercategory: '' },
        { id: 2, name: 'Lung', supercategory: '' },
      ],
      images: [
        { id: 1, file_name: 'a.png', width: 20, height: 12, external_key: 'a' },
        { id: 2, file_name: 'b.png', width: 20, height: 12, external_key: 'b' },
      ],
      annotations: [
        {
          id: 1,
          image_id: 2,
          category_id: 2,
          segmentation: [[2, 3, 6, 3, 6, 8, 2, 8]],
          area: 20,
          bbox: [2, 3, 4, 5],
          iscrowd: 0,
        },
      ],
    });
  });

  it('writes one ring as a polygon with its exact area, also when it crosses itself', async () => {
    const bow = [square(0, 0, 10)[0]!, square(0, 0, 10)[2]!, square(0, 0, 10)[1]!, square(0, 0, 10)[3]!];
    const { annotations } = await write(
      item(
        'a',
        { kind: 'POLYGON', class: 'Lung', rings: [square(0.5, 0.5, 5)] },
        { kind: 'POLYGON', class: 'Lung', rings: [bow] },
      ),
    );
    expect(annotations.map(({ area, bbox }: { area: number; bbox: number[] }) => [area, bbox])).toEqual([
      [25, [0.5, 0.5, 5, 5]],
      [50, [0, 0, 10, 10]],
    ]);
  });

  it('writes rings with holes, and masks, as runs with the area of their pixels', async () => {
    const raster = new Uint8Array(20 * 12);
    raster[5 * 20 + 7] = raster[6 * 20 + 7] = raster[6 * 20 + 9] = 1;
    const { annotations } = await write(
      item(
        'a',
        { kind: 'POLYGON', class: 'Lung', rings: [square(1, 1, 9), square(3, 3, 4)] },
        { kind: 'MASK', class: 'Lung', ...encodeMask(raster, 20, 12) },
      ),
    );
    const [holed, mask] = annotations;
    // The outer square paints 10 × 10 pixels, the hole takes out what is inside its own outline: 3 × 3.
    expect([holed.area, holed.bbox, holed.segmentation.size, holed.iscrowd]).toEqual([91, [1, 1, 10, 10], [12, 20], 0]);
    expect([mask.area, mask.bbox]).toEqual([3, [7, 5, 3, 2]]);
    expect(mask.segmentation.counts).toEqual(encodeMask(raster, 20, 12).counts);
  });

  it('leaves out shapes without an area, and keeps ids without gaps', async () => {
    const flat = { kind: 'BOX', class: 'Lung', x: 1, y: 1, width: 0, height: 4 } as const;
    const { annotations } = await write(item('a', flat, { ...flat, width: 1 }));
    expect(annotations.map(({ id }: { id: number }) => id)).toEqual([1]);
  });

  it('writes attributes beside a shape, and spans nowhere', async () => {
    const box = { kind: 'BOX', class: 'Lung', x: 1, y: 1, width: 2, height: 4, attributes: { side: 'left' } } as const;
    const { annotations } = await write(item('a', { kind: 'SPAN', class: 'DRUG', start: 0, end: 4 }, box));
    expect(annotations).toMatchObject([{ id: 1, category_id: 2, attributes: { side: 'left' } }]);
  });

  it('refuses a class that is not in the schema, and items that change between its two readings', async () => {
    await expect(write(item('a', { kind: 'BOX', class: 'Rib', x: 0, y: 0, width: 1, height: 1 }))).rejects.toThrow(
      'Rib',
    );
    let reading = 0;
    async function* changing() {
      yield item(`a${(reading += 1)}`);
    }
    await expect(textOf(changing)).rejects.toThrow('changed');
  });
});
