import type { EvidenceSource } from '../../projects/index.js';
import type { TrustPart } from '../../quality/index.js';

/** What a figure is taken apart by, where it is about tasks and people. */
export const firstPassGroupings = ['NONE', 'PERSON', 'TEAM', 'SOURCE', 'BATCH', 'DAY', 'WEEK'] as const;
export type FirstPassGrouping = (typeof firstPassGroupings)[number];

/** … and where it is about evidence. */
export const accuracyGroupings = [...firstPassGroupings, 'CLASS', 'EVIDENCE'] as const;
export type AccuracyGrouping = (typeof accuracyGroupings)[number];

/** Which work counts. What is absent does not narrow it. */
export interface WorkFilter {
  projectId: string;
  batchIds?: string[];
  memberIds?: string[];
  teamIds?: string[];
  /** where the items come from */
  taskSources?: string[];
  /** when the work was given: from this moment … */
  from?: Date;
  /** … until before this one */
  to?: Date;
}

export interface AccuracyFilter extends WorkFilter {
  /** who judged */
  sources?: EvidenceSource[];
  classes?: string[];
  part: TrustPart;
}

/** Whose work the caller sees: null does not limit. */
export interface Scope {
  /** only people of the teams that this member leads */
  ledBy: string | null;
  /** not this member: who works must not find known answers in a finely cut figure of their own */
  without: string | null;
}

/** Counts of one group, of one source of evidence or joined (null). */
export interface CountRow {
  key: string;
  source: EvidenceSource | null;
  right: number;
  n: number;
  first: Date;
  last: Date;
}

export interface Rate {
  right: number;
  n: number;
  /** null under n = 0 */
  accuracy: number | null;
  /** Wilson's, of 95 %; [0, 1] under n = 0 */
  interval: [low: number, high: number];
  /** the figure as it may be shown */
  shown: string;
}

export interface AccuracyRow extends Rate {
  key: string;
  label: string;
  smallNote: string | null;
  bySource: (Rate & { source: EvidenceSource })[];
  /** what was asked for, or where that was open the first and the last work that counts */
  window: { from: Date | null; to: Date | null };
  definition: string;
}

export interface AccuracyReport {
  rows: AccuracyRow[];
  definition: string;
  csv: string;
}
