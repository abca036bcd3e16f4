import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';

/** A row that goes over more lines than this has a quote that was never closed. */
const LONGEST_ROW_LINES = 1_000;
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
 * @throws LineError when a quote is wrong; what `take` throws; what reading the file throws
 */
export async function readCsvRows(file: string, take: (cells: string[], line: number) => void): Promise<void> {
  let line = 0;
  let open: Row | undefined;
  let hasQuotes = false;
  let held: Row[] = [];

  const flush = (): void => {
    const rows = parsed(held);
    for (const [at, { line: first }] of held.entries()) take(rows[at]!, first);
    held = [];
  };
  const endLine = (given: string): void => {
    line += 1;
    if (!open && (given === '' || given === '\r')) return;
    if (!hasQuotes && !given.includes('"')) {
      take((given.endsWith('\r') ? given.slice(0, -1) : given).split(','), line);
      return;
    }
    hasQuotes = true;
    open = open ? { text: `${open.text}\n${given}`, line: open.line } : { text: given, line };
    if (isClosed(open.text)) {
      held.push({ ...open, text: open.text.replace(/\r$/, '') });
      open = undefined;
      if (held.length === ROWS_AT_ONCE) flush();
    } else if (line - open.line >= LONGEST_ROW_LINES) throw new LineError(open.line, 'a quote is not closed');
  };

  let rest = '';
  let isFirst = true;
  const parts = createReadStream(file, { encoding: 'utf8', highWaterMark: 262_144 }) as AsyncIterable<string>;
  for await (const part of parts) {
    const text = rest + (isFirst && part.startsWith('\ufeff') ? part.slice(1) : part);
    isFirst = false;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      endLine(text.slice(from, end));
      from = end + 1;
    }
    rest = text.slice(from);
  }
  if (rest !== '') endLine(rest);
  flush();
  if (open) throw new LineError(open.line, 'a quote is not closed');
}

/** Quotes come in pairs, inside a cell too: an odd number of them goes on in the next line. */
function isClosed(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 0;
}

/** One by one when they do not parse together, to know which is wrong. */
function parsed(rows: Row[]): string[][] {
  try {
    const cells: string[][] = parse(rows.map(({ text }) => text).join('\n'), {
      record_delimiter: '\n',
      relax_column_count: true,
    });
    if (cells.length === rows.length) return cells;
    if (rows.length > 1) return rows.flatMap((row) => parsed([row]));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (rows.length > 1) return rows.flatMap((row) => parsed([row]));
  }
  throw new LineError(
    rows[0]!.line,
    'a quote stands in the middle of a cell; write the whole cell in quotes and each quote in it twice',
  );
}
