import type { LabelField } from '../../labels/index.js';
import { LineFault, readDarwinAnnotations } from '../../batches/formats/index.js';
import { type Answer, noWordFor, withAttributes } from '../shared/answer.rules.js';
import { isRecord, quoted, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';

/** A class of annotations in Darwin. */
export interface DarwinClass {
  id: number;
  name: string;
  types: readonly string[];
}

export interface DarwinAttribute {
  id: number | string;
  classId: number;
  name: string;
}

/** What the API writes as numbers. */
export interface DarwinNames {
  classes: readonly DarwinClass[];
  attributes: readonly DarwinAttribute[];
}

const unsaid = { text: 'text', instance_id: 'instance id', directional_vector: 'direction', measures: 'measure' };

/**
 * Annotations as labels, in Darwin's export form (`name`, `polygon: { paths }`) or in that of its API (`annotation_class_id`,
 * `data`). Attributes `name:option`, and properties of an annotation, answer the questions of its class; tags `field/option` or
 * `field:value`, and properties of the item, those of the item.
 * @param slot the only slot that is looked at
 */
export function labelsOfAnnotations(
  annotations: unknown,
  properties: unknown,
  names: DarwinNames,
  slot: string | null,
  answer: Answer,
): Answer {
  const all = recordsOf(annotations).map((annotation) => asExported(annotation, names));
  const layers = all.filter((annotation) => isRecord(annotation.raster_layer));
  for (const annotation of all) {
    if (isRecord(annotation.raster_layer)) continue;
    const slots = Array.isArray(annotation.slot_names) ? (annotation.slot_names as unknown[]) : [];
    if (slot !== null && slots.length > 0 && !slots.includes(slot)) {
      answer.leaveOut('What is drawn in another slot than the first was left out.');
    } else labelOf(annotation, layers, answer);
  }
  for (const { name, value } of recordsOf(properties)) {
    const field = fieldNamed(textOf(name), answer);
    if (field) answerField(field, textOf(value) ?? '', answer);
    else answer.leaveOut(noWordFor(`The property ${quoted(name)} of the item`));
  }
  return answer;
}

/** The API has the class's number and the parts under `data`; exports have them beside the name. */
function asExported(annotation: JsonRecord, names: DarwinNames): JsonRecord {
  const { data, annotation_class_id, class_name, context_keys } = annotation;
  if (!isRecord(data)) return annotation;
  const { attributes, ...parts } = data;
  const name =
    textOf(annotation.name ?? class_name) ?? names.classes.find(({ id }) => id === annotation_class_id)?.name;
  const list = isRecord(attributes) ? attributes.attributes : attributes;
  const named = (Array.isArray(list) ? list : []).map((one) => names.attributes.find(({ id }) => id === one)?.name ?? one); // prettier-ignore
  const slots = recordOf(context_keys).slot_names;
  return { slot_names: slots, ...annotation, ...parts, name, attributes: named };
}

function labelOf(annotation: JsonRecord, layers: JsonRecord[], answer: Answer): void {
  for (const [key, what] of Object.entries(unsaid)) {
    if (isRecord(annotation[key])) answer.leaveOut(noWordFor(`The ${what}`, annotation.name));
  }
  if (isRecord(annotation.tag)) return tagOf(textOf(annotation.name) ?? '', answer);
  const isMask = isRecord(annotation.mask);
  if (isMask && !answer.size) {
    return answer.leaveOut(`A mask of ${quoted(annotation.name)}: the size of its picture is not known.`);
  }
  try {
    const size = answer.size ?? { width: 1, height: 1 };
    const { labels } = readDarwinAnnotations([annotation, ...(isMask ? layers : [])], size);
    for (const label of labels) {
      if (label.kind !== 'BOX' && label.kind !== 'POLYGON' && label.kind !== 'MASK') continue;
      const { attributes = {}, ...shape } = label;
      const pairs = [...Object.entries(attributes), ...propertiesOf(annotation)];
      answer.add({ ...shape, ...withAttributes(pairs.filter(([name]) => isAsked(name, label.class, answer))) });
    }
  } catch (fault) {
    if (!(fault instanceof LineFault)) throw fault;
    const why = fault.message.replace(/^annotations\[\d+\][.:]? ?/, '').slice(0, 200);
    answer.leaveOut(`An annotation of ${quoted(annotation.name)} was left out: ${why}.`);
  }
}

function propertiesOf({ properties }: JsonRecord): [string, string][] {
  return recordsOf(properties).flatMap(({ name, value }): [string, string][] => {
    const [property, option] = [textOf(name), textOf(value)];
    return property !== null && option !== null ? [[property, option]] : [];
  });
}

function isAsked(name: string, className: string, answer: Answer): boolean {
  if (answer.attributesOf(className).includes(name)) return true;
  answer.leaveOut(noWordFor(`The attribute ${quoted(name)}`, className));
  return false;
}

const fieldNamed = (name: string | null, answer: Answer): LabelField | undefined =>
  answer.schema.fields.find((field) => field.name === name);

function tagOf(tag: string, answer: Answer): void {
  if (answer.kindOf(tag) !== undefined) return answer.add({ kind: 'TAG', class: tag });
  const [, name, value] = /^([^:/]+)[:/](.*)$/s.exec(tag) ?? [];
  const field = fieldNamed(name?.trim() ?? null, answer);
  if (field && value !== undefined) return answerField(field, value, answer);
  if (name !== undefined) return answer.leaveOut(noWordFor(`The tag ${quoted(tag)}`));
  answer.add({ kind: 'TAG', class: tag });
}

function answerField({ name, kind }: LabelField, value: string, answer: Answer): void {
  switch (kind) {
    case 'CHOICE':
      return answer.add({ kind, field: name, option: value.trim() });
    case 'TEXT':
      return answer.add({ kind, field: name, text: value });
    case 'NUMBER':
      return answer.add({ kind, field: name, value: Number(value) });
  }
}
