export const evidenceSources = ['GOLD', 'CONSENSUS', 'REVIEW', 'AUDIT', 'DISPUTE'] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

/** One answer judged against something: right or not, how much it counts (0 to 1), and when it was given. */
export interface Evidence {
  source: EvidenceSource;
  isRight: boolean;
  weight: number;
  at: Date;
}

/** Beta posterior. */
export interface Trust {
  alpha: number;
  beta: number;
  /** evidence as counted */
  n: number;
  mean: number;
  interval: [number, number];
}

export const trustActions = ['WARN', 'RETRAIN', 'PAUSE', 'REQUIRE_REVIEW', 'REOPEN_WORK'] as const;
export type TrustAction = (typeof trustActions)[number];

/** A rule of the policy: on evidence of these sources, when it is this certain that the person is below the bar. */
export interface ActionRule {
  source?: EvidenceSource;
  class?: string;
  minimum: number;
  below: number;
  certainty: number;
  action: TrustAction;
}
