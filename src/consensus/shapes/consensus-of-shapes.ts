import { shapeIou, type ShapeLabel } from '../../labels/index.js';
import { existenceOf } from './existence.js';
import { fusedShape } from './fused-shape.js';
import { shapeClusters, type DrawnShape, type ShapeCluster } from './shape-clusters.js';

/** What one person drew on an item; nothing is an answer too. */
export interface ShapeAnswer {
  /** Whose it is: any key, another one for each answer. */
  by: string;
  shapes: ShapeLabel[];
  /** How much it counts where shapes are fused, 0 or more; 1 when absent. */
  weight?: number;
  /** P(draws an object | it is there), 0 to 1; 0.8 when absent. */
  sensitivity?: number;
  /** P(draws one | there is none), 0 to 1; 0.1 when absent. */
  falsePositiveRate?: number;
}

export interface ShapePolicy {
  /** Two shapes show the same object from this IoU on, above 0 and at most 1; 0.5 when absent. */
  matchIou?: number;
  /** The share of the answers that must have drawn it, above 0 and at most 1; 0.5 when absent. Rounded up: of three, two. */
  quorum?: number;
  /**
   * CHAMPION: what the first answer of those that have it drew. MEDOID: the member most like the others. FUSED: a new shape
   * out of all members (`fusedShape`). MEDOID when absent.
   */
  output?: 'CHAMPION' | 'MEDOID' | 'FUSED';
  /** P(an object is there) before anybody looked, 0 to 1; 0.5 when absent. */
  existencePrior?: number;
}

export interface ConsensusShape {
  shape: ShapeLabel;
  class: string;
  /** How many answers have it. */
  votes: number;
  /** The probability that there is such an object, 0 to 1, from who drew it and who did not (`existenceOf`). */
  existence: number;
  /** The mean of the members' IoU to `shape`, a member that is `shape` counting 1; 1 with one member. */
  meanIou: number;
  /** The mean IoU over pairs of members; null with one. */
  pairwiseIou: number | null;
  /** In the order of the answers: whose, the place of the shape in the answer, its IoU to `shape`. */
  members: { by: string; place: number; iou: number }[];
  /** There are as many votes as the quorum asks for. */
  kept: boolean;
}

export interface ShapesConsensus {
  /** Class by class in the order of the alphabet, each from top to bottom; also those under the quorum. */
  objects: ConsensusShape[];
  /** The shapes of the kept objects, in the same order. */
  shapes: ShapeLabel[];
}

/** Totals of IoU this close are equal, whatever the order in which they were summed. */
const SAME_TOTAL = 1e-9;

/**
 * What several people's drawings of one item have in common: which shapes show the same object (`shapeClusters`, class by
 * class), which objects enough of them drew, and one shape for each.
 *
 * The order of the answers decides ties of CHAMPION and MEDOID (the first wins) and nothing else.
 *
 * @throws RangeError when a part of the policy, a weight or a rate is outside its range
 */
export function consensusOfShapes(answers: ShapeAnswer[], policy: ShapePolicy = {}): ShapesConsensus {
  const { matchIou = 0.5, quorum = 0.5 } = policy;
  if (!(matchIou > 0 && matchIou <= 1)) throw new RangeError('matchIou must be above 0 and at most 1');
  if (!(quorum > 0 && quorum <= 1)) throw new RangeError('quorum must be above 0 and at most 1');
  const needed = Math.ceil(quorum * answers.length - 1e-9);
  const objects = byClass(answers).flatMap((drawn) => {
    return shapeClusters(drawn, matchIou).map((cluster) => describe(cluster, answers, needed, policy));
  });
  return { objects, shapes: objects.filter(({ kept }) => kept).map(({ shape }) => shape) };
}

function byClass(answers: ShapeAnswer[]): DrawnShape[][] {
  const classes = new Map<string, DrawnShape[]>();
  for (const [answer, { by, shapes }] of answers.entries()) {
    for (const [place, shape] of shapes.entries()) {
      const drawn = classes.get(shape.class) ?? [];
      classes.set(shape.class, drawn);
      drawn.push({ answer, by, place, shape });
    }
  }
  return [...classes.keys()].sort().map((name) => classes.get(name)!);
}

function describe(
  { members, ious }: ShapeCluster,
  answers: ShapeAnswer[],
  needed: number,
  { output = 'MEDOID', existencePrior = 0.5 }: ShapePolicy,
): ConsensusShape {
  const fused = output === 'FUSED' && members.length > 1 ? fusedOf(members, answers) : null;
  const chosen = output === 'CHAMPION' ? 0 : medoidOf(ious);
  const shape = fused ?? members[chosen]!.shape;
  const toShape = members.map((member, at) => (fused ? shapeIou(member.shape, fused) : ious[at]![chosen]!));
  const pairs = members.length * (members.length - 1);
  const drew = new Set(members.map(({ answer }) => answer));
  return {
    shape,
    class: shape.class,
    votes: members.length,
    existence: existenceOf(
      answers.map((answer, at) => ({ ...answer, hasDrawn: drew.has(at) })),
      existencePrior,
    ),
    meanIou: sumOf(toShape) / members.length,
    pairwiseIou: pairs > 0 ? (sumOf(ious.map(sumOf)) - members.length) / pairs : null,
    members: members.map(({ by, place }, at) => ({ by, place, iou: toShape[at]! })),
    kept: members.length >= needed,
  };
}

/** The member with the greatest total IoU to the others; of several the first. */
function medoidOf(ious: number[][]): number {
  const totals = ious.map(sumOf);
  const most = Math.max(...totals);
  return totals.findIndex((total) => total >= most - SAME_TOTAL);
}

/** In the order of the keys, for sums of weights and coordinates round differently in another. */
function fusedOf(members: DrawnShape[], answers: ShapeAnswer[]): ShapeLabel | null {
  const ordered = [...members].sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : a.answer - b.answer));
  return fusedShape(
    ordered.map(({ shape }) => shape),
    ordered.map(({ answer }) => answers[answer]!.weight ?? 1),
  );
}

function sumOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
