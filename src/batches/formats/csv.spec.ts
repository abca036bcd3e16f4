import { describe, expect, it } from '@jest/globals';
import { readItems } from './index.js';

async function read(...lines: string[]): Promise<unknown[]> {
  const rows: unknown[] = [];
  async function* bytes() {
    yield Buffer.from(lines.join('\r\n'));
  }
  for await (const row of readItems('CSV', bytes())) rows.push('item' in row ? row.item : row.refused);
  return rows;
}

describe('items as CSV', () => {
  it('takes its own columns, and all others as metadata', async () => {
    expect(
      await read(
        '\ufeffexternal_key,url,file_name,width,height,group_key,source,overlap,age,note,__proto__',
        'a,https://x.y/a.png?token=t,a.png,20,10,p7,site 1,3,42,"tall, ""thin""",',
        '',
        'b,,,,,,,,007,,',
      ),
    ).toEqual([
      {
        line: 2,
        externalKey: 'a',
        data: { url: 'https://x.y/a.png', fileName: 'a.png', width: 20, height: 10 },
        metadata: { age: 42, note: 'tall, "thin"' },
        groupKey: 'p7',
        source: 'site 1',
        overlap: 3,
      },
      { line: 4, externalKey: 'b', data: {}, metadata: { age: '007' } },
    ]);
  });

  it('lets a quoted cell run over lines, and a stray quote spoil only its own line', async () => {
    const rows = await read(
      'external_key,note',
      'a,"one',
      '',
      'two"',
      'b,6" tube',
      'c,ok',
      'd,"open',
      'e,ok',
      'f,5"x"',
      'g,ok',
    );
    expect(rows).toEqual([
      { line: 2, externalKey: 'a', data: {}, metadata: { note: 'one\n\ntwo' } },
      { line: 5, code: 'BAD_ROW', message: expect.any(String) },
      { line: 6, externalKey: 'c', data: {}, metadata: { note: 'ok' } },
      { line: 7, code: 'BAD_ROW', message: 'a quote is not closed' },
      { line: 8, externalKey: 'e', data: {}, metadata: { note: 'ok' } },
      { line: 9, code: 'BAD_ROW', message: expect.any(String) },
      { line: 10, externalKey: 'g', data: {}, metadata: { note: 'ok' } },
    ]);
  });

  it.each([
    ['a,1,2', 'BAD_ROW', undefined],
    [',5', 'BAD_FIELD', 'external_key'],
    ['a,51', 'BAD_FIELD', 'overlap'],
    ['a,two', 'BAD_FIELD', 'overlap'],
    ['"a\0",1', 'BAD_FIELD', 'external_key'],
  ])('refuses the row %j: %s at %s', async (row, code, path) => {
    const rows = await read('external_key,overlap', row, 'z,1');
    expect(rows[0]).toMatchObject({ line: 2, code, ...(path && { path }) });
    expect(rows[1]).toMatchObject({ line: 3, externalKey: 'z' });
  });

  it.each([['key,url'], ['external_key,a,a'], ['external_key,a,'], ['external_key,"a']])(
    'refuses the file at its header %j',
    async (header) => {
      const rows = await read(header, 'a,1,2', 'b,1,2');
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ line: 1 });
    },
  );
});
