import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../platform/index.js';
import { UnreadableFile, UploadFiles } from './upload-files.js';

const content = Buffer.from(Array.from({ length: 60_000 }, (_, at) => `line ${at}\n`).join(''));
let home: string;
let files: UploadFiles;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-uploads-'));
  await mkdir(join(home, 'uploads'));
  files = new UploadFiles(readConfig({ MUSTER_HOME: home }));
  await writeFile(join(home, 'uploads', 'plain'), content);
  await writeFile(join(home, 'uploads', 'packed'), gzipSync(content));
  await writeFile(join(home, 'uploads', 'broken'), gzipSync(content).subarray(0, -9));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function read(id: string, fromByte?: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.read(id, fromByte)) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

describe('the content of an upload', () => {
  it.each(['plain', 'packed'])('%s: from any byte on', async (id) => {
    for (const byte of [undefined, 1, 65_535, 65_536, 65_537, 300_001, content.length - 1, content.length])
      expect((await read(id, byte)).equals(content.subarray(byte ?? 0))).toBe(true);
  });

  it('that is damaged or gone is the owner’s to mend', async () => {
    await expect(read('broken')).rejects.toThrow(UnreadableFile);
    await expect(read('absent', 5)).rejects.toThrow('upload it again');
  });
});
