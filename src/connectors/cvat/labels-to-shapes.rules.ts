import type { InstanceLabel, Label, LabelSchema, SpanLabel } from '../../labels/index.js';
import type { JsonRecord } from '../shared/unknown.rules.js';
import type { JobLabel } from './job-labels.rules.js';
import { pointsOfMask } from './mask-runs.rules.js';

export interface CvatAnnotations {
  version: number;
  tags: JsonRecord[];
  shapes: JsonRecord[];
  tracks: JsonRecord[];
}

/** The same for all labels, wherever they come from. */
const source = 'auto';

const typeOfKind = { BOX: 'rectangle', POLYGON: 'polygon', MASK: 'mask', TAG: 'tag' } as const;

/**
 * Labels as the annotations of a job, for `PUT /api/jobs/{id}/annotations`. A label that has no CVAT label of its name, or none
 * for its kind of shape, cannot be shown there and is left away.
 */
export function annotationsOfLabels(
  labels: readonly Label[],
  jobLabels: readonly JobLabel[],
  schema: LabelSchema,
  frame: number,
): CvatAnnotations {
  const written: CvatAnnotations = { version: 0, tags: [], shapes: [], tracks: [] };
  const questions = new Map<JobLabel, { spec_id: number; value: string }[]>();
  for (const [place, label] of labels.entries()) {
    if (label.kind === 'CHOICE' || label.kind === 'TEXT' || label.kind === 'NUMBER') {
      const found = questionOf(label.field, jobLabels, schema);
      if (found) questions.set(found.tag, [...(questions.get(found.tag) ?? []), { spec_id: found.spec, value: answerOf(label) }]); // prettier-ignore
    } else if (label.kind === 'TAG') {
      const tag = labelFor(label.class, 'TAG', jobLabels);
      if (tag && !questions.has(tag)) questions.set(tag, []);
    } else if (label.kind !== 'SPAN') {
      written.shapes.push(...shapesOf(label, jobLabels, frame, place + 1));
    }
  }
  for (const [tag, attributes] of questions)
    written.tags.push({ frame, label_id: tag.id, group: 0, source, attributes });
  return written;
}

function answerOf(label: Extract<Label, { field: string }>): string {
  switch (label.kind) {
    case 'CHOICE':
      return label.option;
    case 'TEXT':
      return label.text;
    case 'NUMBER':
      return String(label.value);
  }
}

/** A question about the picture is an attribute of a tag, best of one that is no class itself. */
function questionOf(
  field: string,
  jobLabels: readonly JobLabel[],
  schema: LabelSchema,
): { tag: JobLabel; spec: number } | undefined {
  const able = jobLabels.flatMap((tag) => {
    const spec = isFor(tag, 'tag') ? tag.attributes.find(({ name }) => name === field)?.id : undefined;
    return spec === undefined ? [] : [{ tag, spec }];
  });
  return able.find(({ tag }) => schema.classes.every(({ name }) => name !== tag.name)) ?? able[0];
}

const isFor = ({ type }: JobLabel, wanted: string): boolean => type === 'any' || type === wanted;

function labelFor(name: string, kind: keyof typeof typeOfKind, jobLabels: readonly JobLabel[]): JobLabel | undefined {
  return jobLabels.find((label) => label.name === name && isFor(label, typeOfKind[kind]));
}

function shapesOf(
  label: Exclude<InstanceLabel, SpanLabel>,
  jobLabels: readonly JobLabel[],
  frame: number,
  place: number,
): JsonRecord[] {
  const target = labelFor(label.class, label.kind, jobLabels);
  if (!target) return [];
  const rings = pointsOf(label).filter((points) => points.length > 0);
  const attributes = target.attributes.flatMap(({ id, name }) => {
    const value = label.attributes?.[name];
    return value === undefined ? [] : [{ spec_id: id, value }];
  });
  const common = { frame, label_id: target.id, source, occluded: false, outside: false, z_order: 0, rotation: 0 };
  // Rings of one polygon share a group.
  const group = rings.length > 1 ? place : 0;
  return rings.map((points) => ({ ...common, type: typeOfKind[label.kind], points, group, attributes, elements: [] }));
}

function pointsOf(label: Exclude<InstanceLabel, SpanLabel>): number[][] {
  switch (label.kind) {
    case 'BOX':
      return [[label.x, label.y, label.x + label.width, label.y + label.height]];
    case 'POLYGON':
      return label.rings.map((ring) => ring.flatMap(({ x, y }) => [x, y]));
    case 'MASK':
      return [pointsOfMask(label)];
  }
}
