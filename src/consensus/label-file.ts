import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';

/** A fault of a label file, told with its name and, where there is one, its line. */
export class LabelFileFault extends Error {
  constructor(file: string, line: number | null, message: string) {
    super(line === null ? `${file}: ${message}` : `${file}, line ${line}: ${message}`);
  }
}

/** Labels as three columns of numbers, each the place of a name; a million labels take 12 MB. */
export interface LabelFile {
  tasks: string[];
  workers: string[];
  labels: string[];
  /** For each row of the file its task, worker and label. */
  taskOf: Int32Array;
  workerOf: Int32Array;
  labelOf: Int32Array;
  /** For each distinct label the line where it comes first. */
  firstLineOf: Int32Array;
}

/**
 * Reads `task,worker,label` as a stream. Further columns and the order of columns do not matter, rows that come twice count
 * twice. A label may be empty; a task or a worker may not.
 *
 * @throws LabelFileFault at the first thing that is wrong
 */
export async function readLabelFile(file: string): Promise<LabelFile> {
  const [tasks, workers, labels] = [new Names(), new Names(), new Names()];
  const firstLines = new Places();
  await readColumns(file, ['task', 'worker', 'label'], ([task, worker, label], line) => {
    if (task === '') throw new LabelFileFault(file, line, 'the task is empty');
    if (worker === '') throw new LabelFileFault(file, line, 'the worker is empty');
    tasks.push(task!);
    workers.push(worker!);
    const known = labels.names.length;
    labels.push(label!);
    if (labels.names.length > known) firstLines.push(line);
  });
  if (tasks.names.length === 0) throw new LabelFileFault(file, null, 'there is a header but no row');
  return {
    tasks: tasks.names,
    workers: workers.names,
    labels: labels.names,
    taskOf: tasks.places.trimmed(),
    workerOf: workers.places.trimmed(),
    labelOf: labels.places.trimmed(),
    firstLineOf: firstLines.trimmed(),
  };
}

const LONGEST_ROW_BYTES = 4 * 2 ** 20;

/**
 * Hands over the named columns of a CSV file row by row, with the line a row begins at. UTF-8 with or without a byte order
 * mark, LF or CRLF, quoted cells that may run over lines; blank lines are skipped.
 *
 * @throws LabelFileFault when the file, its header or a row cannot be read
 */
export async function readColumns(
  file: string,
  columns: readonly string[],
  onRow: (cells: string[], line: number) => void,
): Promise<void> {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    // A wrong number of cells is told in our words; a blank line is a row of one empty cell.
    relax_column_count: true,
    max_record_size: LONGEST_ROW_BYTES,
  });
  let line = 1;
  let header: { width: number; places: number[] } | undefined;
  const take = (cells: string[]) => {
    const begins = line;
    line += 1;
    for (const cell of cells) line += lineBreaks(cell);
    if (cells.length === 1 && cells[0]!.trim() === '') return;
    if (!header) {
      header = { width: cells.length, places: placesOf(columns, cells, file, begins) };
      return;
    }
    if (cells.length !== header.width) {
      throw new LabelFileFault(file, begins, `${cells.length} cells, but the header has ${header.width}`);
    }
    onRow(
      header.places.map((place) => cells[place]!),
      begins,
    );
  };

  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const bytes = createReadStream(file, { highWaterMark: 2 ** 18 });
      const fail = (error: unknown) => {
        bytes.destroy();
        parser.destroy();
        reject(error as Error);
      };
      bytes.on('error', fail);
      // The parser would put a replacement character for what is not UTF-8, and two names could become one.
      const check = (chunk?: Buffer) => {
        try {
          decoder.decode(chunk, { stream: chunk !== undefined });
        } catch {
          fail(new NotUtf8());
        }
      };
      bytes.on('data', (chunk) => check(chunk as Buffer));
      bytes.on('end', () => check());
      parser.on('error', fail);
      parser.on('end', resolve);
      parser.on('readable', () => {
        try {
          for (let cells = parser.read() as string[] | null; cells; cells = parser.read() as string[] | null)
            take(cells);
        } catch (error) {
          fail(error);
        }
      });
      bytes.pipe(parser);
    });
  } catch (error) {
    throw error instanceof NotUtf8
      ? new LabelFileFault(file, await firstLineNotUtf8(file), 'not valid UTF-8')
      : faultOf(error, file);
  }
  if (!header) throw new LabelFileFault(file, null, `the file is empty; it must begin with ${columns.join(',')}`);
}

class NotUtf8 extends Error {}

async function firstLineNotUtf8(file: string): Promise<number> {
  let line = 1;
  let begun = Buffer.alloc(0);
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let bytes = Buffer.concat([begun, chunk]);
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n')) {
      if (!isUtf8(bytes.subarray(0, end))) return line;
      line += 1;
      bytes = bytes.subarray(end + 1);
    }
    begun = bytes;
  }
  return line;
}

function placesOf(columns: readonly string[], cells: string[], file: string, line: number): number[] {
  const names = cells.map((cell) => cell.trim());
  return columns.map((column) => {
    const place = names.indexOf(column);
    if (place < 0) {
      throw new LabelFileFault(file, line, `the header has no column ${column}; it must have ${columns.join(',')}`);
    }
    if (names.indexOf(column, place + 1) >= 0) {
      throw new LabelFileFault(file, line, `the header has the column ${column} twice`);
    }
    return place;
  });
}

function faultOf(error: unknown, file: string): unknown {
  if (error instanceof CsvError) {
    const line = typeof error['lines'] === 'number' ? error['lines'] : null;
    return new LabelFileFault(file, line, csvFaults[error.code] ?? 'not valid CSV');
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new LabelFileFault(file, null, 'no such file');
  if (code === 'EISDIR') return new LabelFileFault(file, null, 'a folder, not a file');
  if (code === 'EACCES') return new LabelFileFault(file, null, 'may not be read');
  return error;
}

const csvFaults: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that is not quoted',
  CSV_INVALID_CLOSING_QUOTE: 'something stands after a closing quote',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 4 MB; perhaps a quote is not closed',
};

function lineBreaks(cell: string): number {
  let breaks = 0;
  for (let place = cell.indexOf('\n'); place >= 0; place = cell.indexOf('\n', place + 1)) breaks += 1;
  return breaks;
}

/** A column of names as numbers. */
class Names {
  readonly names: string[] = [];
  readonly places = new Places();
  private readonly known = new Map<string, number>();

  push(name: string): void {
    let place = this.known.get(name);
    if (place === undefined) {
      place = this.names.length;
      this.names.push(name);
      this.known.set(name, place);
    }
    this.places.push(place);
  }
}

/** A typed array that grows. */
class Places {
  private values = new Int32Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  trimmed(): Int32Array {
    return this.values.slice(0, this.length);
  }
}
