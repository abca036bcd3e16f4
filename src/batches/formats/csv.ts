import { parse } from 'csv-parse/sync';
import { keyAt, optional, overlapAt, pixelsAt, textAt } from './fields.js';
import type { ImportRow } from './item.types.js';
import { LineFault, refusedBy, rowOf } from './line-fault.js';
import { LINE_LIMIT_BYTES, splitLines, type Line } from './lines.js';
import { numberOrText } from './scalar.js';
import { mustBeStorable } from './storable.js';
import { urlAt } from './url.js';

const known = new Set(['external_key', 'url', 'file_name', 'width', 'height', 'group_key', 'source', 'overlap']);

/** A quoted cell may hold line breaks; one that is not closed within so many lines is a fault of its first line alone. */
const LONGEST_ROW_LINES = 100;

type Row = { line: number; cells: string[] } | { line: number; fault: LineFault };

/** A header line with `external_key` and any of the names above; all further columns become metadata. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  let header: string[] | undefined;
  for await (const row of rowsOf(splitLines(bytes))) {
    if ('fault' in row) yield refusedBy(row.line, row.fault);
    else if (header) yield readRow(row.line, header, row.cells);
    else {
      header = row.cells.map((name) => name.trim());
      const fault = headerFault(header);
      if (!fault) continue;
      yield refusedBy(row.line, fault);
      return;
    }
    // Without a header no later line can be understood.
    if (!header) return;
  }
}

function headerFault(header: string[]): LineFault | undefined {
  if (!header.includes('external_key')) return new LineFault('BAD_HEADER', 'the header has no column external_key');
  const nameless = header.indexOf('');
  if (nameless >= 0) return new LineFault('BAD_HEADER', `the header has no name for column ${nameless + 1}`);
  const twice = header.findIndex((name, place) => header.indexOf(name) < place);
  return twice < 0 ? undefined : new LineFault('BAD_HEADER', `column ${twice + 1} has the name of an earlier one`);
}

function readRow(line: number, header: string[], cells: string[]): ImportRow {
  return rowOf(line, (announce) => {
    if (cells.length !== header.length)
      throw new LineFault('BAD_ROW', `${cells.length} cells, but the header has ${header.length}`);
    const filled = header.map((name, place) => [name, cells[place]] as const).filter(([, cell]) => cell !== '');
    const cell = new Map(filled);
    const externalKey = announce(keyAt(cell.get('external_key'), 'external_key'));
    const number = (name: string) => numberOrText(cell.get(name));
    const metadata = filled.filter(([name]) => !known.has(name)).map(([name, text]) => [name, numberOrText(text)]);
    const item = {
      externalKey,
      data: {
        fileName: optional(cell.get('file_name'), 'file_name', textAt(1, 1000)),
        url: optional(cell.get('url'), 'url', urlAt),
        width: optional(number('width'), 'width', pixelsAt),
        height: optional(number('height'), 'height', pixelsAt),
      },
      metadata: Object.fromEntries(metadata) as Record<string, unknown>,
      overlap: optional(number('overlap'), 'overlap', overlapAt),
      groupKey: optional(cell.get('group_key'), 'group_key', keyAt),
      source: optional(cell.get('source'), 'source', keyAt),
    };
    mustBeStorable(item);
    return item;
  });
}

/**
 * Joins lines until their quotes are even, and parses each row by itself: after one stray quote a parser of the whole
 * file would swallow all that follows, while here the next line starts afresh.
 */
async function* rowsOf(lines: AsyncGenerator<Line>): AsyncGenerator<Row> {
  const ahead: Line[] = [];
  const lineAt = async (place: number): Promise<Line | undefined> => {
    if (place < ahead.length) return ahead[place];
    const next = await lines.next();
    if (next.done) return undefined;
    ahead.push(next.value);
    return next.value;
  };

  try {
    for (let first = await lineAt(0); first; first = await lineAt(0)) {
      let row: Row = { line: first.number, fault: new LineFault('BAD_ROW', 'a quote is not closed') };
      const texts: string[] = [];
      let length = 0;
      let isOpen = false;
      do {
        const line = await lineAt(texts.length);
        if (!line || 'fault' in line || (length += line.text.length) > LINE_LIMIT_BYTES) break;
        texts.push(line.text);
        isOpen = isOpen !== hasOddQuotes(line.text);
      } while (isOpen && texts.length < LONGEST_ROW_LINES);

      if ('fault' in first) row = { line: first.number, fault: first.fault };
      else if (!isOpen) row = cellsOf(first.number, texts.join('\n'));
      ahead.splice(0, 'cells' in row ? texts.length : 1);
      if ('fault' in row || row.cells.length > 0) yield row;
    }
  } finally {
    await lines.return(undefined);
  }
}

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

const hasOddQuotes = (text: string) => text.split('"').length % 2 === 0;
