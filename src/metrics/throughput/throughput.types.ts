import type { Stage } from '../../tasks/index.js';

export const throughputGroupings = ['NONE', 'PERSON', 'TEAM', 'PROJECT', 'BATCH', 'STAGE', 'SOURCE'] as const;
export type ThroughputGrouping = (typeof throughputGroupings)[number];

export const buckets = ['NONE', 'HOUR', 'DAY', 'WEEK'] as const;
export type Bucket = (typeof buckets)[number];

/** Which work counts. What is absent does not narrow it. */
export interface WorkHoursFilter {
  projectIds?: string[];
  batchIds?: string[];
  memberIds?: string[];
  teamIds?: string[];
  stages?: Stage[];
  /** whole hours that begin from this moment on … */
  from: Date;
  /** … until before this one */
  to: Date;
}

/** Whose work the caller sees; null does not limit. */
export interface WorkScope {
  /** people of the teams that this member leads */
  ledBy: string | null;
  /** projects open to the teams of this member */
  openTo: string | null;
}

export const countNames = [
  'claimed', 'started', 'submitted', 'counted', 'quarantined', 'voided', 'skipped', 'returned', 'expired', 'revoked', 'objects',
  'accepted', 'fixed', 'rejected', 'first_reviewed', 'first_accepted', 'reworked',
] as const; // prettier-ignore
export const secondsNames = ['active_seconds', 'idle_seconds', 'away_seconds', 'tool_seconds', 'tool_answers'] as const;
export type Figure = (typeof countNames)[number] | (typeof secondsNames)[number];
export type Figures = Record<Figure, number>;

/** Sums of one group and bucket, of one project and stage. */
export interface WorkSum extends Figures {
  key: string;
  bucket: Date | null;
  project_id: string;
  stage: Stage;
}

/** What the hours of one project and stage say of how long an answer takes. Sums over person-hours i of n answers, o objects, t seconds. */
export interface PaceSums {
  project_id: string;
  stage: Stage;
  /** Σ n, Σ o, Σ t */
  n: number;
  o: number;
  t: number;
  /** Σ o²/n, Σ o t/n */
  oo: number;
  ot: number;
}

/** The answers that were looked at of one group, bucket and project, and one class of labels in them; null: the answers themselves. */
export interface MixSum {
  key: string;
  bucket: Date | null;
  project_id: string;
  /** `BOX Cat`, `CHOICE animal=cat` */
  name: string | null;
  n: number;
}

export interface ClassCount {
  /** `BOX Cat`, `CHOICE animal=cat` */
  name: string;
  /** labels in the answers that were looked at */
  labels: number;
  /** what one takes, over the projects; of CHOICE and TAG what it adds. Null: not known */
  secondsEach: number | null;
}

/** The classes of what somebody answered. */
export interface ClassMix {
  /** how much longer it takes for them than objects say; 1 where nothing is known */
  hardness: number;
  /** answers that were looked at */
  n: number;
  /** most frequent first */
  classes: ClassCount[];
}

export interface Rate {
  /** per hour; null: no time was measured */
  perHour: number | null;
  /** answers that it rests on */
  n: number;
  /** active hours that it rests on */
  hours: number;
  /** of 95 %, per hour; null: no time was measured */
  interval: [low: number, high: number] | null;
}

export interface Hours {
  active: number;
  idle: number;
  away: number;
  /** as the tools say, for the answers whose tool says it */
  tool: number;
  toolAnswers: number;
}

export interface Counts {
  claimed: number;
  started: number;
  submitted: number;
  counted: number;
  quarantined: number;
  /** null: not told to the person themselves */
  voided: number | null;
  skipped: number;
  returned: number;
  expired: number;
  revoked: number;
  objects: number;
  accepted: number;
  fixed: number;
  rejected: number;
  firstReviewed: number;
  firstAccepted: number;
  reworked: number;
}

export interface ThroughputRow {
  key: string;
  label: string;
  from: Date | null;
  counts: Counts;
  /** null: not told to this caller */
  hours: Hours | null;
  answersPerHour: Rate | null;
  normalisedPerHour: Rate | null;
  /** expected by actual seconds; null: no time was measured */
  pace: number | null;
  /** null: not asked for, or not told to this caller */
  classMix: ClassMix | null;
}

export interface ThroughputReport {
  rows: ThroughputRow[];
  definition: string;
  csv: string;
}

export interface FunnelRow {
  memberId: string;
  name: string;
  assigned: number;
  started: number;
  submitted: number;
  accepted: number;
  fixed: number;
  rejected: number;
  reworked: number;
  firstReviewed: number;
  firstAccepted: number;
  /** active hours of mending, of whatever was theirs to mend */
  reworkHours: number;
  reworkAnswers: number;
}
