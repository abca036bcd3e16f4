import type { Label } from '../../labels/index.js';

/** One settled item of a frozen release, as its profile lets it out: metadata holds only what may leave. */
export interface ReleasedItem {
  externalKey: string;
  fileName: string;
  width: number;
  height: number;
  labels: Label[];
  metadata: Record<string, unknown>;
  source?: string;
  /** How it was settled: the method or the kind of person, never who. */
  settledBy: string;
  agreement: number | null;
  /** The model whose labels people started from, with its version. */
  prelabelledBy?: string;
}

/** Gives the items from the first on, each time it is called, in the same order: a release is frozen. */
export type ReleasedItems = () => AsyncIterable<ReleasedItem>;
