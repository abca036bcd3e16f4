import type { Label } from '../../labels/index.js';
import { choiceMethods, type AggregationFamily } from '../../projects/parts/index.js';
import { cappedConfidence } from '../aggregation/overlap.js';
import { classOf, classesOf, labelOfClass } from './parts.js';
import { gladTask } from './glad-task.js';
import { posteriorOf } from './likelihoods.js';
import type { CountedAnswer, Part, PartConsensus, PartEvidence } from './task-consensus.types.js';

/** Probabilities under this are not kept: with hundreds of options they would be most of a result. */
const LEAST_KEPT = 1e-6;

/**
 * The likeliest class of a CHOICE or TAG part, T_c ∝ π_c Π_w P(y_w | c) with the evidence given; for methods that weigh
 * votes T_c = Σ weights of those who say c / Σ weights. Of classes that tie the first in the schema's order is taken, and
 * the confidence says that it is a tie. Ordinal choices take the posterior's median instead, the lower of two, unless an empty
 * answer is the likeliest of all.
 */
export function choiceConsensus(
  part: Part,
  answers: readonly CountedAnswer[],
  evidence: PartEvidence,
): { labels: Label[]; consensus: PartConsensus } {
  const heard = answers.flatMap(({ id, labels }) => {
    const said = classOf(part, labels);
    return said === null ? [] : [{ said, known: evidence.answers[id]! }];
  });
  const family: AggregationFamily = choiceMethods[part.method as keyof typeof choiceMethods];
  const { posterior, difficulty } =
    part.method === 'glad'
      ? gladTask(heard, evidence.prior)
      : { posterior: posteriorOf(family, heard, evidence.prior) };
  const mode = posterior.indexOf(Math.max(...posterior));
  const chosen = part.metric === 'ordinal' && mode < part.options.length ? medianOption(posterior, part) : mode;
  const claimed = posterior[chosen]!;
  const confidence = part.isCappedWithoutGold ? cappedConfidence(claimed, evidence.gold) : claimed;
  return {
    labels: labelOfClass(part, chosen),
    consensus: {
      part: part.name,
      kind: part.kind,
      method: part.method,
      metric: part.metric,
      confidence,
      agreement: heard.length === 0 ? 1 : heard.filter(({ said }) => said === chosen).length / heard.length,
      isSure: confidence >= part.confidence,
      posterior: Array.from(posterior, (probability, place) => ({ label: nameOf(part, place), probability }))
        .filter(({ probability }) => probability >= LEAST_KEPT)
        .sort((a, b) => b.probability - a.probability),
      ...(difficulty !== undefined && { difficulty }),
    },
  };
}

/** Over the options alone: an empty answer has no place on the scale. */
function medianOption(posterior: Float64Array, { options }: Part): number {
  const half = posterior.subarray(0, options.length).reduce((total, share) => total + share, 0) / 2;
  let sum = 0;
  for (let place = 0; place < options.length; place++) {
    sum += posterior[place]!;
    if (sum >= half - 1e-12) return place;
  }
  return options.length - 1;
}

/** A tag that does not hold and an empty answer have no name. */
function nameOf(part: Part, place: number): string | null {
  if (part.kind === 'TAG') return place === 1 ? part.name : null;
  return place < classesOf(part) ? (part.options[place] ?? null) : null;
}
