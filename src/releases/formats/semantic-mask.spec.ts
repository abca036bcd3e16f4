import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { LabelSchema } from '../../labels/index.js';
import { campaignItems } from './campaign.fixture.js';
import { encodeSemanticMask, paintSemanticMask } from './index.js';

const schema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON', maskValue: 255 },
    { name: 'Ignore', kind: 'POLYGON', maskValue: 127 },
    { name: 'Tube', kind: 'BOX' },
  ],
  fields: [],
};

const grey = (png: Uint8Array) => sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });

describe('semantic masks', () => {
  it('are those that V7 published, pixel by pixel', async () => {
    const different: string[] = [];
    let compared = 0;
    for await (const item of campaignItems()) {
      const path = `test/fixtures/lungs/masks/${item.externalKey}.png`;
      if (!existsSync(path)) continue;
      const published = await grey(readFileSync(path));
      compared += 1;
      if (Buffer.compare(published.data, paintSemanticMask(item, schema)) !== 0) different.push(item.externalKey);
    }
    expect([compared, different]).toEqual([104, []]);
  });

  it('come as 8-bit grey PNG, the same bytes each time', async () => {
    const box = { kind: 'BOX', x: 1, y: 1, width: 3, height: 2 } as const;
    const item = {
      ...{ externalKey: 'a', fileName: 'a.png', width: 6, height: 4, metadata: {}, settledBy: 'MEDOID', agreement: 1 },
      labels: [
        { ...box, class: 'Lung' },
        { ...box, class: 'Ignore', x: 3 },
        { ...box, class: 'Tube', x: 0, width: 6 },
      ],
    };
    const png = await encodeSemanticMask(item, schema);
    expect(await encodeSemanticMask(item, schema)).toEqual(png);
    // Byte 24 of a PNG is its bit depth, byte 25 its colour type: 0 is grey without a palette.
    expect([png[24], png[25]]).toEqual([8, 0]);
    const { data, info } = await grey(png);
    expect([info.width, info.height, info.channels]).toEqual([6, 4, 1]);
    const row = [0, 255, 255, 127, 127, 127];
    expect([...data]).toEqual([...Array(6).fill(0), ...row, ...row, ...Array(6).fill(0)]);
  });
});
