import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';

/** A row that goes over more lines or characters than this has, most likely, a quote that was never closed. */
const LONGEST_ROW_LINES = 1_000;
const LONGEST_ROW = 4 * 2 ** 20;
/** So many rows go to the parser at once: starting it for each one costs more than the row. */
const ROWS_AT_ONCE = 1_000;

/** A mistake in a line of a file; the reader of the file adds its name. */
export class LineError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

interface Row {
  text: string;
  /** Its first line, from 1. */
  line: number;
}

/**
 * Hands the cells of each row to `take`, with the number of its first line, while the file is read. Up to the first quote
 * rows are cut at their commas, which is several times faster than a parser; from there on csv-parse takes them. A byte
 * order mark, CRLF, quoted line breaks and blank lines are fine. Cells are as they stand in the file, not trimmed.
 *
 * @throws LineError when a quote is wrong, a row too long, or the text not UTF-8; what `take` throws; what reading throws
 */
export async function readCsvRows(file: string, take: (cells: string[], line: number) => void): Promise<void> {
  const rows = new RowReader(take);
  // A replacement character for what is not UTF-8 could make two names one.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = async (bytes?: Buffer) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new LineError(await firstLineNotUtf8(file), 'the text is not valid UTF-8');
    }
  };

  let rest = '';
  for await (const bytes of createReadStream(file, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    const part = await decoded(bytes);
    // The search begins with what is new: a file without line breaks would be searched again and again.
    let end = part.indexOf('\n');
    if (end < 0) {
      rest += part;
      rows.mayGoOn(rest);
      continue;
    }
    rows.endLine(rest + part.slice(0, end));
    let from = end + 1;
    for (end = part.indexOf('\n', from); end >= 0; end = part.indexOf('\n', from)) {
      rows.endLine(part.slice(from, end));
      from = end + 1;
    }
    rest = part.slice(from);
  }
  rest += await decoded();
  if (rest !== '') rows.endLine(rest);
  rows.end();
}

/** Puts lines together to rows. */
class RowReader {
  private line = 0;
  private open: Row | undefined;
  private hasQuotes = false;
  private held: Row[] = [];

  constructor(private readonly take: (cells: string[], line: number) => void) {}

  endLine(given: string): void {
    this.mayGoOn(given);
    this.line += 1;
    if (!this.open && isBlank(given)) return;
    if (!this.hasQuotes && !given.includes('"')) {
      this.take((given.endsWith('\r') ? given.slice(0, -1) : given).split(','), this.line);
      return;
    }
    this.hasQuotes = true;
    const row = this.open
      ? { text: `${this.open.text}\n${given}`, line: this.open.line }
      : { text: given, line: this.line };
    const isWhole = isClosed(given) !== (this.open !== undefined);
    this.open = isWhole ? undefined : row;
    if (isWhole) {
      this.held.push({ ...row, text: row.text.replace(/\r$/, '') });
      if (this.held.length === ROWS_AT_ONCE) this.flush();
    } else if (this.line - row.line >= LONGEST_ROW_LINES) throw notClosed(row);
  }

  /** @throws LineError when the row that this text ends, or goes on in, is too long */
  mayGoOn(text: string): void {
    if (text.length + (this.open?.text.length ?? 0) <= LONGEST_ROW) return;
    this.flush();
    if (this.open) throw notClosed(this.open);
    throw new LineError(this.line + 1, `the row is longer than ${LONGEST_ROW} characters`);
  }

  end(): void {
    this.flush();
    if (this.open) throw notClosed(this.open);
  }

  private flush(): void {
    const rows = parsed(this.held);
    for (const [at, { line }] of this.held.entries()) this.take(rows[at]!, line);
    this.held = [];
  }
}

function isBlank(text: string): boolean {
  return text === '' || text === '\r' || (text.length < 80 && text.trim() === '');
}

/** Quotes come in pairs, inside a cell too: an odd number of them opens or closes a cell that has line breaks. */
function isClosed(line: string): boolean {
  let quotes = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 0;
}

/** One by one when they do not parse together, to know which is wrong. */
function parsed(rows: Row[]): string[][] {
  let fault: CsvError | undefined;
  try {
    const cells: string[][] = parse(rows.map(({ text }) => text).join('\n'), {
      record_delimiter: '\n',
      relax_column_count: true,
    });
    if (cells.length === rows.length) return cells;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    fault = error;
  }
  if (rows.length > 1) return rows.flatMap((row) => parsed([row]));
  throw new LineError(rows[0]!.line, faultInWords(fault));
}

/** A quote that is never closed may as well be one that should not be there. */
function notClosed(row: Row): LineError {
  try {
    parsed([row]);
  } catch (error) {
    if (error instanceof LineError) return error;
    throw error;
  }
  return new LineError(row.line, 'a quote is not closed');
}

function faultInWords(fault: CsvError | undefined): string {
  if (fault?.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed';
  if (fault?.code === 'CSV_INVALID_CLOSING_QUOTE') return 'something stands after a closing quote';
  return 'a quote stands in the middle of a cell; write the whole cell in quotes and each quote in it twice';
}

/** Reads the file again: which line it was is asked once, at the end of a reading that failed. */
async function firstLineNotUtf8(file: string): Promise<number> {
  let line = 1;
  let begun = Buffer.alloc(0);
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([begun, part]);
    let from = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
      if (!isUtf8(bytes.subarray(from, end))) return line;
      line += 1;
      from = end + 1;
    }
    begun = bytes.subarray(from);
  }
  return line;
}
