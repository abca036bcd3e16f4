import { readCsv } from './csv.js';
import { readDarwin1 } from './darwin/darwin1.js';
import { readDarwin2 } from './darwin/darwin2.js';
import type { ImportFormat, ImportRow, OpenFile, RowBlock } from './item.types.js';
import { readJsonl } from './jsonl.js';
import { beginning, type Place } from './place.js';

const readers = {
  JSONL: readJsonl,
  CSV: readCsv,
  DARWIN_1: readDarwin1,
  DARWIN_2: readDarwin2,
} satisfies Record<ImportFormat, (open: OpenFile, from: Place) => AsyncGenerator<RowBlock>>;

/**
 * Reads a file of items as it arrives, in blocks. A line at fault becomes a refusal and the rest is read on; only the
 * bytes can throw.
 * @param from a place that an earlier reading of the file has told
 */
export function readBlocks(format: ImportFormat, open: OpenFile, from: Place = beginning): AsyncGenerator<RowBlock> {
  return readers[format](open, from);
}

/** The same from the beginning, row by row. */
export async function* readItems(format: ImportFormat, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ImportRow> {
  for await (const { rows } of readBlocks(format, () => bytes)) yield* rows;
}
