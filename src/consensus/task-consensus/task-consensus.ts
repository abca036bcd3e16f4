import { choiceConsensus } from './choice-consensus.js';
import { numberConsensus, textConsensus } from './number-and-text-consensus.js';
import { objectConsensus } from './object-consensus.js';
import type { CountedAnswer, Evidence, Part, PartEvidence, TaskConsensus } from './task-consensus.types.js';

/**
 * What the answers to one task together mean, part by part, and whether that is enough. The same answers, parts and
 * evidence always give the same result, to the last digit.
 *
 * @param answers in the order of their seats: of what is equally good the first is taken
 */
export function consensusOfTask(
  answers: readonly CountedAnswer[],
  parts: readonly Part[],
  evidence: Evidence,
): TaskConsensus {
  const each = parts.map((part) => ({ part, ...consensusOfPart(part, answers, evidence[part.key]!) }));
  const deciding = each.filter(({ part }) => part.decides);
  const confidences = deciding.flatMap(({ consensus }) => consensus.confidence ?? []);
  return {
    labels: each.flatMap(({ labels }) => labels),
    parts: each.map(({ consensus }) => consensus),
    confidence: confidences.length > 0 ? Math.min(...confidences) : null,
    // Where everybody skipped there is nothing to be sure of.
    isSure: answers.length > 0 && deciding.every(({ consensus }) => consensus.isSure),
  };
}

function consensusOfPart(part: Part, answers: readonly CountedAnswer[], evidence: PartEvidence) {
  switch (part.kind) {
    case 'CHOICE':
    case 'TAG':
      return choiceConsensus(part, answers, evidence);
    case 'NUMBER':
      return numberConsensus(part, answers, evidence);
    case 'TEXT':
      return textConsensus(part, answers);
    case 'SHAPE':
    case 'SPAN':
      return objectConsensus(part, answers, evidence);
  }
}
