import type { LabelField, Point } from '../../labels/index.js';
import { type Answer, noWordFor, pixels, withAttributes } from '../shared/answer.rules.js';
import { numberOf, quoted, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import type { JobLabel } from './job-labels.rules.js';
import { maskOfPoints } from './mask-runs.rules.js';

/** CVAT cannot leave a question open: these are its ways to say that nothing was chosen. */
const unanswered = new Set(['', '__undefined__']);

/**
 * The annotations of a job as labels.
 *
 * CVAT's polygon has one ring. Polygons of one label in one group are one polygon of several rings, even-odd: a hole, or a second
 * part. That is how Muster writes such a polygon, and how a person can draw one (select both, G).
 *
 * A question about the whole picture is an attribute of a tag: its name is the field's.
 * @param frame the only frame that is looked at: the first of the job
 */
export function labelsOfAnnotations(
  annotations: unknown,
  labels: readonly JobLabel[],
  frame: number,
  answer: Answer,
): Answer {
  const { tags, shapes, tracks } = recordOf(annotations);
  const byId = new Map(labels.map((label) => [label.id, label]));
  if (recordsOf(tracks).length > 0) answer.leaveOut(noWordFor('A track through several frames'));
  const here = (entry: JsonRecord): boolean => {
    if (entry.frame === frame || entry.frame === undefined) return true;
    answer.leaveOut(`What is drawn on another frame than the first was left out.`);
    return false;
  };
  for (const tag of recordsOf(tags).filter(here)) tagOf(tag, byId.get(Number(tag.label_id)), answer);
  const grouped = new Set<string>();
  const all = recordsOf(shapes).filter(here);
  for (const shape of all) {
    const label = byId.get(Number(shape.label_id));
    if (!label) {
      answer.leaveOut('A shape has a label that the job does not know.');
      continue;
    }
    const group = numberOf(shape.group) ?? 0;
    if (shape.type !== 'polygon' || group === 0) shapeOf([shape], label, answer);
    else if (!grouped.has(`${group} ${label.id}`)) {
      grouped.add(`${group} ${label.id}`);
      const rings = all.filter((each) => each.type === 'polygon' && each.group === group && each.label_id === label.id);
      shapeOf(rings, label, answer);
    }
  }
  return answer;
}

function tagOf(tag: JsonRecord, label: JobLabel | undefined, answer: Answer): void {
  if (!label) return answer.leaveOut('A tag has a label that the job does not know.');
  let asks = 0;
  for (const { name, value } of answersOf(tag, label)) {
    const field = answer.schema.fields.find((each) => each.name === name);
    if (!field) {
      answer.leaveOut(noWordFor(`The attribute ${quoted(name)} of a tag`, label.name));
      continue;
    }
    asks += 1;
    answerField(field, value, answer);
  }
  // A tag that only carries questions is no answer by itself.
  if (answer.kindOf(label.name) === 'TAG' || asks === 0) answer.add({ kind: 'TAG', class: label.name });
}

function answerField({ name, kind }: LabelField, value: string, answer: Answer): void {
  if (unanswered.has(value)) return;
  switch (kind) {
    case 'CHOICE':
      return answer.add({ kind, field: name, option: value });
    case 'TEXT':
      return answer.add({ kind, field: name, text: value });
    case 'NUMBER':
      return answer.add({ kind, field: name, value: Number(value) });
  }
}

function answersOf({ attributes }: JsonRecord, label: JobLabel): { name: string; value: string }[] {
  return recordsOf(attributes).flatMap(({ spec_id, value }) => {
    const name = label.attributes.find(({ id }) => id === spec_id)?.name;
    const text = textOf(value, 100_000);
    return name !== undefined && text !== null ? [{ name, value: text }] : [];
  });
}

function shapeOf(shapes: JsonRecord[], label: JobLabel, answer: Answer): void {
  const shape = shapes[0]!;
  const points = Array.isArray(shape.points) ? (shape.points as unknown[]) : [];
  const attributes = attributesOf(shape, label, answer);
  switch (shape.type) {
    case 'rectangle':
      return rectangleOf(shape, points, label, attributes, answer);
    case 'polygon': {
      const rings = shapes.map((each) => ringOf(Array.isArray(each.points) ? (each.points as unknown[]) : []));
      const whole = rings.filter((ring) => ring.length >= 3);
      if (whole.length < rings.length) answer.leaveOut(`A polygon of ${quoted(label.name)} has fewer than 3 points.`);
      if (whole.length > 0) answer.add({ kind: 'POLYGON', class: label.name, rings: whole, ...attributes });
      return;
    }
    case 'mask':
      return maskOf(points, label, attributes, answer);
    default:
      return answer.leaveOut(noWordFor(`A shape of type ${quoted(shape.type)}`, label.name));
  }
}

type Attributes = ReturnType<typeof withAttributes>;

function attributesOf(shape: JsonRecord, label: JobLabel, answer: Answer): Attributes {
  const known = answer.attributesOf(label.name);
  const pairs: [string, string][] = [];
  for (const { name, value } of answersOf(shape, label)) {
    if (unanswered.has(value)) continue;
    if (known.includes(name)) pairs.push([name, value]);
    else answer.leaveOut(noWordFor(`The attribute ${quoted(name)}`, label.name));
  }
  return withAttributes(pairs);
}

function ringOf(points: unknown[]): Point[] {
  const ring: Point[] = [];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x, y] = [numberOf(points[at]), numberOf(points[at + 1])];
    if (x === null || y === null) return [];
    ring.push({ x, y });
  }
  return ring;
}

function rectangleOf(
  shape: JsonRecord,
  points: unknown[],
  { name }: JobLabel,
  attributes: Attributes,
  answer: Answer,
): void {
  const [from, to] = ringOf(points);
  if (!from || !to || to.x <= from.x || to.y <= from.y)
    return answer.leaveOut(`A rectangle of ${quoted(name)} has no area.`);
  const box = { x: from.x, y: from.y, width: pixels(to.x - from.x), height: pixels(to.y - from.y) };
  const degrees = (numberOf(shape.rotation) ?? 0) % 360;
  if (degrees === 0) return answer.add({ kind: 'BOX', class: name, ...box, ...attributes });
  if (answer.kindOf(name) === 'BOX') return answer.leaveOut(noWordFor('A turned rectangle', name));
  answer.add({ kind: 'POLYGON', class: name, rings: [turnedCorners(box, degrees)], ...attributes });
}

/** CVAT turns a rectangle clockwise about its middle. */
function turnedCorners(box: { x: number; y: number; width: number; height: number }, degrees: number): Point[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([right, down]) => {
    const [across, along] = [(right! * box.width) / 2, (down! * box.height) / 2];
    return { x: pixels(middle.x + across * cos - along * sin), y: pixels(middle.y + across * sin + along * cos) };
  }); // prettier-ignore
}

function maskOf(points: unknown[], { name }: JobLabel, attributes: Attributes, answer: Answer): void {
  if (!answer.size) return answer.leaveOut(`A mask of ${quoted(name)}: the size of its picture is not known.`);
  try {
    const mask = maskOfPoints(points, answer.size.width, answer.size.height);
    answer.add({ kind: 'MASK', class: name, ...mask, ...attributes });
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    answer.leaveOut(`A mask of ${quoted(name)} cannot be read: ${fault.message}.`);
  }
}
