import { consensusOfTask, evidenceOf, pairAgreement, partsOf, type Part } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import { asPolicy, partKinds } from '../../projects/index.js';
import type { ComparedTask } from './compared-task.js';
import type { PartComparison } from './comparison-report.js';
import { meanEstimate, ratioEstimate } from './estimates.js';

/** What a project without a rule of consensus takes. */
const firstAnswer = 'first-answer';

/** Ways to make one set of shapes or spans of several, by their mean IoU with the known one and by F1 of matched instances. */
export function compareInstances(
  tasks: readonly ComparedTask[],
  schema: LabelSchema,
  name: string,
): Pick<PartComparison, 'n' | 'methods'> {
  const known = tasks.filter(({ gold, answers }) => gold && answers.length > 0);
  const { kind } = schema.classes.find((one) => one.name === name)!;
  const methods = [firstAnswer, ...partKinds[kind].methods].map((method) => {
    const began = performance.now();
    const made = known.map((task) => madeBy(method, task, schema, name));
    const seconds = (performance.now() - began) / 1000;
    const figures = known.map(({ gold }, task) => {
      const { meanIou, unmatched } = pairAgreement(made[task]!, gold!, { classes: [name] });
      const instances = [...made[task]!, ...gold!].filter((label) => 'class' in label && label.class === name).length;
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

function madeBy(method: string, { answers }: ComparedTask, schema: LabelSchema, name: string): Label[] {
  const isOf = (label: Label) => 'class' in label && label.class === name;
  const own = answers.map(({ by, labels }, seat) => ({ id: `${seat}`, memberId: by, labels: labels.filter(isOf) }));
  if (method === firstAnswer) return own[0]!.labels;
  const part = partBy(method, schema, name);
  return consensusOfTask(own, [part], evidenceOf([part], own, new Map())).labels;
}

function partBy(method: string, schema: LabelSchema, name: string): Part {
  const consensus = { parts: { [name]: { method } }, confidence: 0.95, isCappedWithoutGold: false };
  return partsOf(schema, { ...asPolicy({}), consensus }).find(({ key }) => key === `class/${name}`)!;
}
