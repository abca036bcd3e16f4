import { isUtf8 } from 'node:buffer';
import { LineFault } from './line-fault.js';
import { beginning, type Place } from './place.js';

export type Line = { number: number; text: string } | { number: number; fault: LineFault };

/** Whole lines that came in together, and the place behind the last of them. */
export interface LineBlock {
  lines: Line[];
  end: Place;
}

export const LINE_LIMIT_BYTES = 4 * 2 ** 20;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Cuts bytes into lines at LF or CRLF, numbered from 1, a block for each piece that ends some. It never holds more than
 * a piece and one line. A line over the limit is dropped as it arrives and comes out as a fault, as does one that is not
 * UTF-8.
 * @param from where `bytes` begin in their file
 */
export async function* lineBlocks(
  bytes: AsyncIterable<Uint8Array>,
  maximumBytes = LINE_LIMIT_BYTES,
  from: Place = beginning,
): AsyncGenerator<LineBlock> {
  let { line: count, byte } = from;
  let held: Uint8Array[] = [];
  let length = 0;

  const hold = (part: Uint8Array) => {
    length += part.length;
    if (length > maximumBytes) held = [];
    else if (part.length > 0) held.push(part);
  };
  const close = (): Line => {
    count += 1;
    const line = length > maximumBytes ? tooLong(count, maximumBytes) : decoded(count, Buffer.concat(held));
    held = [];
    length = 0;
    return line;
  };

  for await (const piece of bytes) {
    const last = piece.lastIndexOf(LINE_FEED);
    if (last < 0) {
      hold(piece);
      continue;
    }
    const lines: Line[] = [];
    const before = length;
    let start = 0;
    if (length > 0) {
      start = piece.indexOf(LINE_FEED);
      hold(piece.subarray(0, start));
      lines.push(close());
      start += 1;
    }
    const whole = piece.subarray(start, last);
    // Decoding a piece at once is several times as fast as line by line.
    if (start <= last && whole.length <= maximumBytes && isUtf8(whole)) {
      for (const text of asBuffer(whole).toString('utf8').split('\n'))
        lines.push({ number: ++count, text: bare(text) });
    } else {
      for (; start <= last; start = piece.indexOf(LINE_FEED, start) + 1) {
        hold(piece.subarray(start, piece.indexOf(LINE_FEED, start)));
        lines.push(close());
      }
    }
    byte += before + last + 1;
    hold(piece.subarray(last + 1));
    yield { lines, end: { line: count, byte } };
  }
  if (length === 0) return;
  byte += length;
  yield { lines: [close()], end: { line: count, byte } };
}

/** The same, line by line. */
export async function* splitLines(bytes: AsyncIterable<Uint8Array>, maximumBytes?: number): AsyncGenerator<Line> {
  for await (const { lines } of lineBlocks(bytes, maximumBytes)) yield* lines;
}

export const isBlank = (line: Line): boolean => 'text' in line && line.text.trim() === '';

export async function* withoutBlank(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) if (!isBlank(line)) yield line;
}

/** UTF-8 as text, without its byte order mark. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new LineFault('BAD_ENCODING', 'not valid UTF-8');
  const text = asBuffer(bytes).toString('utf8');
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** Without byte order mark and carriage return. */
function bare(text: string): string {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const end = text.length - (text.charCodeAt(text.length - 1) === CARRIAGE_RETURN ? 1 : 0);
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function decoded(number: number, bytes: Uint8Array): Line {
  try {
    return { number, text: bare(decodeUtf8(bytes)) };
  } catch (fault) {
    return { number, fault: fault as LineFault };
  }
}

function tooLong(number: number, maximumBytes: number): Line {
  return { number, fault: new LineFault('TOO_LARGE', `the line is longer than ${maximumBytes / 2 ** 20} MB`) };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
