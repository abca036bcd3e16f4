import { describe, expect, it } from '@jest/globals';
import { splitLines, type Line } from './lines.js';

async function lines(chunks: (string | Uint8Array)[], maximumBytes?: number): Promise<unknown[]> {
  const out: unknown[] = [];
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk as Uint8Array);
  }
  const told = (line: Line) => ('fault' in line ? line.fault.code : line.text);
  for await (const line of splitLines(bytes(), maximumBytes)) out.push([line.number, told(line)]);
  return out;
}

describe('splitting bytes into lines', () => {
  it('takes LF, CRLF, a byte order mark and a last line without an end', async () => {
    expect(await lines(['\ufeffa\r\n\nb\nc'])).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
      [4, 'c'],
    ]);
  });

  it('gives the same lines however the bytes are cut, also within a character', async () => {
    const text = Buffer.from('ä€𝄞\r\nzwölf\n');
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(await lines([text.subarray(0, cut), text.subarray(cut)])).toEqual([
        [1, 'ä€𝄞'],
        [2, 'zwölf'],
      ]);
  });

  it('refuses a line that is too long or not UTF-8, and reads on', async () => {
    expect(await lines(['ok\n', 'x'.repeat(40), 'y\n', Uint8Array.of(0xc3, 0x28, 10), 'end'], 20)).toEqual([
      [1, 'ok'],
      [2, 'TOO_LARGE'],
      [3, 'BAD_ENCODING'],
      [4, 'end'],
    ]);
  });
});
