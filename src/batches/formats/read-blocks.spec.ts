import { describe, expect, it } from '@jest/globals';
import { type ImportFormat, type ImportRow, type Place, readBlocks } from './index.js';

const files: Record<'JSONL' | 'CSV', Buffer> = {
  JSONL: Buffer.concat([
    Buffer.from('\ufeff{"externalKey":"ä€𝄞"}\r\n\n{"externalKey":"b"}\nno JSON\n'),
    Buffer.from([0xc3, 0x28, 10]),
    Buffer.from('  \n{"externalKey":"c","metadata":{"note":"a\\nb"}}\n{"externalKey":"d"}'),
  ]),
  CSV: Buffer.from(
    '\ufeffexternal_key,note\r\na,one\r\n\r\nb,"two\r\n\r\nlines, €"\r\nc,5" tube\r\nd,"open\r\ne,five\r\n,six\r\ng,"sev""en"\r\nh,8',
  ),
};

/** The file in pieces of so many bytes. */
const pieces = (file: Buffer, size: number) =>
  async function* (fromByte: number) {
    for (let start = fromByte; start < file.length; start += size) yield file.subarray(start, start + size);
  };

async function read(format: ImportFormat, size: number, from?: Place) {
  const rows: ImportRow[] = [];
  const ends: { place: Place; row: number }[] = [];
  for await (const block of readBlocks(format, pieces(files[format as 'CSV'], size), from)) {
    rows.push(...block.rows);
    if (block.end) ends.push({ place: block.end, row: rows.length });
  }
  return { rows, ends };
}

describe.each(['JSONL', 'CSV'] as const)('%s in blocks', (format) => {
  it('gives the same rows however the bytes are cut', async () => {
    const { rows } = await read(format, 1000);
    expect(rows).toHaveLength(format === 'JSONL' ? 6 : 8);
    for (let size = 1; size < 120; size += 1) expect((await read(format, size)).rows).toEqual(rows);
  });

  it('goes on at any place it has told as if it had never stopped', async () => {
    const { rows } = await read(format, 1000);
    const told = new Set<number>();
    for (let size = 1; size < 120; size += 1) {
      for (const { place, row } of (await read(format, size)).ends) {
        told.add(place.byte);
        expect((await read(format, 7, place)).rows).toEqual(rows.slice(row));
      }
    }
    expect(told.size).toBeGreaterThan(3);
  });
});

it('does not offer to cut a file within a quoted cell', async () => {
  const { ends } = await read('CSV', 1);
  const text = files.CSV.toString('utf8');
  const inside = Buffer.byteLength(text.slice(0, text.indexOf('lines')));
  expect(ends.map(({ place }) => place.byte)).not.toContain(inside);
});
