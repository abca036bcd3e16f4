import type { MeanOfTasks, Share, TaskSums } from './figures.rules.js';

export const correctionGroupings = ['NONE', 'CLASS', 'BATCH', 'MODEL', 'WEEK'] as const;
export type CorrectionGrouping = (typeof correctionGroupings)[number];

/** Which settled tasks count. What is absent does not narrow it. */
export interface CorrectionFilter {
  batchIds?: string[];
  models?: string[];
  modelVersions?: string[];
  classes?: string[];
  /** when the task settled: from this moment … */
  from?: Date;
  /** … until before this one */
  to?: Date;
}

/** Counts of one group. */
export interface CorrectionCounts extends TaskSums {
  key: string;
  label: string;
  /** with a label of the group, predicted or settled */
  allTasks: number;
  unchanged: number;
  corrected: number;
  removed: number;
  added: number;
  renamed: number;
  median: number | null;
  p10: number | null;
}

export interface CorrectionRow {
  key: string;
  label: string;
  tasks: number;
  predictions: number;
  unchanged: Share;
  corrected: Share;
  removed: Share;
  added: Share;
  renamed: number;
  iou: (MeanOfTasks & { n: number; tasks: number; median: number; p10: number }) | null;
  smallNote: string | null;
}

export interface CorrectionReport {
  rows: CorrectionRow[];
  definition: string;
  csv: string;
}
