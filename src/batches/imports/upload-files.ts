import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/index.js';
import { type ReceivedFile, receiveFile } from '../received-file.js';

const largestInflatedGigabytes = 4;
const gigabyte = 1024 ** 3;
/** Texts of this size die young; those above 128 KB live in V8 until it collects its whole heap. */
const pieceBytes = 64 * 1024;

/** The file cannot be read on; the message is for its owner. */
export class UnreadableFile extends Error {}

/** The bytes of uploads, in MUSTER_HOME/uploads. */
@Injectable()
export class UploadFiles {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  receive(id: string, body: Readable): Promise<ReceivedFile> {
    return receiveFile(body, this.pathOf(id), this.config.UPLOAD_LIMIT_MEGABYTES);
  }

  /** An inline list as a file, so that there is one way in. */
  async write(id: string, items: unknown[]): Promise<ReceivedFile> {
    const content = Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    await mkdir(join(this.config.MUSTER_HOME, 'uploads'), { recursive: true });
    await writeFile(this.pathOf(id), content, { mode: 0o600, flush: true });
    return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** The content, unpacked when it is gzip, from one of its bytes on. @throws UnreadableFile */
  async *read(id: string, fromByte = 0): AsyncGenerator<Uint8Array> {
    const path = this.pathOf(id);
    let source: ReadStream | undefined;
    try {
      const isPacked = await isGzip(path);
      source = createReadStream(path, { highWaterMark: pieceBytes, start: isPacked ? 0 : fromByte });
      // gzip cannot be entered in the middle.
      if (isPacked) yield* after(fromByte, capped(source.pipe(createGunzip({ chunkSize: pieceBytes })), source));
      else yield* capped(source, source);
    } catch (error) {
      throw readableFault(error);
    } finally {
      source?.destroy();
    }
  }

  private pathOf(id: string): string {
    return join(this.config.MUSTER_HOME, 'uploads', id);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function* after(bytes: number, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const piece of content) {
    if (left < piece.length) yield left > 0 ? piece.subarray(left) : piece;
    left = Math.max(0, left - piece.length);
  }
}

/** A few kilobytes of gzip can hold terabytes. */
async function* capped(content: Readable, source: ReadStream): AsyncGenerator<Uint8Array> {
  source.on('error', (error) => content.destroy(error));
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > largestInflatedGigabytes * gigabyte)
      throw new UnreadableFile(`The file holds more than ${largestInflatedGigabytes} GB when unpacked.`);
    yield chunk;
  }
}

function readableFault(error: unknown): unknown {
  if (error instanceof UnreadableFile) return error;
  const code = String((error as NodeJS.ErrnoException).code);
  if (code === 'ENOENT') return new UnreadableFile('The uploaded file is gone: upload it again.');
  if (/^Z_/.test(code)) return new UnreadableFile('The gzip file is damaged or incomplete.');
  return error;
}
