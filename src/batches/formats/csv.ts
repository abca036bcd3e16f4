import { parse } from 'csv-parse/sync';
import { counted } from '../../platform/counted.rules.js';
import { keyAt, optional, overlapAt, pixelsAt, textAt } from './fields.js';
import type { ImportRow, OpenFile, RowBlock } from './item.types.js';
import { LineFault, refusedBy, rowOf } from './line-fault.js';
import { LINE_LIMIT_BYTES, type Line, lineBlocks } from './lines.js';
import { beginning, type Place } from './place.js';
import { numberOrText } from './scalar.js';
import { mustBeStorable } from './storable.js';
import { urlAt } from './url.js';

const known = new Set(['external_key', 'url', 'file_name', 'width', 'height', 'group_key', 'source', 'overlap']);

/** A quoted cell may hold line breaks; one that is not closed within so many lines is a fault of its first line alone. */
const LONGEST_ROW_LINES = 100;

type Row = { line: number; cells: string[] } | { line: number; fault: LineFault };

/** Where each known column stands, and what the others are called. */
interface Columns {
  count: number;
  places: Map<string, number>;
  others: { name: string; place: number }[];
}

/** A header line with `external_key` and any of the names above; all further columns become metadata. */
export async function* readCsv(open: OpenFile, from: Place): AsyncGenerator<RowBlock> {
  let columns = from.byte > 0 ? await columnsOf(open) : undefined;
  for await (const { rows, bytes, end } of rowBlocks(open, from)) {
    const items: ImportRow[] = [];
    for (const row of rows) {
      if (columns) items.push('fault' in row ? refusedBy(row.line, row.fault) : readRow(row.line, columns, row.cells));
      else {
        const header = headerOf(row);
        if (header instanceof LineFault) {
          // Without a header no later line can be understood.
          yield { rows: [refusedBy(row.line, header)], bytes };
          return;
        }
        columns = header;
      }
    }
    yield { rows: items, bytes, end };
  }
}

/** Of a file whose header was good when it was read before. */
async function columnsOf(open: OpenFile): Promise<Columns | undefined> {
  for await (const { rows } of rowBlocks(open, beginning)) {
    const header = rows[0] && headerOf(rows[0]);
    if (header) return header instanceof LineFault ? undefined : header;
  }
  return undefined;
}

function headerOf(row: Row): Columns | LineFault {
  if ('fault' in row) return row.fault;
  const names = row.cells.map((name) => name.trim());
  const all = names.map((name, place) => ({ name, place }));
  return (
    headerFault(names) ?? {
      count: names.length,
      places: new Map(all.map(({ name, place }) => [name, place])),
      others: all.filter(({ name }) => !known.has(name)),
    }
  );
}

function headerFault(header: string[]): LineFault | undefined {
  if (!header.includes('external_key')) return new LineFault('BAD_HEADER', 'the header has no column external_key');
  const nameless = header.indexOf('');
  if (nameless >= 0) return new LineFault('BAD_HEADER', `the header has no name for column ${nameless + 1}`);
  const twice = header.findIndex((name, place) => header.indexOf(name) < place);
  return twice < 0 ? undefined : new LineFault('BAD_HEADER', `column ${twice + 1} has the name of an earlier one`);
}

