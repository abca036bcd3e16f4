import { choiceMethods, type AggregationFamily } from '../../projects/parts/index.js';
import { classOf, classesOf } from './parts.js';
import { lengthOfCounts, likelihoodsOf, type ErrorCounts } from './likelihoods.js';
import type { CountedAnswer, Evidence, Part, PartEvidence } from './task-consensus.types.js';

/** What is known of one part of a project: how common its classes are, and how the people err in it. */
export interface KnownPart {
  /** Answered tasks by class, fractions by posterior; of shapes and spans [no object, object]; of NUMBER as in `byMember`, of all. */
  classCounts: number[];
  /** Gold tasks among them. */
  gold: number;
  /** By member; of NUMBER [Σ squared error, answers]. */
  byMember: Map<string, ErrorCounts>;
}

/** By `Part.key`. */
export type Known = Map<string, KnownPart>;

/** As if each class had been seen so often before the first task. */
const CLASS_WEIGHT = 4;
/** As if each person had once been this far from the truth: see `varianceOf`. */
const NUMBERS_BEFORE = 1;

/** What is known now of the people who gave these answers, as the decision will use it and as it is kept with the result. */
export function evidenceOf(parts: readonly Part[], answers: readonly CountedAnswer[], known: Known): Evidence {
  return Object.fromEntries(parts.map((part) => [part.key, evidenceOfPart(part, answers, known.get(part.key))]));
}

function evidenceOfPart(part: Part, answers: readonly CountedAnswer[], known: KnownPart | undefined): PartEvidence {
  const evidence: PartEvidence = { prior: priorOf(part, known), answers: {}, gold: known?.gold ?? 0 };
  for (const answer of answers) {
    const numbers = numbersOf(part, answer, known?.byMember.get(answer.memberId), known);
    if (numbers) evidence.answers[answer.id] = numbers;
  }
  return evidence;
}

function numbersOf(
  part: Part,
  answer: CountedAnswer,
  counts: ErrorCounts | undefined,
  known: KnownPart | undefined,
): number[] | null {
  switch (part.kind) {
    case 'TEXT':
      return null;
    case 'NUMBER':
      return part.method === 'inverse-variance' ? [varianceOf(counts, known)] : null;
    case 'SHAPE':
    case 'SPAN':
      return likelihoodsOf('MATRIX', 1, fitting(counts, 2), 2);
    case 'CHOICE':
    case 'TAG': {
      const said = classOf(part, answer.labels);
      if (said === null) return null;
      if (part.method === 'majority-vote') return [1];
      const family: AggregationFamily = choiceMethods[part.method as keyof typeof choiceMethods];
      return likelihoodsOf(family, said, fitting(counts, classesOf(part)), classesOf(part));
    }
  }
}

/** (4 + n_c) / Σ, n_c the answered tasks of a class. */
function priorOf(part: Part, known: KnownPart | undefined): number[] {
  const classes = part.kind === 'NUMBER' || part.kind === 'TEXT' ? 0 : classesOf(part);
  const counts = fitting(known?.classCounts, classes, classes) ?? new Array<number>(classes).fill(0);
  const sum = counts.reduce((total, count) => total + count + CLASS_WEIGHT, 0);
  return counts.map((count) => (count + CLASS_WEIGHT) / sum);
}

/**
 * σ² of a person: their mean squared error, with the mean over all people standing behind it like one more answer, so
 * that nobody's first lucky number outweighs everybody. 1 for all when nothing is known: then all weigh alike.
 */
function varianceOf(counts: ErrorCounts | undefined, known: KnownPart | undefined): number {
  const [squares = 0, answers = 0] = known?.classCounts ?? [];
  const typical = answers > 0 ? squares / answers : 0;
  if (typical <= 0) return 1;
  return ((counts?.[0] ?? 0) + NUMBERS_BEFORE * typical) / ((counts?.[1] ?? 0) + NUMBERS_BEFORE);
}

/** Counts of another length are of another question (a field that may be left empty since): as if there were none. */
function fitting(
  counts: ErrorCounts | undefined,
  classes: number,
  length = lengthOfCounts(classes),
): ErrorCounts | undefined {
  return counts?.length === length ? counts : undefined;
}
