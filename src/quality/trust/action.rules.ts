import { percentOf, posteriorOf, probabilityBelow, withInterval } from './trust.rules.js';
import type { ActionRule, EvidenceSource, TrustAction } from '../../projects/index.js';
import type { Evidence, Trust } from './trust.types.js';

/** Evidence about an answer to a question with classes; the class is what the truth was, null for questions without classes. */
export interface ClassedEvidence extends Evidence {
  class?: string | null;
}

export interface DueAction {
  rule: ActionRule;
  /** On the evidence that the rule looks at. */
  trust: Trust;
  /** For the person to read. */
  sentence: string;
}

/**
 * The rules that fire on what is known of one person now: those with at least `minimum` of evidence of their source and class,
 * as it weighed when it was given, and P(rate < below) ≥ certainty. In the order of the rules.
 *
 * It says what holds, not what is news: whoever acts on it remembers which action was taken already.
 *
 * @param rules each `below` and `certainty` between 0 and 1
 * @param evidence about this person, oldest first or in any order
 */
export function dueActions(
  rules: readonly ActionRule[],
  evidence: readonly ClassedEvidence[],
  options: { now: Date; halfLifeDays: number },
): DueAction[] {
  const due: DueAction[] = [];
  for (const rule of rules) {
    const seen = evidence.filter(
      (piece) =>
        (rule.source === undefined || piece.source === rule.source) &&
        (rule.class === undefined || piece.class === rule.class),
    );
    const posterior = posteriorOf(seen, options);
    const given = seen.reduce((sum, { weight }) => sum + weight, 0);
    // The sum of weights that make a whole number may miss it by a rounding error.
    if (given + 1e-9 < rule.minimum || probabilityBelow(posterior, rule.below) < rule.certainty) continue;
    const trust = withInterval(posterior);
    due.push({ rule, trust, sentence: sentenceOf(rule, seen, trust) });
  }
  return due;
}

function sentenceOf(rule: ActionRule, seen: readonly Evidence[], { n, interval: [low, high] }: Trust): string {
  const right = seen.filter(({ isRight }) => isRight).length;
  const of = `Of your last ${seen.length} ${kindOf[rule.source ?? 'ANY']}${rule.class === undefined ? '' : ` of the class “${rule.class}”`}`;
  const found = `${right} ${right === 1 ? 'was' : 'were'} right`;
  const interval = `95 % interval ${percentOf(low)} to ${percentOf(high)}${n < 0.9 * seen.length ? ', in which not every answer counts in full' : ''}`;
  return `${of} ${found} (${interval}); the project asks for ${percentOf(rule.below)}. ${consequenceOf[rule.action]}`;
}

const kindOf: Record<EvidenceSource | 'ANY', string> = {
  GOLD: 'answers with a known result',
  CONSENSUS: 'answers that others gave as well',
  REVIEW: 'reviewed answers',
  AUDIT: 'audited answers',
  DISPUTE: 'disputed answers',
  ANY: 'answers that were judged',
};

const consequenceOf: Record<TrustAction, string> = {
  WARN: 'Please read the guidelines again before you go on.',
  RETRAIN: 'Please take the training again before you go on.',
  PAUSE: 'Your work here is paused until somebody who leads the project has looked at it with you.',
  REQUIRE_REVIEW: 'Each of your answers is reviewed from now on.',
  REOPEN_WORK: 'Some of your answers are asked again.',
};
