import { matchShapes, matchSpans } from '../../consensus/index.js';
import { type InstanceLabel, isShape, type Label, type ShapeLabel, type SpanLabel } from '../../labels/index.js';

export const outcomes = ['UNCHANGED', 'CORRECTED', 'REMOVED', 'ADDED'] as const;
export type Outcome = (typeof outcomes)[number];

/** A predicted label and what became of it, or a label that people added. */
export interface ComparedPart {
  /** a class, or the name of a field */
  class: string;
  kind: Label['kind'];
  outcome: Outcome;
  /** of shapes and spans that were kept: 0 to 1 */
  iou: number | null;
  /** the class that people gave it instead */
  became: string | null;
}

/** So much is nobody's correction: several people's answers are put together, which moves an outline a little. */
export const unchangedIou = 0.99;
/** Less overlap within a class: the predicted one was taken away, and another was drawn. */
export const keptIou = 0.1;
/** … and where people say another class, which must be meant by the same thing. */
export const renamedIou = 0.5;

/**
 * What people made of a prediction, label by label.
 *
 * Shapes and spans are paired class by class so that their IoU sums to the most possible; pairs under `keptIou` are none. What is left
 * is paired across classes in the same way, from `renamedIou` on: the same thing under another name. A pair is UNCHANGED when its IoU
 * is at least `unchangedIou` and class and attributes are the same. Tags are the same or not; a field is the same, CORRECTED to
 * another value, REMOVED or ADDED. Each predicted label comes out once, and each settled one that no prediction was kept for.
 */
export function comparePrediction(predicted: readonly Label[], settled: readonly Label[]): ComparedPart[] {
  return [
    ...comparedInstances(predicted.filter(isShape), settled.filter(isShape), matchShapes),
    ...comparedInstances(predicted.filter(isSpan), settled.filter(isSpan), matchSpans),
    ...comparedValues(predicted, settled),
  ];
}

type Match<One> = (left: One[], right: One[]) => { left: number; right: number; iou: number }[];
type Pairs<One> = { predicted: One; settled: One; iou: number }[];

function comparedInstances<One extends InstanceLabel>(
  predicted: One[],
  settled: One[],
  match: Match<One>,
): ComparedPart[] {
  const [open, given] = [new Set(predicted), new Set(settled)];
  const take = (left: One[], right: One[], least: number): Pairs<One> =>
    match(left, right).flatMap(({ left: l, right: r, iou }) => {
      if (iou < least) return [];
      const pair = { predicted: left[l]!, settled: right[r]!, iou };
      open.delete(pair.predicted);
      given.delete(pair.settled);
      return [pair];
    });
  const of = (labels: One[], name: string) => labels.filter((label) => label.class === name);
  const classes = new Set(predicted.map((label) => label.class));
  const pairs = [...classes].flatMap((name) => take(of(predicted, name), of(settled, name), keptIou));
  const renamed = take([...open], [...given], renamedIou);
  return [
    ...pairs.map((pair) => keptPart(pair)),
    ...renamed.map((pair) => ({ ...keptPart(pair), outcome: 'CORRECTED' as const, became: pair.settled.class })),
    ...[...open].map((label) => lonePart(label.class, label.kind, 'REMOVED')),
    ...[...given].map((label) => lonePart(label.class, label.kind, 'ADDED')),
  ];
}

function keptPart({ predicted, settled, iou }: Pairs<InstanceLabel>[number]): ComparedPart {
  const isSame = iou >= unchangedIou && sameAttributes(predicted, settled);
  return { class: predicted.class, kind: predicted.kind, outcome: isSame ? 'UNCHANGED' : 'CORRECTED', iou: Math.min(1, iou), became: null }; // prettier-ignore
}

function comparedValues(predicted: readonly Label[], settled: readonly Label[]): ComparedPart[] {
  const [before, after] = [valuesOf(predicted), valuesOf(settled)];
  const parts = [...before].map(([key, { class: name, kind, value }]): ComparedPart => {
    const now = after.get(key);
    return lonePart(name, kind, !now ? 'REMOVED' : now.value === value ? 'UNCHANGED' : 'CORRECTED');
  });
  const added = [...after].filter(([key]) => !before.has(key));
  return [...parts, ...added.map(([, { class: name, kind }]) => lonePart(name, kind, 'ADDED'))];
}

/** Tags and fields, each once by what it is about. */
function valuesOf(labels: readonly Label[]): Map<string, { class: string; kind: Label['kind']; value: unknown }> {
  return new Map(
    labels.flatMap((label): [string, { class: string; kind: Label['kind']; value: unknown }][] => {
      switch (label.kind) {
        case 'TAG':
          return [[`TAG ${label.class}`, { class: label.class, kind: label.kind, value: true }]];
        case 'CHOICE':
          return [[`FIELD ${label.field}`, { class: label.field, kind: label.kind, value: label.option }]];
        case 'TEXT':
          return [[`FIELD ${label.field}`, { class: label.field, kind: label.kind, value: label.text }]];
        case 'NUMBER':
          return [[`FIELD ${label.field}`, { class: label.field, kind: label.kind, value: label.value }]];
        case 'BOX':
        case 'POLYGON':
        case 'MASK':
        case 'SPAN':
          return [];
      }
    }),
  );
}

const lonePart = (name: string, kind: Label['kind'], outcome: Outcome): ComparedPart => ({
  class: name,
  kind,
  outcome,
  iou: null,
  became: null,
});

const isSpan = (label: Label): label is SpanLabel => label.kind === 'SPAN';

function sameAttributes(one: ShapeLabel | SpanLabel, other: ShapeLabel | SpanLabel): boolean {
  const [a, b] = [one.attributes ?? {}, other.attributes ?? {}];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
