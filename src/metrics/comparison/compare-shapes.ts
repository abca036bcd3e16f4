import { matchShapes } from '../../consensus/index.js';
import type { Label, ShapeLabel } from '../../labels/index.js';
import type { ComparedTask } from './compared-task.js';
import type { PartComparison } from './comparison-report.js';
import { meanEstimate, ratioEstimate } from './estimates.js';

const MATCH_IOU = 0.5;

interface Answer {
  by: string;
  shapes: ShapeLabel[];
}

const ways: Record<string, (answers: Answer[]) => ShapeLabel[]> = {
  'first-answer': ([first]) => first!.shapes,
  'medoid-answer': medoidAnswer,
};

/** Ways to make one set of shapes of several, by their mean IoU with the known one and by F1 of matched instances. */
export function compareShapes(tasks: readonly ComparedTask[], name: string): Pick<PartComparison, 'n' | 'methods'> {
  const known = tasks.flatMap(({ answers, gold }) =>
    gold && answers.length > 0
      ? [{ truth: shapesOf(gold, name), answers: answers.map(({ by, labels }) => ({ by, shapes: shapesOf(labels, name) })) }] // prettier-ignore
      : [],
  );
  const methods = Object.entries(ways).map(([method, way]) => {
    const began = performance.now();
    const made = known.map(({ answers }) => way(answers));
    const seconds = (performance.now() - began) / 1000;
    const overlaps = known.map(({ truth }, task) => overlapOf(made[task]!, truth));
    return {
      method,
      // Where neither has a shape nothing can overlap; F1 counts instances, and there are none.
      score: meanEstimate(overlaps.flatMap(({ meanIou }) => meanIou ?? [])),
      f1: ratioEstimate(overlaps.map(({ matched, instances }) => ({ part: 2 * matched, whole: instances }))),
      seconds,
    };
  });
  return { n: known.length, methods };
}

/** Over all instances of both, those without a counterpart with 0; null when neither has any. */
function overlapOf(left: ShapeLabel[], right: ShapeLabel[]) {
  const matches = matchShapes(left, right);
  const instances = left.length + right.length;
  const sum = matches.reduce((total, { iou }) => total + iou, 0);
  return {
    meanIou: instances === 0 ? null : sum / (instances - matches.length),
    matched: matches.filter(({ iou }) => iou >= MATCH_IOU).length,
    instances,
  };
}

/** The answer that overlaps most with all others together, the first of equals. */
function medoidAnswer(answers: Answer[]): ShapeLabel[] {
  const sums = answers.map(({ shapes }) =>
    answers.reduce((sum, other) => sum + (overlapOf(shapes, other.shapes).meanIou ?? 1), 0),
  );
  return answers[sums.indexOf(Math.max(...sums))]!.shapes;
}

const shapesOf = (labels: Label[], name: string): ShapeLabel[] =>
  labels.filter(
    (label): label is ShapeLabel =>
      (label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK') && label.class === name,
  );
