import type { Label } from '../../labels/index.js';
import { cappedConfidence } from '../aggregation/overlap.js';
import { candidatesOf, type Candidate } from './candidates.js';
import type { CountedAnswer, Part, PartConsensus, PartEvidence } from './task-consensus.types.js';

/**
 * The objects of a class, drawn or marked. In the result is what as many answers have as the quorum asks for. Confidence is
 * the least over all objects of P(it exists) for those in the result and P(it does not) for those left out; agreement the
 * mean over the result's objects of how near those who have it are to each other. Nobody has any: both are 1.
 */
export function objectConsensus(
  part: Part,
  answers: readonly CountedAnswer[],
  evidence: PartEvidence,
): { labels: Label[]; consensus: PartConsensus } {
  const candidates = candidatesOf(part, answers, evidence, null);
  const kept = candidates.filter(({ isKept }) => isKept);
  const claimed = candidates.reduce((least, one) => Math.min(least, one.isKept ? one.existence : 1 - one.existence), 1);
  const confidence = part.isCappedWithoutGold ? cappedConfidence(claimed, evidence.gold) : claimed;
  const nearness = kept.map((one) => nearnessOf(part, one));
  return {
    labels: kept.map(({ label }) => label),
    consensus: {
      part: part.name,
      kind: part.kind,
      method: part.method,
      metric: part.metric,
      confidence,
      agreement: nearness.reduce((sum, one) => sum + one / nearness.length, 0) || (kept.length === 0 ? 1 : 0),
      // Every object must be near enough: a mean would hide one lung that nobody agrees on behind one that all do.
      isSure: confidence >= part.confidence && nearness.every((one) => one >= part.agreement),
      objects: candidates.map(({ votes, existence, meanIou, isKept }) => ({ votes, existence, meanIou, isKept })),
    },
  };
}

/** Dice from IoU: 2·IoU/(1 + IoU). */
function nearnessOf({ metric }: Part, { meanIou }: Candidate): number {
  return metric === 'dice' ? (2 * meanIou) / (1 + meanIou) : meanIou;
}
