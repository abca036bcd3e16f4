import type { LabelClass, LabelField, LabelSchema } from '../../labels/index.js';
import { type ClassMap, mappedClass } from '../../consensus/index.js';

/** A question of the schema that can be agreed on by itself: a field, a tag, or a class of shapes. */
export interface SchemaPart {
  kind: LabelClass['kind'] | LabelField['kind'];
  name: string;
}

/** Fields in the order of the schema, then classes; classes that count as one are one part, of the kind of the first. */
export function partsOf(schema: LabelSchema, map: ClassMap): SchemaPart[] {
  const classes = new Map<string, SchemaPart>();
  for (const { name, kind } of schema.classes) {
    const as = mappedClass(name, map);
    if (!classes.has(as)) classes.set(as, { kind, name: as });
  }
  return [...schema.fields.map(({ kind, name }) => ({ kind, name })), ...classes.values()];
}
