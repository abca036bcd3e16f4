import { normalisedEditDistance, pairAgreement } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { Policy } from '../../projects/index.js';

/** How right an answer is against the known one, 0 to 1, as a whole and for each class that the known answer has. */
export interface Comparison {
  score: number;
  byClass: { class: string; score: number }[];
}

type ComparisonPolicy = Pick<Policy, 'agreement' | 'consensus'>;

/**
 * An answer against what is known to be right, kind by kind, and the least of the kinds as the whole:
 *
 * - CHOICE: the same option, 1 or 0; its class is the right option.
 * - NUMBER: within the tolerance of the policy's rule for the field (`consensus.parts`), exact without one.
 * - TEXT: 1 − edit distance / the longer length.
 * - TAG: the share of the tags of either side that both have.
 * - BOX, POLYGON, MASK, SPAN: the mean IoU of the pairs, where an instance that is missed or invented counts 0, times the
 *   share of the same attributes (`pairAgreement`); class by class, each class of the known answer or the given one.
 *
 * Classes that the policy does not count are not compared. Both label lists call classes what they count as already.
 */
export function compareWithKnown(
  answer: Label[],
  known: Label[],
  schema: LabelSchema,
  policy: ComparisonPolicy,
): Comparison {
  const byClass: Comparison['byClass'] = [];
  const whole: number[] = [];
  for (const { name, kind } of schema.fields) {
    const [given, right] = [fieldOf(answer, name), fieldOf(known, name)];
    if (!given && !right) continue;
    const score = fieldScore(given, right, policy.consensus?.parts[name]?.tolerance ?? 0);
    whole.push(score);
    byClass.push({ class: kind === 'CHOICE' && right?.kind === 'CHOICE' ? right.option : name, score });
  }
  const counted = policy.agreement.classes ?? schema.classes.map(({ name }) => name);
  const classes = counted.filter((name) =>
    [...answer, ...known].some((label) => 'class' in label && label.class === name),
  );
  const tags = tagScore(answer, known, classes);
  if (tags !== null) whole.push(tags);
  const instances = pairAgreement(instancesOf(answer), instancesOf(known), { classes }).meanIou;
  if (instances !== null) whole.push(instances);
  for (const name of classes) {
    const tag = tagScore(answer, known, [name]);
    const shapes = pairAgreement(instancesOf(answer), instancesOf(known), { classes: [name] }).meanIou;
    byClass.push({ class: name, score: Math.min(tag ?? 1, shapes ?? 1) });
  }
  return { score: whole.length === 0 ? 1 : Math.min(...whole), byClass };
}

/** The classes of a known answer: what injection is balanced over. An answer that says “nothing here” is a class, too. */
export function classesOfKnown(known: readonly Label[]): string[] {
  const names = known.map((label) => {
    if (label.kind === 'CHOICE') return label.option;
    return 'class' in label ? label.class : label.field;
  });
  return names.length === 0 ? ['nothing'] : [...new Set(names)];
}

type FieldLabel = Extract<Label, { field: string }>;

const fieldOf = (labels: Label[], name: string): FieldLabel | undefined =>
  labels.find((label): label is FieldLabel => 'field' in label && label.field === name);

const instancesOf = (labels: Label[]): Label[] => labels.filter((label) => 'class' in label && label.kind !== 'TAG');

function fieldScore(given: FieldLabel | undefined, right: FieldLabel | undefined, tolerance: number): number {
  if (!given || !right || given.kind !== right.kind) return 0;
  switch (given.kind) {
    case 'CHOICE':
      return given.option === (right as typeof given).option ? 1 : 0;
    case 'NUMBER':
      return Math.abs(given.value - (right as typeof given).value) <= tolerance ? 1 : 0;
    case 'TEXT':
      return 1 - normalisedEditDistance(given.text, (right as typeof given).text);
  }
}

/** Null when neither side has a tag of these classes. */
function tagScore(answer: Label[], known: Label[], classes: string[]): number | null {
  const tagsOf = (labels: Label[]) =>
    new Set(labels.flatMap((label) => (label.kind === 'TAG' && classes.includes(label.class) ? [label.class] : [])));
  const [given, right] = [tagsOf(answer), tagsOf(known)];
  const all = new Set([...given, ...right]);
  if (all.size === 0) return null;
  return [...all].filter((name) => given.has(name) && right.has(name)).length / all.size;
}
