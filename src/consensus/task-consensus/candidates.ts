import type { Label, ShapeLabel } from '../../labels/index.js';
import { existenceOf } from '../existence.js';
import { consensusOfShapes } from '../shapes/shapes-consensus.js';
import { spanClusters } from '../spans/span-clusters.js';
import type { CountedAnswer, ObjectConsensus, Part, PartEvidence } from './task-consensus.types.js';

/** An object that at least one answer has. */
export interface Candidate extends ObjectConsensus {
  label: Label;
  /** The submissions that have it. */
  by: Set<string>;
}

/** A name that no submission has. */
const TRUTH = 'truth';

/**
 * The objects of a SHAPE or SPAN part over several answers. Where the truth is certain it is one more answer: what it has
 * exists, and all else does not.
 */
export function candidatesOf(
  part: Part,
  answers: readonly CountedAnswer[],
  evidence: PartEvidence | undefined,
  certain: Label[] | null,
): Candidate[] {
  const everybody = certain ? [...answers, { id: TRUTH, memberId: TRUTH, labels: certain }] : answers;
  const candidates = part.kind === 'SHAPE' ? shapesOf(part, everybody, evidence) : spansOf(part, everybody, evidence);
  if (!certain) return candidates;
  return candidates.map((one) => ({ ...one, existence: one.by.has(TRUTH) ? 1 : 0 }));
}

function shapesOf(part: Part, answers: readonly CountedAnswer[], evidence: PartEvidence | undefined): Candidate[] {
  const { objects } = consensusOfShapes(
    answers.map(({ id, labels }) => {
      const [falsePositiveRate, sensitivity] = evidence?.answers[id] ?? [];
      return { by: id, shapes: labels.filter((label) => isShapeOf(part, label)), sensitivity, falsePositiveRate };
    }),
    {
      matchIou: part.matchIou,
      quorum: part.quorum,
      output: part.method.toUpperCase() as 'CHAMPION' | 'MEDOID' | 'FUSED',
      existencePrior: evidence?.prior[1],
    },
  );
  return objects.map(({ shape, votes, existence, meanIou, members, kept }) => ({
    label: shape,
    votes,
    existence,
    meanIou,
    isKept: kept,
    by: new Set(members.map(({ by }) => by)),
  }));
}

function isShapeOf(part: Part, label: Label): label is ShapeLabel {
  return (label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK') && label.class === part.name;
}

function spansOf(part: Part, answers: readonly CountedAnswer[], evidence: PartEvidence | undefined): Candidate[] {
  const spans = answers.map(({ labels }) =>
    labels.flatMap((label) =>
      label.kind === 'SPAN' && label.class === part.name
        ? [{ start: label.start, end: label.end, label: label.class }]
        : [],
    ),
  );
  const matchIou = part.metric === 'exact' ? 1 : part.matchIou;
  return spanClusters(spans, { matchIou, quorum: part.quorum }).map(({ start, end, members, meanIou, isKept }) => {
    const by = new Set(members.map(({ person }) => answers[person]!.id));
    return {
      label: { kind: 'SPAN' as const, class: part.name, start, end },
      votes: members.length,
      existence: existenceOf(
        answers.map(({ id }) => {
          const [falsePositiveRate, sensitivity] = evidence?.answers[id] ?? [];
          return { has: by.has(id), sensitivity, falsePositiveRate };
        }),
        evidence?.prior[1],
      ),
      meanIou,
      isKept,
      by,
    };
  });
}
