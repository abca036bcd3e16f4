import { describe, expect, it } from '@jest/globals';
import { readItems, type ImportRow } from './index.js';

async function read(...lines: (string | object)[]): Promise<ImportRow[]> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const rows: ImportRow[] = [];
  async function* bytes() {
    yield Buffer.from(text);
  }
  for await (const row of readItems('JSONL', bytes())) rows.push(row);
  return rows;
}

const refusal = async (line: string | object) => {
  const [row] = await read(line);
  return row && 'refused' in row ? row.refused : row;
};

describe('items as JSON lines', () => {
  it('takes a full line and a bare one, and skips blank lines', async () => {
    const full = {
      externalKey: 'a',
      data: { fileName: 'a.png', url: 'https://x.y/a.png?token=t', width: 20, height: 10, view: 'PA' },
      metadata: { age: 42 },
      labels: [{ kind: 'TAG', class: 'clear' }],
      overlap: 3,
      groupKey: 'patient 7',
      source: 'site 1',
    };
    expect(await read('', full, '  \r', { externalKey: 'b' })).toEqual([
      { item: { line: 2, ...full, data: { ...full.data, url: 'https://x.y/a.png' } } },
      { item: { line: 4, externalKey: 'b', data: {}, metadata: {} } },
    ]);
  });

  it('refuses a line by itself and keeps the rest', async () => {
    const rows = await read({ externalKey: 'a' }, '{"externalKey": "b",}', { externalKey: 'c' });
    expect(rows.map((row) => ('item' in row ? row.item.externalKey : row.refused))).toEqual([
      'a',
      { line: 2, code: 'BAD_JSON', message: 'not valid JSON at character 21' },
      'c',
    ]);
  });

  it.each([
    [{}, 'BAD_FIELD', 'externalKey'],
    [{ externalKey: '' }, 'BAD_FIELD', 'externalKey'],
    [{ externalKey: 'x'.repeat(201) }, 'BAD_FIELD', 'externalKey'],
    [{ externalKey: 'a\tb' }, 'BAD_FIELD', 'externalKey'],
    [{ externalKey: 7 }, 'BAD_FIELD', 'externalKey'],
    [{ externalKey: 'a', overlap: 51 }, 'BAD_FIELD', 'overlap'],
    [{ externalKey: 'a', overlap: '2' }, 'BAD_FIELD', 'overlap'],
    [{ externalKey: 'a', labels: {} }, 'BAD_FIELD', 'labels'],
    [{ externalKey: 'a', metadata: [] }, 'BAD_FIELD', 'metadata'],
    [{ externalKey: 'a', data: { width: 1.5 } }, 'BAD_FIELD', 'data.width'],
    [{ externalKey: 'a', data: { url: 'javascript:1' } }, 'BAD_FIELD', 'data.url'],
    [{ externalKey: 'a', meta: {} }, 'UNKNOWN_FIELD', 'meta'],
    [{ externalKey: 'a', metadata: { note: ['ok', 'x\0'] } }, 'UNSTORABLE', 'metadata.note[1]'],
    [{ externalKey: 'a', metadata: { 'x\0': 1 } }, 'UNSTORABLE', 'metadata["x\\u0000"]'],
    ['{"externalKey":"a","metadata":{"note":"\\ud800"}}', 'UNSTORABLE', 'metadata.note'],
    ['{"externalKey":"a","metadata":{"size":1e999}}', 'UNSTORABLE', 'metadata.size'],
    ['7', 'BAD_FIELD', undefined],
    ['', undefined, undefined],
  ])('%j → %s at %s', async (line, code, path) => {
    const refused = await refusal(line);
    expect([
      refused && 'code' in refused ? refused.code : undefined,
      refused && 'path' in refused ? refused.path : undefined,
    ]).toEqual([code, path]);
  });

  it('does not mistake a written backslash for a NUL character, and holds deep nesting at bay', async () => {
    expect(await refusal('{"externalKey":"a","metadata":{"note":"\\\\u0000"}}')).toHaveProperty('item');
    const deep = `{"externalKey":"a","metadata":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(await refusal(deep)).toMatchObject({ externalKey: 'a', code: 'UNSTORABLE' });
  });

  it('keeps a key named __proto__ as a key', async () => {
    const [row] = await read('{"externalKey":"a","metadata":{"__proto__":1}}');
    expect(row && 'item' in row && Object.keys(row.item.metadata)).toEqual(['__proto__']);
  });

  it('refuses a line over 4 MB without holding it', async () => {
    const big = JSON.stringify({ externalKey: 'a', metadata: { x: 'x'.repeat(4 * 2 ** 20) } });
    const rows = await read(big, { externalKey: 'b' });
    expect(rows.map((row) => ('item' in row ? row.item.externalKey : row.refused.code))).toEqual(['TOO_LARGE', 'b']);
  });
});
