import { readCsv } from './csv.js';
import { readDarwin1 } from './darwin/darwin1.js';
import { readDarwin2 } from './darwin/darwin2.js';
import type { ImportFormat, ImportRow } from './item.types.js';
import { readJsonl } from './jsonl.js';

const readers = {
  JSONL: readJsonl,
  CSV: readCsv,
  DARWIN_1: readDarwin1,
  DARWIN_2: readDarwin2,
} satisfies Record<ImportFormat, (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<ImportRow>>;

/** Reads a file of items as it arrives. A line at fault becomes a refusal and the rest is read on; only `bytes` can throw. */
export function readItems(format: ImportFormat, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  return readers[format](bytes);
}
