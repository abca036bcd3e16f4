import { type ClassMap, mapClasses, matchShapes, matchSpans } from '../../consensus/index.js';
import { isShape, type Label, type LabelSchema, type ShapeLabel, type SpanLabel } from '../../labels/index.js';
import { fieldOf } from '../agreement/measure-parts.js';
import { partsOf } from '../agreement/schema-parts.js';
import type { TaskAnswers } from '../answers/answer.types.js';

export interface ConfusionInput {
  schema: LabelSchema;
  classMap: ClassMap;
  /** Each with its result; answers are held against it. */
  tasks: TaskAnswers[];
  /** So many classes or options at most: those that are met most. */
  mostValues: number;
}

export interface PartConfusion {
  /** INSTANCES: shapes and spans of all classes together. */
  kind: 'CHOICE' | 'TAG' | 'INSTANCES';
  /** Of the field or the tag; null for instances. */
  name: string | null;
  /** Empty: left open, or nothing there. Of a tag: the tag itself and empty. */
  values: string[];
  /** rows[i][j]: how often values[i] by the result was values[j] in an answer. */
  rows: number[][];
  /** Met, but not among `values`. */
  left: number;
}

/** From this IoU on two shapes or spans are the same thing, whatever they are called. */
const SAME_IOU = 0.5;
/** What stands for "left open" and "nothing there". */
export const NOTHING = '';

/** For `inThread`: what was answered against what settled, on each choice, on each tag, and on the classes of shapes and spans. */
export default function confuse({ schema, classMap, tasks, mostValues }: ConfusionInput): PartConfusion[] {
  const pairs = tasks.flatMap(({ answers, result }) => {
    if (result === undefined || result === null) return [];
    const settled = mapClasses(JSON.parse(result) as Label[], classMap);
    return answers.map(({ labels }) => ({ settled, answered: mapClasses(JSON.parse(labels) as Label[], classMap) }));
  });
  const parts = partsOf(schema, classMap);
  const confusions: PartConfusion[] = [];
  for (const { kind, name } of parts) {
    if (kind === 'CHOICE') {
      const optionOf = (labels: Label[]) => fieldOf(labels, 'CHOICE', name)?.option ?? NOTHING;
      const counts = new Counts();
      for (const { settled, answered } of pairs) counts.add(optionOf(settled), optionOf(answered));
      confusions.push({ kind, name, ...counts.table(mostValues) });
    } else if (kind === 'TAG') {
      const holds = (labels: Label[]) => (labels.some((one) => one.kind === 'TAG' && one.class === name) ? name : NOTHING); // prettier-ignore
      const counts = new Counts();
      for (const { settled, answered } of pairs) counts.add(holds(settled), holds(answered));
      confusions.push({ kind, name, ...counts.table(mostValues) });
    }
  }
  if (parts.some(({ kind }) => kind !== 'CHOICE' && kind !== 'TAG' && kind !== 'NUMBER' && kind !== 'TEXT')) {
    const counts = new Counts();
    for (const { settled, answered } of pairs) countInstances(settled, answered, counts);
    confusions.push({ kind: 'INSTANCES', name: null, ...counts.table(mostValues) });
  }
  return confusions;
}

/** Classes of one pair of answers: what lies in the same place is the same thing; what has no counterpart was missed, or invented. */
function countInstances(settled: Label[], answered: Label[], counts: Counts): void {
  for (const of of [
    { only: isShape, match: (a: Label[], b: Label[]) => matchShapes(a as ShapeLabel[], b as ShapeLabel[]) },
    { only: isSpan, match: (a: Label[], b: Label[]) => matchSpans(a as SpanLabel[], b as SpanLabel[]) },
  ]) {
    const [left, right] = [settled.filter(of.only), answered.filter(of.only)];
    const [freeLeft, freeRight] = [new Set(left), new Set(right)];
    const pairUp = (a: Label[], b: Label[]) => {
      for (const { left: l, right: r, iou } of of.match(a, b)) {
        if (iou < SAME_IOU) continue;
        freeLeft.delete(a[l]!);
        freeRight.delete(b[r]!);
        counts.add(classOf(a[l]!), classOf(b[r]!));
      }
    };
    // Of one class first: a lung within a body is no lung that was taken for a body.
    for (const name of new Set(left.map(classOf)))
      pairUp(
        left.filter((one) => classOf(one) === name),
        right.filter((one) => classOf(one) === name),
      );
    pairUp([...freeLeft], [...freeRight]);
    for (const one of freeLeft) counts.add(classOf(one), NOTHING);
    for (const one of freeRight) counts.add(NOTHING, classOf(one));
  }
}

const isSpan = (label: Label): boolean => label.kind === 'SPAN';
const classOf = (label: Label): string => ('class' in label ? label.class : NOTHING);

/** Counts of pairs of values, as they are met. */
class Counts {
  private readonly cells = new Map<string, Map<string, number>>();
  private readonly totals = new Map<string, number>();

  add(settled: string, answered: string): void {
    const row = this.cells.get(settled) ?? new Map<string, number>();
    row.set(answered, (row.get(answered) ?? 0) + 1);
    this.cells.set(settled, row);
    for (const value of new Set([settled, answered])) this.totals.set(value, (this.totals.get(value) ?? 0) + 1);
  }

  /** What is met most first, nothing last. */
  table(most: number): Pick<PartConfusion, 'values' | 'rows' | 'left'> {
    const named = [...this.totals].filter(([value]) => value !== NOTHING).sort(([x, a], [y, b]) => b - a || (x < y ? -1 : 1)); // prettier-ignore
    const values = named.slice(0, most).map(([value]) => value);
    if (this.totals.has(NOTHING)) values.push(NOTHING);
    const rows = values.map((settled) => values.map((answered) => this.cells.get(settled)?.get(answered) ?? 0));
    return { values, rows, left: Math.max(0, named.length - most) };
  }
}
