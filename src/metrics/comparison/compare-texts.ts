import { normalisedEditDistance } from '../../consensus/index.js';
import { partKinds } from '../../projects/index.js';
import { fieldOf } from '../agreement/measure-parts.js';
import type { ComparedTask } from './compared-task.js';
import type { PartComparison } from './comparison-report.js';
import { meanEstimate } from './estimates.js';
import { firstAnswer, madeBy, partBy, type ComparedSchema } from './made-by.js';

/** Ways to make one text of several, by 1 − normalised edit distance to the known one. Left empty is an empty text. */
export function compareTexts(
  tasks: readonly ComparedTask[],
  schema: ComparedSchema,
  field: string,
): Pick<PartComparison, 'n' | 'methods'> {
  const textOf = (labels: Parameters<typeof fieldOf>[0]) => fieldOf(labels, 'TEXT', field)?.text ?? '';
  const known = tasks.filter(({ gold, answers }) => gold && answers.length > 0);
  const methods = [firstAnswer, ...partKinds.TEXT.methods].map((method) => {
    const began = performance.now();
    const made = known.map((task) => textOf(madeBy(method, task, (by) => partBy(schema, `field/${field}`, by))));
    const seconds = (performance.now() - began) / 1000;
    const score = meanEstimate(known.map(({ gold }, task) => 1 - normalisedEditDistance(made[task]!, textOf(gold!))));
    return { method, score, seconds };
  });
  return { n: known.length, methods };
}
