import type { ConsensusRule } from './consensus-policy.types.js';
import type { QualityPolicy, QualityPolicyInput } from './quality-policy.types.js';

/** How a project's tasks are worked: who may answer, how often, when answers agree, what is reviewed. docs/policy.md tells it to users. */
export interface Policy extends QualityPolicy {
  /** Independent answers a task gets, 1 to 50. */
  overlap: number;
  /** Up to how many when they disagree, overlap to 50. */
  maximumOverlap: number;
  agreement: AgreementRule;
  /** Absent: answers that agree, pair by pair, give the champion's. */
  consensus?: ConsensusRule;
  /** The first rule that matches decides the rate; no rule, no review. */
  review: ReviewRule[];
  /** Rejected answers that go back to the same person before someone else gets the task. */
  reworkRounds: number;
  /** 1 to 10,080 (a week). A stage without its own minutes has those of ANNOTATE. */
  leaseMinutes: LeaseMinutes;
  /** All of them hold; of several for one skill and stage the highest level counts. */
  requirements: SkillRequirement[];
  /** Stages that only those work who are qualified for them in this project. */
  qualifiedStages: Stage[];
  caps: Caps;
  /** Absent: nobody is bound to their shifts here. */
  shifts?: ShiftRule;
  /** Weight among the projects that are open to a person, 1 to 1000. */
  share: number;
  /** Tasks of one group come to the same person one after the other. */
  isSticky: boolean;
  skip: SkipPolicy;
  /** The n of ESCALATE_AFTER: skips by different people that send a task to triage. */
  skipsToTriage: number;
}

export const stages = ['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE'] as const;
export type Stage = (typeof stages)[number];

export const agreementMeasures = ['SCORE', 'MIN_IOU'] as const;

export interface AgreementRule {
  /** Classes that count; all when absent. */
  classes?: string[];
  /** What an answer calls a class → the class of the label schema it counts as: sided masks against one unsided class. */
  classMap?: Record<string, string>;
  measure: (typeof agreementMeasures)[number];
  /** 0 to 1: answers at or above it agree. */
  threshold: number;
}

export const reviewedStages = ['ANNOTATE', 'ADJUDICATE'] as const;

export interface ReviewRule {
  /** Share of matching results that is reviewed, 0 to 1. */
  rate: number;
  /** Makes the draw reproducible. */
  seed: string;
  stage?: (typeof reviewedStages)[number];
  /** Matches results whose agreement is lower. */
  agreementBelow?: number;
  /** Matches results whose agreement is this or higher; with `agreementBelow` a range. */
  agreementFrom?: number;
  /** Matches results whose confidence is lower; without a rule of consensus there is none. */
  confidenceBelow?: number;
  /** Matches results whose confidence is this or higher. */
  confidenceFrom?: number;
  /** Matches results that have a label of one of these classes or fields. */
  classes?: string[];
  /** Matches tasks of one of these sources. */
  sources?: string[];
  /** Matches when the least trusted of those who answered is trusted less than this (the mean of their posterior); of whom nothing is known yet is. */
  trustBelow?: number;
}

export type LeaseMinutes = { ANNOTATE: number } & Partial<Record<Stage, number>>;

export interface SkillRequirement {
  /** The name of a skill of the organization. */
  skill: string;
  /** 1 to 5; who has it or a higher one meets the requirement, until theirs expires. */
  level: number;
  /** All of them when absent. */
  stage?: Stage;
}

/** How much of the annotation one person may do; what they hold and have answered counts, what they gave up does not. */
export interface Caps {
  /** Answers in the project. */
  answers?: number;
  /** Share of a batch's tasks, above 0 to 1. */
  batchShare?: number;
  /** Answers begun in one day of UTC. */
  perDay?: number;
}

/** Whether claims outside of the person's shifts are refused; then whoever has none gets nothing either. */
export interface ShiftRule {
  enforce: boolean;
  /** Before the start and after the end, 0 to 240. */
  graceMinutes: number;
}

/** What becomes of a task that somebody skips; docs/policy.md says each in words. */
export const skipPolicies = ['ESCALATE_AFTER', 'TO_OTHERS', 'BACK_TO_ME_LAST', 'COUNTS_AS_ANSWER'] as const;
export type SkipPolicy = (typeof skipPolicies)[number];

/** What a caller may leave out. */
export type PolicyInput = Partial<
  Omit<Policy, 'agreement' | 'consensus' | 'leaseMinutes' | 'shifts' | keyof QualityPolicy>
> &
  QualityPolicyInput & {
    agreement?: Partial<AgreementRule>;
    consensus?: Partial<ConsensusRule>;
    leaseMinutes?: Partial<LeaseMinutes>;
    shifts?: Pick<ShiftRule, 'enforce'> & Partial<ShiftRule>;
  };
