/**
 * One person's answer while it is made: shapes, tags, and answers to the fields of the label schema. What this page cannot
 * edit (masks, spans of a text) is kept as it came and sent back unchanged.
 */
import { isEmpty, newId } from './shapes.js';

const EDITED = ['BOX', 'POLYGON'];

export function answerOf(labels) {
  const answer = { shapes: [], tags: [], fields: {}, kept: [] };
  for (const label of labels ?? []) {
    if (EDITED.includes(label.kind)) answer.shapes.push({ id: newId(), ...label });
    else if (label.kind === 'TAG') answer.tags.push(label.class);
    else if (label.kind === 'CHOICE') answer.fields[label.field] = label.option;
    else if (label.kind === 'TEXT') answer.fields[label.field] = label.text;
    else if (label.kind === 'NUMBER') answer.fields[label.field] = label.value;
    else answer.kept.push(label);
  }
  return answer;
}

/** As labels of the canonical model. */
export function labelsOf(answer, schema) {
  const fields = schema.fields.flatMap(({ name, kind }) => {
    const value = answer.fields[name];
    if (value === undefined || value === '') return [];
    if (kind === 'CHOICE') return [{ kind, field: name, option: value }];
    return [kind === 'TEXT' ? { kind, field: name, text: value } : { kind, field: name, value }];
  });
  const shapes = answer.shapes.map(({ id: _, ...label }) => label);
  return [...shapes, ...answer.kept, ...answer.tags.map((name) => ({ kind: 'TAG', class: name })), ...fields];
}

export const shapeOf = (answer, id) => answer.shapes.find((shape) => shape.id === id);
export const withShape = (answer, shape) => ({
  ...answer,
  shapes: shapeOf(answer, shape.id)
    ? answer.shapes.map((each) => (each.id === shape.id ? shape : each))
    : [...answer.shapes, shape],
});
export const withoutShape = (answer, id) => ({ ...answer, shapes: answer.shapes.filter((shape) => shape.id !== id) });

export const withTag = (answer, name, isOn) => ({
  ...answer,
  tags: isOn ? [...answer.tags.filter((tag) => tag !== name), name] : answer.tags.filter((tag) => tag !== name),
});

/** `value` undefined takes the answer back. */
export function withField(answer, name, value) {
  const { [name]: _, ...others } = answer.fields;
  return { ...answer, fields: value === undefined || value === '' ? others : { ...others, [name]: value } };
}

/** Attributes of the old class mean nothing for the new one. */
export function withClass(shape, name) {
  const { attributes: _, ...others } = shape;
  return { ...others, class: name };
}

export function withAttribute(shape, name, option) {
  const { [name]: _, ...others } = shape.attributes ?? {};
  const attributes = option === '' ? others : { ...others, [name]: option };
  const { attributes: __, ...bare } = shape;
  return Object.keys(attributes).length > 0 ? { ...bare, attributes } : bare;
}

/** What must be done before the answer can be sent: sentences, each with the field or shape that it is about. */
export function missing(answer, schema) {
  const found = [];
  for (const field of schema.fields) {
    const problem = problemOf(field, answer.fields[field.name]);
    if (problem) found.push({ field: field.name, message: problem });
  }
  answer.shapes.forEach((shape, index) => {
    const title = `Shape ${index + 1} (${shape.class})`;
    if (isEmpty(shape))
      found.push({ shape: shape.id, message: `${title} encloses nothing: delete it or draw it again.` });
    for (const { name, required } of schema.classes.find((each) => each.name === shape.class)?.attributes ?? []) {
      if (required && !shape.attributes?.[name])
        found.push({ shape: shape.id, message: `${title}: choose “${name}”.` });
    }
  });
  return found;
}

function problemOf({ name, kind, required, minimum, maximum, maximumLength }, value) {
  if (value === undefined || value === '') return required ? `“${name}” must be answered.` : null;
  if (kind === 'NUMBER') {
    if (!Number.isFinite(value)) return `“${name}” must be a number.`;
    if (minimum != null && value < minimum) return `“${name}” must be at least ${minimum}.`;
    if (maximum != null && value > maximum) return `“${name}” must be at most ${maximum}.`;
  }
  if (kind === 'TEXT' && maximumLength != null && value.length > maximumLength)
    return `“${name}” must have at most ${maximumLength} characters.`;
  return null;
}