function readRow(line: number, columns: Columns, cells: string[]): ImportRow {
  return rowOf(line, (announce) => {
    if (cells.length !== columns.count)
      throw new LineFault('BAD_ROW', `${counted(cells.length, 'cell')}, but the header has ${columns.count}`);
    // An empty cell says nothing.
    const cell = (name: string) => cells[columns.places.get(name) ?? -1] || undefined;
    const number = (name: string) => numberOrText(cell(name));
    const externalKey = announce(keyAt(cell('external_key'), 'external_key'));
    const filled = columns.others.filter(({ place }) => cells[place] !== '');
    const metadata = filled.map(({ name, place }) => [name, numberOrText(cells[place])]);
    const item = {
      externalKey,
      data: {
        fileName: optional(cell('file_name'), 'file_name', textAt(1, 1000)),
        url: optional(cell('url'), 'url', urlAt),
        width: optional(number('width'), 'width', pixelsAt),
        height: optional(number('height'), 'height', pixelsAt),
      },
      metadata: Object.fromEntries(metadata) as Record<string, unknown>,
      overlap: optional(number('overlap'), 'overlap', overlapAt),
      groupKey: optional(cell('group_key'), 'group_key', keyAt),
      source: optional(cell('source'), 'source', keyAt),
    };
    mustBeStorable(item);
    return item;
  });
}

/** Rows as their lines come in. A row that is still open waits for more lines, and there the file cannot be cut. */
async function* rowBlocks(open: OpenFile, from: Place): AsyncGenerator<{ rows: Row[]; bytes: number; end?: Place }> {
  let waiting: Line[] = [];
  let { byte } = from;
  for await (const { lines, end } of lineBlocks(open(byte), LINE_LIMIT_BYTES, from)) {
    const all = waiting.concat(lines);
    const { rows, taken } = takeRows(all, false);
    waiting = all.slice(taken);
    yield { rows, bytes: end.byte - byte, end: waiting.length === 0 ? end : undefined };
    byte = end.byte;
  }
  if (waiting.length > 0) yield { rows: takeRows(waiting, true).rows, bytes: 0 };
}

/**
 * Joins lines until their quotes are even, and parses each row by itself: after one stray quote a parser of the whole
 * file would swallow all that follows, while here the next line starts afresh.
 * @param isEnd no more lines come. Otherwise the last lines may stay, not `taken`
 */
function takeRows(lines: Line[], isEnd: boolean): { rows: Row[]; taken: number } {
  const rows: Row[] = [];
  let taken = 0;
  while (taken < lines.length) {
    const next = rowAt(lines, taken, isEnd);
    if (!next) break;
    if ('fault' in next.row || next.row.cells.length > 0) rows.push(next.row);
    taken += next.count;
  }
  return { rows, taken };
}

/** The row that begins at a line, and of how many it is made; nothing when the lines do not tell yet. */
function rowAt(lines: Line[], at: number, isEnd: boolean): { row: Row; count: number } | undefined {
  const first = lines[at]!;
  if ('fault' in first) return { row: { line: first.number, fault: first.fault }, count: 1 };
  let text = first.text;
  let isOpen = hasOddQuotes(text);
  let count = 1;
  for (; isOpen && count < LONGEST_ROW_LINES; count += 1) {
    const line = lines[at + count];
    if (!line && !isEnd) return undefined;
    if (!line || 'fault' in line || text.length + line.text.length > LINE_LIMIT_BYTES) break;
    text += `\n${line.text}`;
    isOpen = isOpen !== hasOddQuotes(line.text);
  }
  const row = isOpen ? notClosed(first.number) : cellsOf(first.number, text);
  return { row, count: 'cells' in row ? count : 1 };
}

const notClosed = (line: number): Row => ({ line, fault: new LineFault('BAD_ROW', 'a quote is not closed') });

function cellsOf(line: number, text: string): Row {
  if (text.trim() === '') return { line, cells: [] };
  // Most rows have no quotes; a parser of its own nearly triples the time of a row (28 → 75 µs).
  if (!text.includes('"')) return { line, cells: text.split(',') };
  try {
    const rows: string[][] = parse(text, { relax_column_count: true, record_delimiter: '\n' });
    if (rows.length === 1) return { line, cells: rows[0] ?? [] };
  } catch {
    // The parser's message quotes the row: it is not repeated.
  }
  return { line, fault: new LineFault('BAD_ROW', 'a quote stands inside a cell that is not quoted') };
}

const hasOddQuotes = (text: string) => text.includes('"') && text.split('"').length % 2 === 0;
