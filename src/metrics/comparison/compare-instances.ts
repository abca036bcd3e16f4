import type { Label } from '../../labels/index.js';
import { pairAgreement } from '../../consensus/index.js';
import { partKinds } from '../../projects/index.js';
import type { ComparedTask } from './compared-task.js';
import type { PartComparison } from './comparison-report.js';
import { meanEstimate, ratioEstimate } from './estimates.js';
import { firstAnswer, madeBy, partBy, type ComparedSchema } from './made-by.js';

/** Ways to make one set of shapes or spans of several, by their mean IoU with the known one and by F1 of matched instances. */
export function compareInstances(
  tasks: readonly ComparedTask[],
  compared: ComparedSchema,
  name: string,
): Pick<PartComparison, 'n' | 'methods'> {
  const isOf = (label: Label) => 'class' in label && label.class === name;
  const known = tasks.filter(({ gold, answers }) => gold && answers.length > 0);
  const { kind } = compared.schema.classes.find((one) => one.name === name)!;
  const methods = [firstAnswer, ...partKinds[kind].methods].map((method) => {
    const began = performance.now();
    const made = known.map((task) => madeBy(method, task, (by) => partBy(compared, `class/${name}`, by)).filter(isOf));
    const seconds = (performance.now() - began) / 1000;
    const figures = known.map(({ gold }, task) => {
      const { meanIou, unmatched } = pairAgreement(made[task]!, gold!, { classes: [name] });
      const instances = [...made[task]!, ...gold!].filter(isOf).length;
      return { meanIou, matched: (instances - unmatched) / 2, instances };
    });
    return {
      method,
      // Where neither has an instance nothing can overlap; F1 counts instances, and there are none.
      score: meanEstimate(figures.flatMap(({ meanIou }) => meanIou ?? [])),
      f1: ratioEstimate(figures.map(({ matched, instances }) => ({ part: 2 * matched, whole: instances }))),
      seconds,
    };
  });
  return { n: known.length, methods };
}
