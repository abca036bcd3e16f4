import { VoteTable, type NamedVotes } from '../aggregation/vote-table.js';
import { LineError, readCsvRows } from './csv-rows.js';

/** A mistake in a file, as one sentence that names file and line. */
export class LabelFileError extends Error {}

/**
 * Reads `task,worker,label`, one vote a row, as a stream: the file is never in memory, only its votes as numbers and each
 * name once. Columns may stand in any order and beside others; a byte order mark, CRLF and quoted cells are fine.
 *
 * @throws LabelFileError for a file that cannot be read, a header without these columns, a row of another width, an
 *   empty cell, or no row at all
 */
export async function readVotes(file: string): Promise<NamedVotes> {
  const table = new VoteTable();
  let rows = 0;
  await readRows(file, ['task', 'worker', 'label'], ([task, worker, label]) => {
    table.add(task!, worker!, label!);
    rows += 1;
  });
  if (rows === 0) throw new LabelFileError(`${file} has a header but no rows.`);
  return table.finish();
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

/** Says what is wrong with a row; the reader adds file and line. */
class RowFault extends Error {}

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Hands the cells of the named columns of each row to `take`, in the order of the names. */
export async function readRows(file: string, names: string[], take: (cells: string[]) => void): Promise<void> {
  let places: number[] | undefined;
  let width = 0;
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
          if (cell.trim() === '') throw new RowFault(`the ${names[at]!} is empty`);
          cells[at] = cell;
        }
        take(cells);
      } catch (error) {
        if (error instanceof RowFault || error instanceof RangeError) throw new LineError(line, error.message);
        throw error;
      }
    });
  } catch (error) {
    throw explained(file, error);
  }
  if (!places) throw new LabelFileError(`${file} is empty; it needs the header ${names.join(',')}.`);
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
  if (error instanceof LineError) return new LabelFileError(`${file} line ${error.line}: ${error.message}.`);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new LabelFileError(`There is no file ${file}.`);
  if (code === 'EISDIR') return new LabelFileError(`${file} is a folder.`);
  if (code === 'EACCES') return new LabelFileError(`${file} may not be read.`);
  return error as Error;
}
