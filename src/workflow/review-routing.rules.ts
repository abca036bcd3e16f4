import type { Label } from '../labels/index.js';
import { drawOf } from '../platform/seeded-draw.js';
import type { Policy, ReviewRule } from '../projects/index.js';

/** What is known of a result before it is final, as far as the rules of review look at it. */
export interface Reviewable {
  externalKey: string;
  stage: 'ANNOTATE' | 'ADJUDICATE';
  source: string | null;
  labels: readonly Label[];
  /** the score, 0 to 1; null with fewer than two answers */
  agreement: number | null;
  /** 0 to 1; null without a rule of consensus */
  confidence: number | null;
  /** those who answered */
  authors: readonly string[];
}

/** What is known of the people, and what was decided about them; who is in neither is nobody in particular. */
export interface KnownPeople {
  /** The mean of each person's posterior, 0 to 1; who is not in it is unknown. */
  trust: ReadonlyMap<string, number>;
  /** Whose work is looked at until that is lifted. */
  alwaysReviewed: ReadonlySet<string>;
}

export const nobodyKnown: KnownPeople = { trust: new Map(), alwaysReviewed: new Set() };

/** The rule by which a result goes to review, or null: the person's own, else the first that matches, when it draws it. */
export function reviewOf(policy: Policy, result: Reviewable, people: KnownPeople): object | null {
  if (result.authors.some((author) => people.alwaysReviewed.has(author))) return { alwaysReviewed: true };
  const rule = policy.review.find((one) => isFor(one, result, people));
  return rule && drawOf(rule.seed, result.externalKey) < rule.rate ? rule : null;
}

/** Whether what the rules say depends on how much people are trusted: then, and only then, it has to be known. */
export const asksForTrust = ({ review }: Policy): boolean => review.some(({ trustBelow }) => trustBelow !== undefined);

function isFor(rule: ReviewRule, result: Reviewable, { trust }: KnownPeople): boolean {
  return (
    (rule.stage ?? 'ANNOTATE') === result.stage &&
    isWithin(result.agreement, rule.agreementFrom, rule.agreementBelow) &&
    isWithin(result.confidence, rule.confidenceFrom, rule.confidenceBelow) &&
    (!rule.classes || result.labels.some((label) => rule.classes!.includes(nameOf(label)))) &&
    (!rule.sources || (result.source !== null && rule.sources.includes(result.source))) &&
    (rule.trustBelow === undefined || leastTrust(result.authors, trust) < rule.trustBelow)
  );
}

/** What is not known lies in no range, but in the one that has no ends. */
function isWithin(value: number | null, from: number | undefined, below: number | undefined): boolean {
  if (from === undefined && below === undefined) return true;
  return value !== null && value >= (from ?? 0) && (below === undefined || value < below);
}

/** The class of a shape or tag, the field of anything else. */
const nameOf = (label: Label): string => ('field' in label ? label.field : label.class);

/** Of whom nothing is known is trusted less than anybody. */
const leastTrust = (authors: readonly string[], trust: KnownPeople['trust']): number =>
  Math.min(...authors.map((author) => trust.get(author) ?? -1));
