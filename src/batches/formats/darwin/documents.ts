import { parseJson } from '../fields.js';
import { LineFault } from '../line-fault.js';
import { decodeUtf8, splitLines, withoutBlank, type Line } from '../lines.js';

export type JsonDocument = { line: number; value: unknown } | { line: number; fault: LineFault };

/** A file that is one JSON value is held in memory as a whole; a long one must come with one object a line. */
const WHOLE_LIMIT_BYTES = 64 * 2 ** 20;
const LINE_LIMIT_BYTES = 16 * 2 ** 20;

/** The objects of a file that has one a line, or one JSON array of them, or one object over many lines. */
export async function* readDocuments(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonDocument> {
  const { mark, all } = await peek(bytes);
  if (mark === '[') return yield* whole(all);

  const lines = withoutBlank(splitLines(all, LINE_LIMIT_BYTES));
  try {
    const { value: first } = (await lines.next()) as { value?: Line };
    const { value: second } = (await lines.next()) as { value?: Line };
    if (!first) return;
    if (second && opensOverLines(first, second)) return yield* whole(bytesOf([first, second], lines), first.number);
    yield documentOf(first);
    if (second) yield documentOf(second);
    for await (const line of lines) yield documentOf(line);
  } finally {
    await lines.return(undefined);
  }
}

async function* whole(bytes: AsyncIterable<Uint8Array>, line = 1): AsyncGenerator<JsonDocument> {
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of bytes) {
      parts.push(part);
      length += part.length;
      if (length > WHOLE_LIMIT_BYTES)
        throw new LineFault('TOO_LARGE', 'a single JSON value may have 64 MB: write one object a line instead');
    }
    const value = parseJson(decodeUtf8(Buffer.concat(parts)));
    if (!Array.isArray(value)) yield { line, value };
    else for (const [place, item] of value.entries()) yield { line: place + 1, value: item };
  } catch (fault) {
    if (!(fault instanceof LineFault)) throw fault;
    yield { line, fault };
  }
}

function documentOf(line: Line): JsonDocument {
  if ('fault' in line) return { line: line.number, fault: line.fault };
  try {
    return { line: line.number, value: parseJson(line.text) };
  } catch (fault) {
    return { line: line.number, fault: fault as LineFault };
  }
}

/** One indented object, rather than a damaged first line: then the next line would be an object of its own. */
function opensOverLines(first: Line, second: Line): boolean {
  return 'text' in second && !second.text.startsWith('{') && 'text' in first && 'fault' in documentOf(first);
}

async function* bytesOf(opening: Line[], rest: AsyncIterable<Line>): AsyncGenerator<Uint8Array> {
  for (const line of opening) yield bytesOfLine(line);
  for await (const line of rest) yield bytesOfLine(line);
}

function bytesOfLine(line: Line): Uint8Array {
  if ('fault' in line) throw line.fault;
  return Buffer.from(`${line.text}\n`);
}

/** The first character that is neither blank nor a byte order mark, and all bytes, from the first on. */
async function peek(bytes: AsyncIterable<Uint8Array>): Promise<{ mark: string; all: AsyncIterable<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let mark = '';
  while (mark === '') {
    const next = await source.next();
    if (next.done) break;
    seen.push(next.value);
    mark = Buffer.from(next.value)
      .toString('latin1')
      .replace(/^[\s\xef\xbb\xbf]+/, '')
      .slice(0, 1);
  }
  return { mark, all: replay(seen, source) };
}

async function* replay(seen: Uint8Array[], source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* seen;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
