import type { InstanceLabel, Label, ShapeLabel, SpanLabel } from '../../labels/index.js';
import { clusterAttributes, consensusOfShapes, existenceOf } from '../shapes/index.js';
import { spanClusters } from '../spans/span-clusters.js';
import type { CountedAnswer, ObjectConsensus, Part, PartEvidence } from './task-consensus.types.js';

/** An object that at least one answer has. */
export interface Candidate extends ObjectConsensus {
  label: InstanceLabel;
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
  const drawn = answers.map(({ labels }) => labels.filter((label) => isShapeOf(part, label)));
  const places = new Map(answers.map(({ id }, place) => [id, place]));
  const { objects } = consensusOfShapes(
    answers.map(({ id }, place) => {
      const [falsePositiveRate, sensitivity] = evidence?.answers[id] ?? [];
      return { by: id, shapes: drawn[place]!, sensitivity, falsePositiveRate };
    }),
    {
      matchIou: part.matchIou,
      quorum: part.quorum,
      output: part.method.toUpperCase() as 'CHAMPION' | 'MEDOID' | 'FUSED',
      existencePrior: evidence?.prior[1],
    },
  );
  return objects.map(({ shape, votes, existence, pairwiseIou, members, kept }) => ({
    label: withAttributes(
      shape,
      members.map(({ by, place }) => drawn[places.get(by)!]![place]!),
    ),
    votes,
    existence,
    meanIou: pairwiseIou ?? 1,
    isKept: kept,
    by: new Set(members.map(({ by }) => by)),
  }));
}

/** Each attribute as most of those who have the object say; of a tie as the first of them. */
function withAttributes<Of extends InstanceLabel>(
  { attributes: _, ...label }: Of,
  members: readonly InstanceLabel[],
): Of {
  const agreed = clusterAttributes(members.map(({ attributes = {} }) => attributes));
  if (agreed.length === 0) return label as Of;
  return { ...label, attributes: Object.fromEntries(agreed.map(({ name, value }) => [name, String(value)])) } as Of;
}

function isShapeOf(part: Part, label: Label): label is ShapeLabel {
  return (label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK') && label.class === part.name;
}

function spansOf(part: Part, answers: readonly CountedAnswer[], evidence: PartEvidence | undefined): Candidate[] {
  const marked = answers.map(({ labels }) =>
    labels.filter((label): label is SpanLabel => label.kind === 'SPAN' && label.class === part.name),
  );
  const spans = marked.map((own) => own.map(({ start, end, class: label }) => ({ start, end, label })));
  const matchIou = part.metric === 'exact' ? 1 : part.matchIou;
  return spanClusters(spans, { matchIou, quorum: part.quorum }).map(({ start, end, members, meanIou, isKept }) => {
    const by = new Set(members.map(({ person }) => answers[person]!.id));
    const own = members.map(({ person, place }) => marked[person]![place]!);
    return {
      label: withAttributes<SpanLabel>({ kind: 'SPAN', class: part.name, start, end }, own),
      votes: members.length,
      existence: existenceOf(
        answers.map(({ id }) => {
          const [falsePositiveRate, sensitivity] = evidence?.answers[id] ?? [];
          return { hasDrawn: by.has(id), sensitivity, falsePositiveRate };
        }),
        evidence?.prior[1] ?? 0.5,
      ),
      meanIou,
      isKept,
      by,
    };
  });
}
