import { CsvError, parse } from 'csv-parse/sync';

export interface CsvLine<Column extends string> {
  /** on which it begins */
  line: number;
  /** trimmed; empty when the file has no such column */
  cell(column: Column): string;
}

/** A line that is not carried out. */
export interface RefusedLine {
  line: number;
  /** of the person, as far as it can be told */
  email: string;
  /** sentences */
  message: string;
}

export const mostLines = 1000;

/** What is wrong with a whole file: none of its lines can be understood. */
export class UnreadableFile extends Error {}

/**
 * The lines of a CSV file about people, each with its number in the file; the first names the columns, in any order. A line
 * that cannot be read is refused alone.
 * @param required of the columns, besides `email`
 * @throws UnreadableFile for its header, or when there are too many lines
 */
export function readCsvLines<Column extends string>(
  text: string,
  columns: readonly Column[],
  required: readonly Column[],
): { lines: CsvLine<Column>[]; refused: RefusedLine[] } {
  const { records, refused } = recordsOf(text);
  const [header, ...rest] = records;
  if (!header) throw new UnreadableFile('there is no header; the first line names the columns');
  if (rest.length + refused.length > mostLines)
    throw new UnreadableFile(`there may be at most ${mostLines.toLocaleString('en')} lines; give the rest in a file of its own`); // prettier-ignore
  const places = placesOf(header.cells, columns, required);
  const lines: CsvLine<Column>[] = [];
  for (const { line, cells } of rest) {
    const cell = (column: string) => cells[places.get(column) ?? -1]?.trim() ?? '';
    if (cells.length === header.cells.length) lines.push({ line, cell });
    else {
      const count = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and the header has ${header.cells.length}`;
      refused.push({ line, email: cell('email').slice(0, 254), message: `The line has ${count}.` });
    }
  }
  return { lines, refused };
}

/** The parts of a cell that holds several things. */
export const listOf = (cell: string): string[] =>
  cell.split(/[;|]/).map((part) => part.trim()).filter(Boolean); // prettier-ignore

/** What somebody wrote, as it stands in a sentence about it. */
export const quoted = (text: string): string => `“${text.slice(0, 80)}”`;

/** No control characters and no halves of surrogate pairs: the database keeps neither, and no name has them. */
export const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

interface CsvRecord {
  line: number;
  cells: string[];
}

function recordsOf(text: string): { records: CsvRecord[]; refused: RefusedLine[] } {
  try {
    return { records: parsed(text, 1), refused: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  // A stray quote: then every line is read by itself, and only its own is lost.
  const records: CsvRecord[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    try {
      records.push(...parsed(line, index + 1));
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      if (records.length === 0) throw new UnreadableFile('the header has a stray quote');
      const email = /[^\s,;"]+@[^\s,;"]+/.exec(line)?.[0] ?? '';
      refused.push({ line: index + 1, email: email.slice(0, 254), message: 'A quote in this line is not closed, or stands where none may.' }); // prettier-ignore
    }
  }
  return { records, refused };
}

function parsed(text: string, firstLine: number): CsvRecord[] {
  // Spreadsheets end with rows of nothing but commas: lines of nobody, as empty ones are.
  const options = { bom: true, relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true, info: true } as const; // prettier-ignore
  // The parser counts a CR LF inside of quotes as two lines.
  const rows = parse(text.replace(/\r\n?/g, '\n'), options) as unknown as {
    record: string[];
    info: { lines: number };
  }[];
  // Told is the line on which a record ends; in a quoted cell it may have gone on for several.
  const within = (cells: string[]) => cells.join('\n').split('\n').length - cells.length;
  return rows.map(({ record, info }) => ({ line: firstLine + info.lines - 1 - within(record), cells: record }));
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

function placesOf(header: string[], columns: readonly string[], required: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, name] of header.entries()) {
    const column = columns.find((one) => plain(one) === plain(name));
    if (!column) throw new UnreadableFile(`there is no column ${quoted(name)}; the columns are ${columns.join(', ')}`);
    if (places.has(column)) throw new UnreadableFile(`the column ${column} is there twice`);
    places.set(column, place);
  }
  for (const column of required) if (!places.has(column)) throw new UnreadableFile(`the column ${column} is missing`);
  return places;
}
