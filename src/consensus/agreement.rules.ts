import type { Label, ShapeLabel } from '../labels/index.js';
import { matchShapes } from './shape-matching.js';

const DEFAULT_MATCH_IOU = 0.5;

/** Clipping rounds in the ninth decimal; two shapes this close are the same shape. */
const SAME_SHAPE_IOU = 1 - 1e-9;

export interface AgreementPolicy {
  /** Only shapes and tags of these classes count; absent: all. Fields have no class and always count. */
  classes?: string[];
  /** Instances under this IoU do not match; 0.5 when absent. It moves `unmatched` only: no IoU is left out. */
  matchIou?: number;
}

/** An instance of the left answer and its counterpart in the right one, by their places in the two label lists. */
export interface InstancePair {
  class: string;
  left: number;
  right: number;
  iou: number;
}

export interface PairAgreement {
  /** 0 to 1, the least of the parts: fields (0 or 1), tags (0 or 1), shapes (`meanIou`); 1 when there is nothing to compare. */
  score: number;
  /** The mean IoU over instances; null when neither answer has a shape. */
  meanIou: number | null;
  /** The least IoU over instances; null when neither answer has a shape. */
  minIou: number | null;
  /** Every assigned pair, also those of little or no overlap. */
  matches: InstancePair[];
  /** The instances of both answers without a counterpart of at least `matchIou`. */
  unmatched: number;
  /** Fields and tags are the same, and each instance has its equal. */
  exact: boolean;
}

/** The agreement of two of several answers, by their places in the list. */
export interface AnswerPair extends PairAgreement {
  first: number;
  second: number;
}

export interface Agreement {
  /** The mean score over all pairs; 1 with fewer than two answers. */
  score: number;
  /** The least over all pairs; null when no pair has shapes. */
  minIou: number | null;
  /** The mean of the pairs' means, over the pairs that have shapes; null when none has. */
  meanIou: number | null;
  /** Every pair is exact. */
  exact: boolean;
  pairs: AnswerPair[];
}

/**
 * How far two answers to one task agree.
 *
 * Fields (CHOICE, TEXT, NUMBER) agree when both answers fill the same fields with the same values; tags when both carry
 * the same set. Shapes are paired class by class so that their IoU sums to the most possible (`matchShapes`), and each
 * instance counts: of n left and m right instances of a class, min(n, m) pairs count with their IoU and the |n − m| left
 * over with 0. Thus one missed or invented instance lowers the mean and takes the least to 0. (Labelbox's consensus also
 * pairs by greatest total IoU and counts what is unmatched as 0.)
 *
 * Symmetric but for the direction of `matches`. Two empty answers agree fully.
 */
export function pairAgreement(left: Label[], right: Label[], policy: AgreementPolicy): PairAgreement {
  const sameFields = sameSet(answersOf(left), answersOf(right));
  const sameTags = sameSet(tagsOf(left, policy), tagsOf(right, policy));
  const shapes = compareShapes(shapesOf(left, policy), shapesOf(right, policy), policy.matchIou ?? DEFAULT_MATCH_IOU);
  return {
    score: Math.min(sameFields ? 1 : 0, sameTags ? 1 : 0, shapes.meanIou ?? 1),
    ...shapes,
    exact: sameFields && sameTags && (shapes.minIou ?? 1) >= SAME_SHAPE_IOU,
  };
}

/** How far several answers to one task agree, over all pairs of them. With fewer than two there is nothing to disagree. */
export function agreementOf(answers: Label[][], policy: AgreementPolicy): Agreement {
  const pairs = answers.flatMap((left, first) =>
    answers.slice(first + 1).map((right, offset) => {
      return { first, second: first + 1 + offset, ...pairAgreement(left, right, policy) };
    }),
  );
  return {
    score: mean(pairs.map(({ score }) => score)) ?? 1,
    minIou: least(pairs.flatMap(({ minIou }) => minIou ?? [])),
    meanIou: mean(pairs.flatMap(({ meanIou }) => meanIou ?? [])),
    exact: pairs.every(({ exact }) => exact),
    pairs,
  };
}

/** A shape and its place in the label list it came from. */
interface Instance {
  shape: ShapeLabel;
  place: number;
}

type ShapeComparison = Pick<PairAgreement, 'meanIou' | 'minIou' | 'matches' | 'unmatched'>;

function compareShapes(left: Instance[], right: Instance[], matchIou: number): ShapeComparison {
  const classes = new Set([...left, ...right].map(({ shape }) => shape.class));
  const matches = [...classes].flatMap((name) => matchClass(name, left, right));

  // A class can leave instances over on one side only, for the whole shorter side is paired.
  const leftOver = left.length + right.length - 2 * matches.length;
  const ious = [...matches.map(({ iou }) => iou), ...new Array<number>(leftOver).fill(0)];
  const good = matches.filter(({ iou }) => iou >= matchIou).length;
  return { meanIou: mean(ious), minIou: least(ious), matches, unmatched: left.length + right.length - 2 * good };
}

function matchClass(name: string, left: Instance[], right: Instance[]): InstancePair[] {
  const [lefts, rights] = [left, right].map((side) => side.filter(({ shape }) => shape.class === name));
  if (!lefts || !rights) return [];
  const pairs = matchShapes(
    lefts.map(({ shape }) => shape),
    rights.map(({ shape }) => shape),
  );
  return pairs.map((pair) => {
    return { class: name, left: lefts[pair.left]!.place, right: rights[pair.right]!.place, iou: pair.iou };
  });
}

function shapesOf(labels: Label[], policy: AgreementPolicy): Instance[] {
  return labels.flatMap((shape, place) => (isShape(shape) && counts(shape.class, policy) ? [{ shape, place }] : []));
}

function tagsOf(labels: Label[], policy: AgreementPolicy): Set<string> {
  return new Set(labels.flatMap((label) => (label.kind === 'TAG' && counts(label.class, policy) ? [label.class] : [])));
}

/** Each answered field with its value, as one text; JSON keeps `"1"` and `1` apart. */
function answersOf(labels: Label[]): Set<string> {
  return new Set(
    labels.flatMap((label) => {
      switch (label.kind) {
        case 'CHOICE':
          return [JSON.stringify([label.field, label.option])];
        case 'TEXT':
          return [JSON.stringify([label.field, label.text])];
        case 'NUMBER':
          return [JSON.stringify([label.field, label.value])];
        case 'TAG':
        case 'BOX':
        case 'POLYGON':
        case 'MASK':
          return [];
      }
    }),
  );
}

function isShape(label: Label): label is ShapeLabel {
  return label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK';
}

function counts(name: string, { classes }: AgreementPolicy): boolean {
  return !classes || classes.includes(name);
}

function sameSet(a: Set<string>, b: Set<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function least(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b));
}
