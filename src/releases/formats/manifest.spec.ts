import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { digested, encodeChecksums, encodeManifest, type ManifestFile } from './index.js';

async function digest(path: string, ...chunks: string[]): Promise<ManifestFile> {
  const files: ManifestFile[] = [];
  const parts: Uint8Array[] = [];
  for await (const part of digested(path, chunks, (file) => files.push(file))) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe(chunks.join(''));
  return files[0]!;
}

describe('manifest', () => {
  it('digests what passes through', async () => {
    // NIST's example for SHA-256 of "abc".
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await digest('b.txt', 'a', 'bc')).toEqual({ path: 'b.txt', bytes: 3, sha256 });
  });

  it('lists files by path, whatever order they were written in', async () => {
    const files = [await digest('b', 'b'), await digest('B', 'B'), await digest('a', 'a')];
    const manifest = { version: '1', createdAt: '2026-01-01T00:00:00.000Z', files, counts: { items: 3 } };
    expect(JSON.parse(encodeManifest(manifest)).files.map(({ path }: ManifestFile) => path)).toEqual(['B', 'a', 'b']);
    expect(encodeManifest({ ...manifest, files: files.toReversed() })).toBe(encodeManifest(manifest));
  });

  it('writes checksums that sha256sum accepts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'checksums-'));
    const files = [await digest('a b.txt', 'one'), await digest('ü.txt', 'two')];
    writeFileSync(join(folder, 'a b.txt'), 'one');
    writeFileSync(join(folder, 'ü.txt'), 'two');
    writeFileSync(join(folder, 'CHECKSUMS'), encodeChecksums(files));
    const output = execFileSync('sha256sum', ['-c', 'CHECKSUMS'], { cwd: folder, encoding: 'utf8' });
    expect(output).toBe('a b.txt: OK\nü.txt: OK\n');
    rmSync(folder, { recursive: true });
    expect(() => encodeChecksums([{ ...files[0]!, path: 'a\nb' }])).toThrow('control character');
  });
});
