import type { Label, LabelClass, LabelField, LabelSchema } from '../../labels/index.js';
import type { ConsensusRule, Policy } from '../../projects/index.js';
import { partKinds } from '../../projects/parts/index.js';
import { mappedClass } from '../shapes/class-map.js';
import type { Part } from './task-consensus.types.js';

type AskingPolicy = Pick<Policy, 'agreement'> & { consensus: ConsensusRule };

const ENOUGH_AGREEMENT = 0.8;

/** The parts of a label schema with what the policy says of each: fields first, then classes, in the order of the schema. */
export function partsOf(schema: LabelSchema, policy: AskingPolicy): Part[] {
  const { classMap = {} } = policy.agreement;
  return [
    ...schema.fields.map((field) => partOf('field', field, policy)),
    // A class that counts as another is no question of its own.
    ...schema.classes
      .filter(({ name }) => mappedClass(name, classMap) === name)
      .map((one) => partOf('class', one, policy)),
  ];
}

function partOf(group: 'field' | 'class', entry: LabelField | LabelClass, policy: AskingPolicy): Part {
  const { consensus, agreement } = policy;
  const rule = Object.hasOwn(consensus.parts, entry.name) ? consensus.parts[entry.name]! : {};
  const known = partKinds[entry.kind];
  const field = group === 'field' ? (entry as LabelField) : undefined;
  return {
    key: `${group}/${entry.name}`,
    name: entry.name,
    kind: kindOf(entry.kind),
    method: rule.method ?? known.methods[0]!,
    metric: rule.metric ?? known.metrics[0]!,
    confidence: rule.confidence ?? consensus.confidence,
    agreement: rule.agreement ?? (isGraded(entry.kind) ? ENOUGH_AGREEMENT : 0),
    tolerance: rule.tolerance ?? 0,
    matchIou: rule.matchIou ?? 0.5,
    quorum: rule.quorum ?? 0.5,
    options: field?.options ?? [],
    isOptional: field !== undefined && field.required !== true,
    decides: group === 'field' || (agreement.classes?.includes(entry.name) ?? true),
    isCappedWithoutGold: consensus.isCappedWithoutGold,
  };
}

function kindOf(kind: LabelField['kind'] | LabelClass['kind']): Part['kind'] {
  return kind === 'BOX' || kind === 'POLYGON' || kind === 'MASK' ? 'SHAPE' : kind;
}

/** What can be nearly right: the rest is right or wrong, and its posterior says all. */
function isGraded(kind: LabelField['kind'] | LabelClass['kind']): boolean {
  return kind !== 'CHOICE' && kind !== 'TAG';
}

/** Classes of a part: the options, and an empty answer where it is allowed; whether a tag, an object is there. */
export function classesOf(part: Part): number {
  return part.kind === 'CHOICE' ? part.options.length + (part.isOptional ? 1 : 0) : 2;
}

/** Which class of a CHOICE or TAG part an answer gives; null when it says nothing that counts. */
export function classOf(part: Part, labels: Label[]): number | null {
  if (part.kind === 'TAG') return labels.some((label) => label.kind === 'TAG' && label.class === part.name) ? 1 : 0;
  const choice = labels.find((label) => label.kind === 'CHOICE' && label.field === part.name);
  if (choice?.kind !== 'CHOICE') return part.isOptional ? part.options.length : null;
  const place = part.options.indexOf(choice.option);
  return place < 0 ? null : place;
}

/** The label of a class, or none: an empty answer, a tag that does not hold. */
export function labelOfClass(part: Part, found: number): Label[] {
  if (part.kind === 'TAG') return found === 1 ? [{ kind: 'TAG', class: part.name }] : [];
  const option = part.options[found];
  return option === undefined ? [] : [{ kind: 'CHOICE', field: part.name, option }];
}
