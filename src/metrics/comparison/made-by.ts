import { consensusOfTask, evidenceOf, partsOf, type Part } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import { asConsensus, asPolicy, type ConsensusRule } from '../../projects/index.js';
import type { ComparedTask } from './compared-task.js';

/** What a project without a rule of consensus takes. */
export const firstAnswer = 'first-answer';

/** The rule of consensus of the project, if it has one: what it says of a part beside the method holds for all methods. */
export interface ComparedSchema {
  schema: LabelSchema;
  consensus?: ConsensusRule;
}

/** A field (`field/age`) or class (`class/Lung`) as the project puts it together, but by this method. */
export function partBy({ schema, consensus }: ComparedSchema, key: string, method: string): Part {
  const name = key.slice(key.indexOf('/') + 1);
  const own = consensus?.parts[name] ?? {};
  const rule = asConsensus({ ...consensus, parts: { [name]: { ...own, method } } });
  return partsOf(schema, { ...asPolicy({}), consensus: rule }).find((part) => part.key === key)!;
}

/** What a method makes of the answers to one task; nothing is known of the people. */
export function madeBy(method: string, { answers }: ComparedTask, partOf: (method: string) => Part): Label[] {
  if (method === firstAnswer) return answers[0]!.labels;
  const heard = answers.map(({ by, labels }, seat) => ({ id: `${seat}`, memberId: by, labels }));
  const part = partOf(method);
  return consensusOfTask(heard, [part], evidenceOf([part], heard, new Map())).labels;
}
