import { recordAt, type JsonRecord } from '../fields.js';
import type { ImportedItem, ImportRow, OpenFile, RowBlock } from '../item.types.js';
import { refusedBy, rowOf } from '../line-fault.js';
import { mustBeStorable } from '../storable.js';
import { readDocuments } from './documents.js';

export type ReadDarwin = (document: JsonRecord, announce: (key: string) => string) => Omit<ImportedItem, 'line'>;

/**
 * Rows of a Darwin file, whichever way its objects are laid out; `read` knows the version. Reading always begins at the
 * beginning: the layout shows there.
 */
export async function* darwinRows(open: OpenFile, read: ReadDarwin): AsyncGenerator<RowBlock> {
  for await (const document of readDocuments(open(0))) {
    const row = 'fault' in document ? refusedBy(document.line, document.fault) : itemOf(document, read);
    yield { rows: [row], bytes: JSON.stringify(row).length };
  }
}

function itemOf({ line, value }: { line: number; value: unknown }, read: ReadDarwin): ImportRow {
  return rowOf(line, (announce) => {
    const item = read(recordAt(value, ''), announce);
    mustBeStorable(item);
    return item;
  });
}
