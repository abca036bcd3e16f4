import { describe, expect, it } from '@jest/globals';
import { importFormats, readItems } from './index.js';

const rows = {
  JSONL: '{"externalKey":"a"}\n',
  CSV: 'external_key\na\nb\n',
  DARWIN_1: '{"image":{"filename":"a","width":1,"height":1},"annotations":[]}\n',
  DARWIN_2: '{"item":{"name":"a","slots":[{"width":1,"height":1}]},"annotations":[]}\n',
};

describe.each(importFormats)('reading %s', (format) => {
  it('takes an empty file for no items', async () => {
    async function* bytes() {
      yield Buffer.from('\n \n');
    }
    for await (const row of readItems(format, bytes())) throw new Error(JSON.stringify(row));
  });

  it('lets the file go when its reader stops early', async () => {
    let isOpen = false;
    let sent = 0;
    async function* bytes() {
      isOpen = true;
      try {
        for (; sent < 100; sent += 1) yield Buffer.from(rows[format]);
      } finally {
        isOpen = false;
      }
    }
    for await (const row of readItems(format, bytes())) {
      expect(row).toMatchObject({ item: { externalKey: 'a' } });
      break;
    }
    expect([isOpen, sent < 5]).toEqual([false, true]);
  });
});
