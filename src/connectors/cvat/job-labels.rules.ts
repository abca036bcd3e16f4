import { idOf, recordsOf, textOf } from '../shared/unknown.rules.js';

/** A label of a CVAT project, and the questions that are asked of it there. */
export interface JobLabel {
  id: number;
  name: string;
  /** `any`, or the one kind of shape it is for */
  type: string;
  attributes: { id: number; name: string }[];
}

/** Results of `GET /api/labels`. */
export function jobLabelsOf(results: unknown): JobLabel[] {
  return recordsOf(results).flatMap((label) => {
    const name = textOf(label.name);
    if (name === null || typeof label.id !== 'number') return [];
    const attributes = recordsOf(label.attributes).flatMap((attribute) => {
      const called = textOf(attribute.name);
      return called !== null && idOf(attribute.id) !== null ? [{ id: Number(attribute.id), name: called }] : [];
    });
    return [{ id: label.id, name, type: textOf(label.type) ?? 'any', attributes }];
  });
}
