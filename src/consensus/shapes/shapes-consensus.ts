import { shapeIou, type ShapeLabel } from '../../labels/index.js';
import { existenceOf } from '../existence.js';
import { fusedShape } from './fused-shape.js';
import { shapeClusters, type ShapeCluster } from './shape-clusters.js';

export interface ShapeAnswer {
  /** Whose: any key. */
  by: string;
  shapes: ShapeLabel[];
  /** Of a vote for a fused outline, above 0; 1 when absent. */
  weight?: number;
  /** P(has an object | it is there), in (0, 1); 0.8 when absent. */
  sensitivity?: number;
  /** P(has one | there is none), in (0, 1); 0.1 when absent. */
  falsePositiveRate?: number;
}

export interface ShapePolicy {
  /** From which IoU on two shapes may be the same object, above 0 to 1; 0.5 when absent. */
  matchIou?: number;
  /** Share of the answers that must have an object, above 0 to 1, rounded up: of three answers two. 0.5 when absent. */
  quorum?: number;
  /** The first answer's shape, the one nearest to all others (when absent), or one made of all. */
  output?: 'CHAMPION' | 'MEDOID' | 'FUSED';
  /** P(an object that somebody has exists) before anybody is asked, in (0, 1); 0.5 when absent. */
  existencePrior?: number;
}

export interface ConsensusShape {
  shape: ShapeLabel;
  class: string;
  votes: number;
  /** P(the object exists), in (0, 1): those who have it speak for it, the others against. */
  existence: number;
  /** Mean IoU of the members to the shape taken, in [0, 1]. */
  meanIou: number;
  /** Mean IoU over pairs of members, in [0, 1]; null with one. */
  pairwiseIou: number | null;
  /** `place`: in the list of the answer. */
  members: { by: string; place: number; iou: number }[];
  /** As many answers have it as the quorum asks for. */
  kept: boolean;
}

export interface ShapesConsensus {
  /** Also those under the quorum; by class in the order of first mention, then as in the answers. */
  objects: ConsensusShape[];
  /** The shapes of the objects that are kept. */
  shapes: ShapeLabel[];
}

/**
 * Which objects several answers have in common, class by class, and the shape of each. Clusters by complete linkage, at most
 * one shape an answer (`shapeClusters`); attributes of shapes are not looked at.
 *
 * @param answers in the order of their seats: of what is equally good the first is taken
 * @throws RangeError when `matchIou` or `quorum` is not above 0 and at most 1
 */
export function consensusOfShapes(answers: readonly ShapeAnswer[], policy: ShapePolicy = {}): ShapesConsensus {
  const { matchIou = 0.5, quorum = 0.5 } = policy;
  if (!(matchIou > 0 && matchIou <= 1)) throw new RangeError('matchIou must be above 0 and at most 1');
  if (!(quorum > 0 && quorum <= 1)) throw new RangeError('quorum must be above 0 and at most 1');
  const needed = Math.ceil(quorum * answers.length - 1e-9);
  const classes = new Set(answers.flatMap(({ shapes }) => shapes.map((shape) => shape.class)));
  const objects = [...classes].flatMap((name) => {
    const placesOf = answers.map(({ shapes }) => [...shapes.keys()].filter((place) => shapes[place]!.class === name));
    const lists = answers.map(({ shapes }, answer) => placesOf[answer]!.map((place) => shapes[place]!));
    return shapeClusters(lists, matchIou).map((cluster) => {
      const placed = cluster.members.map((one) => ({ ...one, place: placesOf[one.answer]![one.place]! }));
      return objectOf({ ...cluster, members: placed }, answers, policy, needed);
    });
  });
  return { objects, shapes: objects.filter(({ kept }) => kept).map(({ shape }) => shape) };
}

function objectOf(
  cluster: ShapeCluster,
  answers: readonly ShapeAnswer[],
  policy: ShapePolicy,
  needed: number,
): ConsensusShape {
  const { members } = cluster;
  const chosen = policy.output === 'CHAMPION' ? 0 : medoidOf(cluster);
  const own = members[chosen]!.shape;
  const weights = members.map(({ answer }) => answers[answer]!.weight ?? 1);
  const isFused = policy.output === 'FUSED' && members.length > 1;
  const shape = isFused ? fusedShape(members.map((one) => one.shape), weights, own.kind) : own; // prettier-ignore
  const ious = members.map((one, place) => (isFused ? shapeIou(one.shape, shape) : cluster.iou(chosen, place)));
  const holders = new Set(members.map(({ answer }) => answer));
  return {
    shape,
    class: shape.class,
    votes: members.length,
    existence: existenceOf(
      answers.map(({ sensitivity, falsePositiveRate }, answer) => {
        return { has: holders.has(answer), sensitivity, falsePositiveRate };
      }),
      policy.existencePrior,
    ),
    meanIou: ious.reduce((sum, iou) => sum + iou, 0) / ious.length,
    pairwiseIou: pairwiseIou(cluster),
    members: members.map(({ answer, place }, at) => ({ by: answers[answer]!.by, place, iou: ious[at]! })),
    kept: members.length >= needed,
  };
}

/** The member with the greatest sum of IoU to the others; of equal ones the first. */
function medoidOf({ members, iou }: ShapeCluster): number {
  const sums = members.map((_, one) => members.reduce((sum, _other, other) => sum + iou(one, other), 0));
  const most = Math.max(...sums);
  return sums.findIndex((sum) => sum >= most - 1e-12);
}

function pairwiseIou({ members, iou }: ShapeCluster): number | null {
  let [sum, pairs] = [0, 0];
  for (let left = 1; left < members.length; left += 1)
    for (let right = 0; right < left; right += 1) [sum, pairs] = [sum + iou(left, right), pairs + 1];
  return pairs > 0 ? sum / pairs : null;
}
