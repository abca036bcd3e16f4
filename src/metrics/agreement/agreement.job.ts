import type { Label, LabelSchema } from '../../labels/index.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import { type ClassMap, mapClasses } from '../../consensus/index.js';
import type { AgreementReport, GroupAgreement } from './agreement-report.js';
import { AnswerPairs } from './answer-pairs.js';
import { type AnsweredTask, measurePart, measureWhole, type Threshold } from './measure-parts.js';
import { partsOf } from './schema-parts.js';

export interface AgreementInput {
  schema: LabelSchema;
  /** Only these classes count for the answer as a whole; all when absent. */
  classes?: string[];
  classMap: ClassMap;
  threshold: Threshold;
  tasks: TaskAnswers[];
  isBySource: boolean;
}

/** For `inThread`: how far people agree on each part of the schema, and on the whole. */
export default function measure(input: AgreementInput): AgreementReport {
  const { tasks, classMap } = input;
  const labels: Label[][] = [];
  const answered = tasks.map(({ answers }) =>
    answers.map(({ by, labels: text }) => {
      const own = mapClasses(JSON.parse(text) as Label[], classMap);
      return { by, labels: own, place: labels.push(own) - 1 };
    }),
  );
  const pairs = new AnswerPairs(labels, input.classes);
  const sources = input.isBySource ? [...new Set(tasks.map(({ source }) => source))].sort(byName) : [];
  return {
    ...measureGroup(input, answered, pairs),
    bySource: sources.map((source) => ({
      source,
      ...measureGroup(
        input,
        answered.filter((_, place) => tasks[place]!.source === source),
        pairs,
      ),
    })),
  };
}

function measureGroup(input: AgreementInput, tasks: AnsweredTask[], pairs: AnswerPairs): GroupAgreement {
  return {
    tasks: tasks.length,
    answers: tasks.reduce((sum, answers) => sum + answers.length, 0),
    overall: measureWhole(tasks, pairs, input.threshold),
    parts: partsOf(input.schema, input.classMap).map((part) => measurePart(part, tasks, pairs)),
  };
}

const byName = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : 1);
