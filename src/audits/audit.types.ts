import type {
  Inspection,
  SamplingPlan,
  SequentialLotPlan,
  Severity,
  SwitchingPosition,
  SwitchingState,
} from '../quality/index.js';
import type { AuditRule } from '../projects/index.js';

export const lotStates = ['COMMITTED', 'FIXED', 'OPEN', 'JUDGED', 'ACCEPTED', 'RETURNED', 'VOID'] as const;
export type LotState = (typeof lotStates)[number];

/** What is said of a lot in a sentence: “The lot is judged.” Codes stay in fields. */
export const lotWords: Record<LotState, string> = {
  COMMITTED: 'committed, and not drawn yet',
  FIXED: 'waiting for its seed',
  OPEN: 'being looked at',
  JUDGED: 'judged',
  ACCEPTED: 'accepted',
  RETURNED: 'returned',
  VOID: 'void',
};

export const strata = ['RANDOM', 'RISK', 'SCREENING'] as const;
export type Stratum = (typeof strata)[number];

/** What happens to a returned lot: all of it is looked at, or what has a defect is done again and the rest is looked at. */
export const remedies = ['SCREENING', 'REWORK'] as const;
export type Remedy = (typeof remedies)[number];

/** A lot that is looked at one by one until it is decided. */
export interface SequentialTerms {
  /** What is refused, in percent, for each severity that the rule counts. */
  ltpd: Partial<Record<Severity, number>>;
  /** How often a lot at the AQL may be refused, and one at the LTPD accepted. */
  alpha: number;
  beta: number;
  /** How many items auditors may have before them at a time. */
  atOnce: number;
}

/** How one severity is inspected in a lot. */
export interface SeverityPlan {
  plan: SamplingPlan | SequentialLotPlan;
  /** Why inspection stood where it stood, a sentence. */
  reason: string;
}
export type Plans = Partial<Record<Severity, SeverityPlan>>;

/** What the sample had of one severity, and where inspection stands after the lot. */
export interface Finding {
  /** Items of the severity's own sample with at least one defect of it. */
  defects: number;
  /** One by one only: how many items it was decided by, and how; null when another severity had refused the lot before. */
  inspected?: number;
  isAccepted?: boolean | null;
  /** One by one only: the defects counted after each of them. */
  counts?: number[];
  next: SwitchingPosition;
  nextReason: string;
}
export type Findings = Partial<Record<Severity, Finding>>;

export interface LotRow {
  id: string;
  project_id: string;
  batch_id: string;
  /** whose line it belongs to, once its keys are fixed; null: the project's */
  team_id: string | null;
  team_name: string | null;
  round: number;
  state: LotState;
  is_resubmitted: boolean;
  is_committed_before: boolean;
  policy_version: number;
  rule: AuditRule;
  /** null: a sample of a size that is known beforehand */
  sequential: SequentialTerms | null;
  commitment: string;
  /** null until it is published */
  seed: string | null;
  published_at: Date | null;
  keys_digest: string | null;
  lot_size: number | null;
  /** one by one: at most so many, and once it is judged so many as decided it */
  sample_size: number | null;
  inspection: Inspection | null;
  plans: Plans | null;
  verdict: 'ACCEPT' | 'REJECT' | null;
  reasons: string[] | null;
  findings: Findings | null;
  judged_at: Date | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  remedy: Remedy | null;
  mended_at: Date | null;
  void_reason: string | null;
  created_at: Date;
}

/** A lot whose batch nobody moves until the transaction ends. */
export interface LockedLot extends LotRow {
  batch_state: string;
  /** The batch was opened again since the keys were fixed: the lot is not what it was. */
  is_outdated: boolean;
}

/** Whose lots are counted together, one after the other. */
export interface Line {
  projectId: string;
  /** null: the project's own, of lots that several teams made */
  teamId: string | null;
}

export interface LineOfTeam {
  teamId: string;
  teamName: string;
}

export interface SwitchingRow {
  teamId: string | null;
  teamName: string | null;
  severity: Severity;
  state: SwitchingState;
  reason: string;
  since: Date;
}

/** An item of a lot and what was found on it. */
export interface ItemRow {
  id: string;
  task_id: string;
  external_key: string;
  result_id: string;
  stratum: Stratum;
  place: number | null;
  risk_place: number | null;
  verdict_id: string | null;
  worst: Severity | null;
  defects: Partial<Record<Severity, number>> | null;
}
