import type { LabelKind } from '../../labels/index.js';

/** A figure, its 95 % interval, and from how many tasks it comes. Null: not defined. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface PartAgreement {
  /** Null for the answer as a whole. */
  kind: LabelKind | null;
  /** Of the field or the class. */
  name: string | null;
  /** How two answers are compared. */
  metric: 'NOMINAL' | 'INTERVAL' | 'EDIT_DISTANCE' | 'ONE_MINUS_IOU' | 'ONE_MINUS_SCORE';
  alpha: Estimate;
  percent: Estimate;
  /** Shapes only: over the tasks where somebody saw one. */
  meanIou: Estimate | null;
  /** Tasks with at least two answers to this part. */
  items: number;
  raters: number;
  /** Answers on those tasks. */
  pairable: number;
}

export interface GroupAgreement {
  tasks: number;
  answers: number;
  overall: PartAgreement;
  parts: PartAgreement[];
}

export interface AgreementReport extends GroupAgreement {
  bySource: (GroupAgreement & { source: string | null })[];
}
