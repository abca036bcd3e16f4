/** How a project's tasks are worked: who answers how often, when answers agree, what is reviewed, how long a hold lasts. */
export interface Policy {
  /** Independent answers a task gets, 1 to 50. */
  overlap: number;
  /** Up to how many when they disagree, overlap to 50. */
  maximumOverlap: number;
  agreement: AgreementRule;
  /** The first rule that matches decides the rate; no rule, no review. */
  review: ReviewRule[];
  /** 1 to 10,080 (a week). A stage without its own minutes has those of ANNOTATE. */
  leaseMinutes: LeaseMinutes;
  /** Skips by different people that send a task to triage. */
  skipsToTriage: number;
  /** Rejected answers that go back to the same person before someone else gets the task. */
  reworkRounds: number;
}

export const agreementMeasures = ['SCORE', 'MIN_IOU'] as const;

export interface AgreementRule {
  /** Classes that count; all when absent. */
  classes?: string[];
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
}

export const leasedStages = ['ANNOTATE', 'REVIEW', 'ADJUDICATE', 'REWORK'] as const;
export type LeaseMinutes = { ANNOTATE: number } & Partial<Record<(typeof leasedStages)[number], number>>;

/** What a caller may leave out. */
export type PolicyInput = Partial<Omit<Policy, 'agreement' | 'leaseMinutes'>> & {
  agreement?: Partial<AgreementRule>;
  leaseMinutes?: Partial<LeaseMinutes>;
};
