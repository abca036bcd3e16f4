import type { ImportRow, ImportedItem } from './item.types.js';

export type LineFaultCode =
  | 'BAD_ENCODING'
  | 'BAD_JSON'
  | 'BAD_HEADER'
  | 'BAD_ROW'
  | 'BAD_FIELD'
  | 'UNKNOWN_FIELD'
  | 'UNSTORABLE'
  | 'UNSUPPORTED'
  | 'TOO_LARGE';

/** What is wrong with one line. Thrown while a line is read, and turned into a refused line at one place: `rowOf`. */
export class LineFault extends Error {
  constructor(
    readonly code: LineFaultCode,
    message: string,
    readonly path?: string,
  ) {
    super(message);
  }
}

export const refusedBy = (line: number, fault: LineFault, externalKey?: string): ImportRow => ({
  refused: { line, externalKey, code: fault.code, message: fault.message, path: fault.path },
});

/** The item that `read` makes, or its refusal. `read` announces the key as soon as it knows it, so that a refusal can name it. */
export function rowOf(
  line: number,
  read: (announce: (key: string) => string) => Omit<ImportedItem, 'line'>,
): ImportRow {
  let externalKey: string | undefined;
  try {
    return { item: { line, ...read((key) => (externalKey = key)) } };
  } catch (fault) {
    if (fault instanceof LineFault) return refusedBy(line, fault, externalKey);
    throw fault;
  }
}
