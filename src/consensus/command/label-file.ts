import { VoteTable, type NamedVotes } from '../aggregation/vote-table.js';
import { NameColumn } from '../name-column.js';
import { LineError, readCsvRows } from './csv-rows.js';

/** A mistake in a file, as one sentence that names the file and, where there is one, the line. */
export class LabelFileError extends Error {
  static at(file: string, line: number, message: string): LabelFileError {
    return new LabelFileError(`${file} line ${line}: ${message}.`);
  }
}

/** Labels in the order of the file as three columns of numbers, each the place of a name; a million labels take 12 MB. */
export interface LabelFile {
  tasks: string[];
  workers: string[];
  labels: string[];
  /** For each row of the file its task, worker and label. */
  taskOf: Int32Array;
  workerOf: Int32Array;
  labelOf: Int32Array;
  /** For each distinct label the line where it comes first. */
  firstLineOf: number[];
}

/**
 * Reads `task,worker,label`, one vote a row, as a stream: the file is never in memory, only its votes as numbers and each
 * name once. Columns may stand in any order and beside others; a byte order mark, CRLF and quoted cells are fine, and rows
 * that come twice count twice.
 *
 * @throws LabelFileError for a file that cannot be read, a header without these columns, a row of another width, an
 *   empty cell, or no row at all
 */
export async function readVotes(file: string): Promise<NamedVotes> {
  const table = new VoteTable();
  const rows = await readRows(file, ['task', 'worker', 'label'], ([task, worker, label]) => {
    table.add(task!, worker!, label!);
  });
  mustHaveRows(file, rows);
  return table.finish();
}

/** Reads the same file for a measure of agreement: a label may be any text, an empty one too. Throws as `readVotes` does. */
export async function readLabelFile(file: string): Promise<LabelFile> {
  const [tasks, workers, labels] = [new NameColumn(), new NameColumn(), new NameColumn()];
  const firstLineOf: number[] = [];
  const take = ([task, worker, label]: string[], line: number) => {
    tasks.push(task!);
    workers.push(worker!);
    if (labels.push(label!) === firstLineOf.length) firstLineOf.push(line);
  };
  mustHaveRows(file, await readRows(file, ['task', 'worker', 'label'], take, 'label'));
  return {
    tasks: tasks.names(),
    workers: workers.names(),
    labels: labels.names(),
    taskOf: tasks.placeOfRow(),
    workerOf: workers.placeOfRow(),
    labelOf: labels.placeOfRow(),
    firstLineOf,
  };
}

/** Reads `task,label`, the known truth. A task may be given twice with the same label, not with another one. */
export async function readTruth(file: string): Promise<Map<string, string>> {
  const truth = new Map<string, string>();
  await readRows(file, ['task', 'label'], ([task, label]) => {
    const earlier = truth.get(task!);
    if (earlier !== undefined && earlier !== label) {
      throw new RowFault(`task ${quoted(task!)} has the label ${quoted(label!)} here and ${quoted(earlier)} before`);
    }
    truth.set(task!, label!);
  });
  return truth;
}

/** The start of a name, in quotes, for a message that must stay short. */
export const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Says what is wrong with a row; the reader adds file and line. */
class RowFault extends Error {}

/**
 * Hands the cells of the named columns of each row to `take`, in the order of the names, with the row's first line.
 *
 * @param mayBeEmpty the one column whose cells may be empty
 * @returns how many rows there are
 */
async function readRows(
  file: string,
  names: string[],
  take: (cells: string[], line: number) => void,
  mayBeEmpty?: string,
): Promise<number> {
  let places: number[] | undefined;
  let width = 0;
  let rows = 0;
  const cells = new Array<string>(names.length);
  try {
    await readCsvRows(file, (row, line) => {
      try {
        if (!places) {
          places = placesOf(row, names);
          width = row.length;
          return;
        }
        if (row.length !== width) throw new RowFault(`the row has ${row.length} cells, the header ${width}`);
        for (let at = 0; at < names.length; at++) {
          const cell = row[places[at]!]!;
          if (cell.trim() === '' && names[at] !== mayBeEmpty) throw new RowFault(`the ${names[at]!} is empty`);
          cells[at] = cell;
        }
        take(cells, line);
        rows += 1;
      } catch (error) {
        if (error instanceof RowFault || error instanceof RangeError) throw new LineError(line, error.message);
        throw error;
      }
    });
  } catch (error) {
    throw explained(file, error);
  }
  if (!places) throw new LabelFileError(`${file} is empty; it needs the header ${names.join(',')}.`);
  return rows;
}

function mustHaveRows(file: string, rows: number): void {
  if (rows === 0) throw new LabelFileError(`${file} has a header but no rows.`);
}

function placesOf(header: string[], names: string[]): number[] {
  const found = header.map((name) => name.trim());
  return names.map((name) => {
    const place = found.indexOf(name);
    if (place < 0) {
      throw new RowFault(
        `the header has no column ${name}: it must name ${names.join(',')}, and is ${quoted(found.join(','))}`,
      );
    }
    if (found.indexOf(name, place + 1) >= 0) throw new RowFault(`the header names the column ${name} twice`);
    return place;
  });
}

function explained(file: string, error: unknown): Error {
  if (error instanceof LineError) return LabelFileError.at(file, error.line, error.message);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new LabelFileError(`There is no file ${file}.`);
  if (code === 'EISDIR') return new LabelFileError(`${file} is a folder.`);
  if (code === 'EACCES') return new LabelFileError(`${file} may not be read.`);
  return error as Error;
}
