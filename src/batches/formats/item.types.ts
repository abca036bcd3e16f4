import type { Label } from '../../labels/index.js';
import type { Place } from './place.js';

export const importFormats = ['JSONL', 'CSV', 'DARWIN_1', 'DARWIN_2'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** One item of an import. `line` is where it starts in the file; in a JSON array, its place in the array from 1. */
export interface ImportedItem {
  line: number;
  externalKey: string;
  data: { fileName?: string; url?: string; width?: number; height?: number; [key: string]: unknown };
  metadata: Record<string, unknown>;
  /** As written in the file: the caller holds them against the project's schema. */
  labels?: Label[];
  /** The attributes of its labels are another tool's: those that the project does not ask for are left out, not refused. */
  ownAttributes?: boolean;
  /** Which model made the labels, where the file says it. */
  model?: string;
  modelVersion?: string;
  overlap?: number;
  groupKey?: string;
  source?: string;
}

/** A line that was not taken, and why. Its texts never repeat a value of the file: those may be private, or unstorable. */
export interface RefusedLine {
  line: number;
  externalKey?: string;
  code: string;
  message: string;
  /** The field at fault: `annotations[3].polygon.path[14].x`. */
  path?: string;
}

export type ImportRow = { item: ImportedItem } | { refused: RefusedLine };

/** The bytes of a file, from one of them on. */
export type OpenFile = (fromByte: number) => AsyncIterable<Uint8Array>;

/** Rows that were read together, so that a long file costs an await per block and not per row. */
export interface RowBlock {
  rows: ImportRow[];
  /** How heavy they are, about. */
  bytes: number;
  /** Reading may begin again here, behind these rows; absent where it cannot. */
  end?: Place;
}
