import { aggregationMethodNames, mapClasses, type ClassMap } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { ConsensusRule } from '../../projects/index.js';
import { fieldOf } from '../agreement/measure-parts.js';
import { partsOf, type SchemaPart } from '../agreement/schema-parts.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import { choiceVotes } from './choice-votes.js';
import { compareChoices } from './compare-choices.js';
import { compareNumbers } from './compare-numbers.js';
import { compareInstances } from './compare-instances.js';
import { compareTexts } from './compare-texts.js';
import type { ComparedSchema } from './made-by.js';
import type { ComparedTask } from './compared-task.js';
import type { MethodComparison, PartComparison } from './comparison-report.js';

export interface ComparisonInput {
  schema: LabelSchema;
  consensus?: ConsensusRule;
  classMap: ClassMap;
  target: number;
  /** All tasks; the labels may be without shapes and texts. */
  tasks: TaskAnswers[];
  /** Those with gold, with all their labels. */
  goldTasks: TaskAnswers[];
  /** JSON of the known answers by task. */
  gold: Map<string, string>;
  isCapped: boolean;
}

export interface MethodDone {
  done: number;
  total: number;
}

const howToAddGold =
  'No task with a known answer has been answered, so no method can be scored: import some with annotationsAs: GOLD, or name the known answers of tasks that are there with addGold. About 100 tell an accuracy to ± 5 points or so.';

/** For `inThread`: every way to make one answer of many, scored on the gold of the project. */
export default function compareMethods(
  input: ComparisonInput,
  report: (progress: MethodDone) => void,
): MethodComparison {
  const { schema, consensus, classMap, target, isCapped } = input;
  const all = read(input.tasks, input);
  const known = read(input.goldTasks, input);
  const parts = partsOf(schema, classMap);
  const total = parts.reduce((sum, part) => sum + stepsOf(part), 0);
  let done = 0;
  const step = () => report({ done: (done += 1), total });
  const goldTasks = known.filter(({ gold, answers }) => gold && answers.length > 0).length;
  return {
    goldTasks,
    answeredTasks: all.length,
    answers: all.reduce((sum, { answers }) => sum + answers.length, 0),
    people: new Set(all.flatMap(({ answers }) => answers.map(({ by }) => by))).size,
    isCapped,
    target,
    note: goldTasks === 0 ? howToAddGold : null,
    parts: parts.map((part) => comparePart(part, { schema, consensus }, { all, known, target, step })),
  };
}

const stepsOf = ({ kind }: SchemaPart) => (kind === 'CHOICE' || kind === 'TAG' ? aggregationMethodNames.length : 1);

interface Compared {
  all: ComparedTask[];
  known: ComparedTask[];
  target: number;
  step: () => void;
}

function comparePart(
  { kind, name }: SchemaPart,
  { schema, consensus }: ComparedSchema,
  { all, known, target, step }: Compared,
): PartComparison {
  const part = { kind, name, omitted: [], sameLabel: [] };
  const one = <Made>(made: Made): Made => (step(), made);
  switch (kind) {
    case 'CHOICE': {
      // Left open is a value of its own where the field may be left open.
      const open = schema.fields.find((field) => field.name === name)?.required ? null : '';
      const votes = choiceVotes(all, (labels) => fieldOf(labels, 'CHOICE', name)?.option ?? open);
      return { ...part, measure: 'ACCURACY', ...compareChoices(votes, target, step) };
    }
    case 'TAG': {
      const holds = (labels: Label[]) => labels.some((label) => label.kind === 'TAG' && label.class === name);
      const votes = choiceVotes(all, (labels) => (holds(labels) ? 'holds' : 'does not hold'));
      return { ...part, measure: 'ACCURACY', ...compareChoices(votes, target, step) };
    }
    case 'NUMBER':
      return { ...part, measure: 'MEAN_ABSOLUTE_ERROR', ...one(compareNumbers(all, name)) };
    case 'TEXT':
      return { ...part, measure: 'TEXT_SIMILARITY', ...one(compareTexts(known, { schema, consensus }, name)) };
    case 'BOX':
    case 'POLYGON':
    case 'MASK':
    case 'SPAN':
      return { ...part, measure: 'MEAN_IOU', ...one(compareInstances(known, { schema, consensus }, name)) };
  }
}

function read(tasks: TaskAnswers[], { classMap, gold }: ComparisonInput): ComparedTask[] {
  const labelsOf = (text: string) => mapClasses(JSON.parse(text) as Label[], classMap);
  return tasks.map(({ taskId, answers }) => {
    const known = gold.get(taskId);
    return {
      taskId,
      answers: answers.map(({ by, labels }) => ({ by, labels: labelsOf(labels) })),
      gold: known === undefined ? null : labelsOf(known),
    };
  });
}
