import { recordAt, type JsonRecord } from '../fields.js';
import type { ImportedItem, ImportRow } from '../item.types.js';
import { refusedBy, rowOf } from '../line-fault.js';
import { mustBeStorable } from '../storable.js';
import { readDocuments } from './documents.js';

export type ReadDarwin = (document: JsonRecord, announce: (key: string) => string) => Omit<ImportedItem, 'line'>;

/** Rows of a Darwin file, whichever way its objects are laid out; `read` knows the version. */
export async function* darwinRows(bytes: AsyncIterable<Uint8Array>, read: ReadDarwin): AsyncGenerator<ImportRow> {
  for await (const document of readDocuments(bytes)) {
    if ('fault' in document) yield refusedBy(document.line, document.fault);
    else
      yield rowOf(document.line, (announce) => {
        const item = read(recordAt(document.value, ''), announce);
        mustBeStorable(item);
        return item;
      });
  }
}
