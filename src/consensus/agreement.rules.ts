import { isShape, type InstanceLabel, type Label, type ShapeLabel, type SpanLabel } from '../labels/index.js';
import { matchShapes, matchSpans, type InstanceMatch } from './shape-matching.js';

const DEFAULT_MATCH_IOU = 0.5;

/** Clipping rounds in the ninth decimal; two shapes this close are the same shape. */
const SAME_SHAPE_IOU = 1 - 1e-9;

export interface AgreementPolicy {
  /** Only shapes, spans and tags of these classes count; absent: all. Fields have no class and always count. */
  classes?: string[];
  /** Instances under this IoU do not match; 0.5 when absent. It moves `unmatched` only: no IoU is left out. */
  matchIou?: number;
}

/** An instance of the left answer and its counterpart in the right one, by their places in the two label lists. */
export interface InstancePair {
  class: string;
  left: number;
  right: number;
  /** Of the shapes or spans alone; attributes do not change it. */
  iou: number;
  /** 0 to 1: the share of the attributes answered on either side whose value is the same; absent when none is answered. */
  sameAttributes?: number;
}

export interface PairAgreement {
  /** 0 to 1, the least of the parts: fields (0 or 1), tags (0 or 1), instances (`meanIou`); 1 when there is nothing to compare. */
  score: number;
  /** The mean over instances of IoU × `sameAttributes`; null when neither answer has a shape or span. */
  meanIou: number | null;
  /** The least over instances of IoU × `sameAttributes`; null when neither answer has a shape or span. */
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
 * over with 0. Spans of a text are instances too, and their IoU is that of their code points (`spanIou`). Thus one missed or invented instance lowers the mean and takes the least to 0. (Labelbox's consensus also
 * pairs by greatest total IoU and counts what is unmatched as 0.)
 *
 * Where instances of a pair carry attributes, the pair counts with its IoU times the share of the attributes that are the same
 * (of those that either of them answers; one without an answer differs). So one of two attributes that differs halves the pair,
 * and answers without attributes count as if there were none. Attributes do not decide who is paired with whom.
 *
 * Symmetric but for the direction of `matches`. Two empty answers agree fully.
 */
export function pairAgreement(left: Label[], right: Label[], policy: AgreementPolicy): PairAgreement {
  const sameFields = sameSet(answersOf(left), answersOf(right));
  const sameTags = sameSet(tagsOf(left, policy), tagsOf(right, policy));
  const instances = compareInstances(
    instancesOf(left, policy),
    instancesOf(right, policy),
    policy.matchIou ?? DEFAULT_MATCH_IOU,
  );
  return {
    score: Math.min(sameFields ? 1 : 0, sameTags ? 1 : 0, instances.meanIou ?? 1),
    ...instances,
    exact: sameFields && sameTags && (instances.minIou ?? 1) >= SAME_SHAPE_IOU,
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

/** A shape or span and its place in the label list it came from. */
interface Instance<Of extends InstanceLabel = InstanceLabel> {
  label: Of;
  place: number;
}

type InstanceComparison = Pick<PairAgreement, 'meanIou' | 'minIou' | 'matches' | 'unmatched'>;

function compareInstances(left: Instance[], right: Instance[], matchIou: number): InstanceComparison {
  const classes = new Set([...left, ...right].map(({ label }) => label.class));
  const matches = [...classes].flatMap((name) => matchClass(name, left, right));

  // A class can leave instances over on one side only, for the whole shorter side is paired.
  const leftOver = left.length + right.length - 2 * matches.length;
  const values = matches.map(({ iou, sameAttributes = 1 }) => iou * sameAttributes);
  const ious = [...values, ...new Array<number>(leftOver).fill(0)];
  const good = matches.filter(({ iou }) => iou >= matchIou).length;
  return { meanIou: mean(ious), minIou: least(ious), matches, unmatched: left.length + right.length - 2 * good };
}

function matchClass(name: string, left: Instance[], right: Instance[]): InstancePair[] {
  const [lefts, rights] = [left, right].map((side) => side.filter(({ label }) => label.class === name));
  if (!lefts || !rights) return [];
  return [
    ...matchKind(name, matchShapes, lefts.filter(hasShape), rights.filter(hasShape)),
    ...matchKind(name, matchSpans, lefts.filter(hasSpan), rights.filter(hasSpan)),
  ];
}

function matchKind<Of extends InstanceLabel>(
  name: string,
  match: (left: Of[], right: Of[]) => InstanceMatch[],
  lefts: Instance<Of>[],
  rights: Instance<Of>[],
): InstancePair[] {
  const pairs = match(
    lefts.map(({ label }) => label),
    rights.map(({ label }) => label),
  );
  return pairs.map((pair) => {
    const [left, right] = [lefts[pair.left]!, rights[pair.right]!];
    return {
      class: name,
      left: left.place,
      right: right.place,
      iou: pair.iou,
      ...sameAttributes(left.label, right.label),
    };
  });
}

function sameAttributes(left: InstanceLabel, right: InstanceLabel): Pick<InstancePair, 'sameAttributes'> {
  const [ours, theirs] = [
    new Map(Object.entries(left.attributes ?? {})),
    new Map(Object.entries(right.attributes ?? {})),
  ];
  const names = new Set([...ours.keys(), ...theirs.keys()]);
  if (names.size === 0) return {};
  return { sameAttributes: [...names].filter((name) => ours.get(name) === theirs.get(name)).length / names.size };
}

function instancesOf(labels: Label[], policy: AgreementPolicy): Instance[] {
  return labels.flatMap((label, place) => (isInstance(label) && counts(label.class, policy) ? [{ label, place }] : []));
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
        case 'SPAN':
          return [];
      }
    }),
  );
}

function isInstance(label: Label): label is InstanceLabel {
  return isShape(label) || label.kind === 'SPAN';
}

function hasShape(instance: Instance): instance is Instance<ShapeLabel> {
  return isShape(instance.label);
}

function hasSpan(instance: Instance): instance is Instance<SpanLabel> {
  return instance.label.kind === 'SPAN';
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
