import { describe, expect, it } from '@jest/globals';
import type { Label } from '../../labels/index.js';
import { readItems } from '../../batches/formats/index.js';
import { encodeDarwin2, type ReleasedItem } from './index.js';
import { campaignItems } from './campaign.fixture.js';

async function reread(text: string) {
  async function* bytes() {
    yield Buffer.from(text);
  }
  for await (const row of readItems('DARWIN_2', bytes())) {
    if ('item' in row) return row.item;
    throw new Error(row.refused.message);
  }
  throw new Error('nothing was written');
}

const item = (labels: Label[], metadata = {}): ReleasedItem => ({
  externalKey: 'a',
  fileName: 'a.png',
  width: 4,
  height: 3,
  labels,
  metadata,
  settledBy: 'MEDOID',
  agreement: null,
});

describe('Darwin 2.0', () => {
  it('lifts the campaign’s 1.0 files to 2.0 without a loss', async () => {
    const different: string[] = [];
    let compared = 0;
    for await (const { externalKey, fileName, width, height, labels, metadata, ...rest } of campaignItems()) {
      const text = encodeDarwin2({ externalKey, fileName, width, height, labels, metadata, ...rest });
      const { data, ...read } = await reread(text);
      compared += 1;
      // As text: comparing a quarter of a million points one by one takes Jest longer than all the rest.
      const wanted = JSON.stringify([externalKey, fileName, width, height, labels, metadata]);
      const got = [read.externalKey, data.fileName, data.width, data.height, read.labels, read.metadata];
      if (JSON.stringify(got) !== wanted) different.push(externalKey);
    }
    expect([compared, different]).toEqual([517, []]);
  });

  it('keeps masks in their place, one annotation a class, the later one on top', async () => {
    const mask = (name: string, counts: number[]): Label => ({
      kind: 'MASK',
      class: name,
      width: 4,
      height: 3,
      counts,
    });
    const box: Label = { kind: 'BOX', class: 'B', x: 0, y: 0, width: 2, height: 2 };
    const read = await reread(
      encodeDarwin2(item([mask('M', [0, 2, 10]), box, mask('N', [1, 2, 9]), mask('M', [8, 1, 3])])),
    );
    expect(read.labels).toEqual([mask('M', [0, 1, 7, 1, 3]), box, mask('N', [1, 2, 9])]);
  });

  it('writes attributes as Darwin has them, and leaves spans to the metadata', async () => {
    const box = { kind: 'BOX', class: 'B', x: 0, y: 0, width: 2, height: 2, attributes: { side: 'left' } } as const;
    const text = encodeDarwin2(item([{ kind: 'SPAN', class: 'DRUG', start: 0, end: 4 }, box]));
    expect(JSON.parse(text).annotations[0].attributes).toEqual(['side:left']);
    expect((await reread(text)).labels).toEqual([box]);
  });

  it('writes answers and metadata as tags, and the same ids each time', async () => {
    const labels: Label[] = [
      { kind: 'TAG', class: 'blurred' },
      { kind: 'CHOICE', field: 'View', option: 'PA' },
      { kind: 'NUMBER', field: 'ribs', value: 10 },
      { kind: 'TEXT', field: 'note', text: 'a: b/c' },
    ];
    const released = item(labels, { Sex: 'F', finding: ['x', 3], gone: null, tags: ['19'] });
    const text = encodeDarwin2(released);
    expect((await reread(text)).metadata).toEqual({
      ...{ blurred: true, View: 'PA', ribs: 10, note: 'a: b/c' },
      ...{ Sex: 'F', finding: ['x', 3], tags: ['19'] },
    });
    expect(encodeDarwin2(released)).toBe(text);
    const ids = JSON.parse(text).annotations.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(8);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });
});
