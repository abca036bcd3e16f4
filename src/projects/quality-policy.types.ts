import type { Stage } from './policy.types.js';

/*
 * The part of the policy that keeps the quality: known answers, trust, judging again, audits. docs/quality.md tells it to
 * users.
 */

/** How gold is slipped in. Absent: gold is only what its tasks happen to be. */
export interface GoldRule {
  /** Share of a new person's tasks that is gold, 0 to 0.5. */
  start: number;
  /** The share for people of whom much is known, 0 to `start`. */
  floor: number;
  /** How often one gold task is slipped in, over all people; 1 to 1,000. */
  mostExposures: number;
  /** Minutes before the same gold task is slipped in again, to anybody. */
  coolDownMinutes: number;
  /** An answer to gold passes when it scores at least this, 0 to 1. */
  passScore: number;
}

export const evidenceSources = ['GOLD', 'CONSENSUS', 'REVIEW', 'AUDIT', 'DISPUTE'] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

export const trustActions = ['WARN', 'RETRAIN', 'PAUSE', 'REQUIRE_REVIEW', 'REOPEN_WORK'] as const;
export type TrustAction = (typeof trustActions)[number];

/** What happens when a person is below a bar with this certainty. */
export interface ActionRule {
  /** The evidence that is looked at; all of it when absent. */
  source?: EvidenceSource;
  /** The class that is looked at; the whole answers when absent. */
  class?: string;
  /** Answers with evidence before the first look; 1 to 1,000. */
  minimum: number;
  /** The bar: the share of right answers that is asked for, 0 to 1. */
  below: number;
  /** The posterior probability of being below the bar that is enough, above 0.5 and below 1. */
  certainty: number;
  action: TrustAction;
}

/** Admits people to a stage of the project once they are this certainly above a bar. */
export interface QualifyingRule {
  stage: Stage;
  /** Answers with evidence before the first look; 1 to 1,000. */
  minimum: number;
  /** The share of right answers, 0 to 1. */
  above: number;
  /** The posterior probability of being above it that is enough, above 0.5 and below 1. Below an even chance it ends. */
  certainty: number;
  /** Without new evidence it expires after so many days; 1 to 3,650. */
  days: number;
}

export interface TrustRule {
  /** The share of right answers that the project asks for, 0 to 1. */
  bar: number;
  /** Days after which a piece of evidence counts half; 1 to 3,650. */
  halfLifeDays: number;
  /** An answer is right when it scores at least this against what is known, 0 to 1. */
  passScore: number;
  actions: ActionRule[];
  /** For stages that the policy's `qualifiedStages` name. */
  qualifies: QualifyingRule[];
}

export const errorSeverities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;
export type ErrorSeverity = (typeof errorSeverities)[number];

/** An entry of the error catalogue: what reviewers and auditors may find. */
export interface ErrorCode {
  code: string;
  severity: ErrorSeverity;
  /** The class that it is about; any when absent. */
  class?: string;
  meaning?: string;
}

/** QA of QA: reviews that somebody else makes again, blind. */
export interface RereviewRule {
  /** Share of the reviews, 0 to 1. */
  rate: number;
  seed: string;
}

/** How a batch is accepted as a lot. */
export interface AuditRule {
  level: string;
  /** AQL in percent, of the table, by severity; a severity left out is not counted. */
  aql: Partial<Record<ErrorSeverity, number>>;
  standard: 'Z1_4' | 'ISO_2859_1';
  isReducedAgreed: boolean;
  /** The verdict of the lot is the word on it; else the client says it. */
  isAutoAccepted: boolean;
}

/** The sections of the policy about quality. */
export interface QualityPolicy {
  gold?: GoldRule;
  trust?: TrustRule;
  /** Empty: any code may be said. */
  errors: ErrorCode[];
  rereview?: RereviewRule;
  audit?: AuditRule;
}

export interface QualityPolicyInput {
  gold?: Partial<GoldRule>;
  trust?: Partial<TrustRule>;
  errors?: ErrorCode[];
  rereview?: RereviewRule;
  audit?: Partial<AuditRule>;
}
