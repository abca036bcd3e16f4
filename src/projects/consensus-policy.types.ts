/** How several answers become one result, part by part of the label schema, and when they are enough. docs/consensus.md */
export interface ConsensusRule {
  /** By the name of a class or field of the label schema; a part left out has the defaults of its kind. */
  parts: Record<string, PartRule>;
  /** τ: the posterior that is enough, above 0.5 and below 1, for the parts without their own. */
  confidence: number;
  /** Until 30 gold tasks are answered no part claims more than (g + 1)/(g + 2) with g of them: it will rather ask. */
  isCappedWithoutGold: boolean;
}

/** What a part may say for itself. Which keys fit which kind: `partKinds`. */
export interface PartRule {
  method?: string;
  metric?: string;
  /** Posterior that is enough, above 0.5 and below 1: choices, tags, and whether an object exists. */
  confidence?: number;
  /** Agreement that is enough, 0 to 1: how near the answers are to the result, for shapes, spans, numbers and texts. */
  agreement?: number;
  /** NUMBER: values this near count as the same; 0 when absent. */
  tolerance?: number;
  /** Shapes and spans: from which IoU on two may be the same object, above 0 to 1; 0.5 when absent. */
  matchIou?: number;
  /** Shapes and spans: share of the answers that must have an object, above 0 to 1; 0.5 when absent. */
  quorum?: number;
}
