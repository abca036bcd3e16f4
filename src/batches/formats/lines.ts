import { LineFault } from './line-fault.js';

export type Line = { number: number; text: string } | { number: number; fault: LineFault };

export const LINE_LIMIT_BYTES = 4 * 2 ** 20;
const LINE_FEED = 10;

/**
 * Cuts bytes into lines at LF or CRLF, numbered from 1, without ever holding more than one line.
 * A line over the limit is dropped as it arrives and comes out as a fault, as does one that is not UTF-8.
 */
export async function* splitLines(
  bytes: AsyncIterable<Uint8Array>,
  maximumBytes = LINE_LIMIT_BYTES,
): AsyncGenerator<Line> {
  let number = 1;
  let held: Uint8Array[] = [];
  let length = 0;

  const hold = (part: Uint8Array) => {
    length += part.length;
    if (length > maximumBytes) held = [];
    else if (part.length > 0) held.push(part);
  };
  const close = (): Line => {
    const line = length > maximumBytes ? tooLong(number, maximumBytes) : decoded(number, Buffer.concat(held));
    number += 1;
    held = [];
    length = 0;
    return line;
  };

  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      hold(chunk.subarray(start, end));
      yield close();
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (length > 0) yield close();
}

export async function* withoutBlank(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) if ('fault' in line || line.text.trim() !== '') yield line;
}

/** UTF-8 as text, without its byte order mark. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LineFault('BAD_ENCODING', 'not valid UTF-8');
  }
}

function decoded(number: number, bytes: Uint8Array): Line {
  try {
    return { number, text: decodeUtf8(bytes).replace(/\r$/, '') };
  } catch (fault) {
    return { number, fault: fault as LineFault };
  }
}

function tooLong(number: number, maximumBytes: number): Line {
  return { number, fault: new LineFault('TOO_LARGE', `the line is longer than ${maximumBytes / 2 ** 20} MB`) };
}
