import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { ClientFault } from '../platform/index.js';

export interface ReceivedFile {
  bytes: number;
  sha256: string;
}

const megabyte = 1024 * 1024;
const patienceMilliseconds = 10_000;

/**
 * Writes a request's body to `path`, which appears only when it is whole and on the disk.
 * @throws ClientFault TOO_LARGE beyond the limit, VALIDATION_FAILED when nothing came or the sender went away
 */
export async function receiveFile(body: Readable, path: string, limitMegabytes: number): Promise<ReceivedFile> {
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(part, 'wx', 0o600);
  try {
    const received = await writeAll(body, file, limitMegabytes);
    await file.sync();
    await file.close();
    await rename(part, path);
    return received;
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    letGo(body);
    throw error;
  }
}

async function writeAll(body: Readable, file: FileHandle, limitMegabytes: number): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  // Destroying the body would close the connection before the sender can read the answer.
  const chunks = readable(body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limitMegabytes * megabyte)
      throw new ClientFault('TOO_LARGE', `The file is larger than ${limitMegabytes} MB.`);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  if (bytes === 0) throw ClientFault.invalid('body', 'the file is empty');
  return { bytes, sha256: hash.digest('hex') };
}

/** A broken connection is the sender's doing, not a defect; a full disk is one, and passes. */
async function* readable(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch {
    throw ClientFault.invalid('body', 'the upload ended before the file was whole');
  }
}

/** Reads the rest away for a while, so that the sender gets to reading the answer. */
function letGo(body: Readable): void {
  body.on('error', () => undefined);
  body.resume();
  setTimeout(() => body.destroy(), patienceMilliseconds).unref();
}
