import { pairAgreement } from '../../consensus/index.js';
import { isShape, type Label } from '../../labels/index.js';

export interface ClassOverlap {
  /** Over all shapes of the class in both answers, those without a counterpart with 0. */
  meanIou: number;
  /** Each shape has a counterpart of an IoU of at least ½. */
  isMatched: boolean;
}

export interface PairFigures {
  score: number;
  minIou: number | null;
  /** Only the classes of which either answer has a shape. */
  byClass: ReadonlyMap<string, ClassOverlap>;
}

const MATCH_IOU = 0.5;

/**
 * Answers compared in pairs, each pair once: matching shapes is dear, and the whole answer and each of its classes ask for the same
 * pairs.
 */
export class AnswerPairs {
  private readonly known = new Map<number, PairFigures>();

  /** @param classes only these count for the score of the whole; all when absent */
  constructor(
    private readonly answers: readonly Label[][],
    private readonly classes?: string[],
  ) {}

  between(a: number, b: number): PairFigures {
    const key = Math.min(a, b) * this.answers.length + Math.max(a, b);
    const known = this.known.get(key);
    if (known) return known;
    const figures = this.compared(this.answers[a]!, this.answers[b]!);
    this.known.set(key, figures);
    return figures;
  }

  private compared(left: Label[], right: Label[]): PairFigures {
    const { score, minIou, matches } = pairAgreement(left, right, { classes: this.classes });
    const others = this.classes && pairAgreement(left, right, { classes: this.classesBeside(left, right) }).matches;
    return { score, minIou, byClass: overlaps(left, right, others ? [...matches, ...others] : matches) };
  }

  private classesBeside(left: Label[], right: Label[]): string[] {
    const all = new Set([...left, ...right].flatMap((label) => ('class' in label ? label.class : [])));
    return [...all].filter((name) => !this.classes!.includes(name));
  }
}

function overlaps(left: Label[], right: Label[], matches: { class: string; iou: number }[]): Map<string, ClassOverlap> {
  const counts = new Map<string, { shapes: number; ious: number[] }>();
  for (const label of [...left, ...right]) {
    if (!isShape(label) && label.kind !== 'SPAN') continue;
    const count = counts.get(label.class) ?? { shapes: 0, ious: [] };
    count.shapes += 1;
    counts.set(label.class, count);
  }
  for (const { class: name, iou } of matches) counts.get(name)!.ious.push(iou);
  return new Map(
    [...counts].map(([name, { shapes, ious }]) => {
      // Each match takes one shape of either answer: what is left over has no counterpart.
      const instances = shapes - ious.length;
      const meanIou = ious.reduce((sum, iou) => sum + iou, 0) / instances;
      return [name, { meanIou, isMatched: ious.length === instances && ious.every((iou) => iou >= MATCH_IOU) }];
    }),
  );
}
