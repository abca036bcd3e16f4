import type { Label } from '../../labels/index.js';

/** A counted answer to a task. */
export interface CountedAnswer {
  id: string;
  memberId: string;
  labels: Label[];
}

/** One question that a label schema asks: a field, a tag, or the objects of a class. */
export interface Part {
  /** `field/<name>` or `class/<name>`: a field and a class may share a name. */
  key: string;
  name: string;
  kind: 'CHOICE' | 'TAG' | 'NUMBER' | 'TEXT' | 'SHAPE' | 'SPAN';
  method: string;
  metric: string;
  /** Posterior that is enough; of choices, tags, shapes and spans. */
  confidence: number;
  /** Agreement that is enough; of numbers, texts, shapes and spans. */
  agreement: number;
  tolerance: number;
  matchIou: number;
  quorum: number;
  /** Of a CHOICE field. */
  options: string[];
  /** A field that may be left empty. */
  isOptional: boolean;
  /** False: it is put together, but nobody is asked again for its sake. */
  decides: boolean;
  isCappedWithoutGold: boolean;
}

/**
 * What was known of a part and of those who answered when a task was decided. It is kept with the result, so that the
 * same result can be computed again after everything known has changed.
 */
export interface PartEvidence {
  /** One positive number a class, summing to 1. Shapes and spans: [no object, object]. */
  prior: number[];
  /**
   * By submission. Choices and tags: P(this answer | class), one number a class, or [weight] for methods that weigh votes.
   * Shapes and spans: [P(has an object | there is none), P(has it | there is one)]. Inverse variance: [σ²].
   */
  answers: Record<string, number[]>;
  /** Gold tasks behind it. */
  gold: number;
}

/** By `Part.key`. */
export type Evidence = Record<string, PartEvidence>;

export interface ObjectConsensus {
  votes: number;
  /** P(the object exists), 0 to 1. */
  existence: number;
  /** Mean IoU over pairs of those who have it; 1 for one. */
  meanIou: number;
  /** In the result: as many have it as the quorum asks for. */
  isKept: boolean;
}

export interface PartConsensus {
  part: string;
  kind: Part['kind'];
  method: string;
  metric: string;
  /** Posterior that the result is right, 0 to 1; null for numbers and texts, which have none. */
  confidence: number | null;
  /**
   * How near the answers are to the result, 0 to 1: the share that gives it, or their likeness to it; of shapes and spans how
   * near those who have an object are to each other.
   */
  agreement: number;
  /** Confidence and agreement reach what the policy asks for. */
  isSure: boolean;
  /** Of choices: every option of at least one in a million, the likeliest first. */
  posterior?: { label: string | null; probability: number }[];
  /** Of GLAD: 1/β, above 0, higher is harder; 1/e before the first answer. */
  difficulty?: number;
  objects?: ObjectConsensus[];
}

export interface TaskConsensus {
  labels: Label[];
  parts: PartConsensus[];
  /** The least of the parts that decide; null when none of them has a posterior. */
  confidence: number | null;
  /** All parts that decide are sure. */
  isSure: boolean;
}
