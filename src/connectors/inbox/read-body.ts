import { Readable } from 'node:stream';

const readingMilliseconds = 10_000;

/** The bytes of a request's body, or the status of HTTP that says why not. @param announced the content-length, 0 when unknown */
export async function readAtMost(sent: unknown, announced: number, most: number): Promise<Buffer | 408 | 413> {
  if (announced > most) return 413;
  if (!(sent instanceof Readable)) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => sent.destroy(new Error('too slow')), readingMilliseconds);
  try {
    for await (const part of sent as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > most) return 413;
      parts.push(part);
    }
  } catch {
    return 408;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(parts);
}
