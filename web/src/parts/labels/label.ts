/** The canonical label model, as the API tells it in JSON (docs/labels.md). */

export interface Point {
  x: number;
  y: number;
}

export interface Label {
  kind: 'CHOICE' | 'TAG' | 'BOX' | 'POLYGON' | 'MASK' | 'SPAN' | 'TEXT' | 'NUMBER';
  class?: string;
  field?: string;
  option?: string;
  text?: string;
  value?: number;
  attributes?: Record<string, string>;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  rings?: Point[][];
  counts?: number[];
  start?: number;
  end?: number;
}

export interface LabelClass {
  name: string;
  kind: string;
  colour?: string;
  maskValue?: number;
  attributes?: { name: string; options: string[]; required?: boolean }[];
}

export interface LabelField {
  name: string;
  kind: string;
  options?: string[];
  required?: boolean;
  minimum?: number;
  maximum?: number;
  maximumLength?: number;
}

export interface LabelSchema {
  classes: LabelClass[];
  fields: LabelField[];
}

export interface Size {
  width: number;
  height: number;
}

export const asLabels = (value: unknown): Label[] => (Array.isArray(value) ? (value as Label[]) : []);

export function asSchema(value: unknown): LabelSchema {
  const { classes = [], fields = [] } = (value ?? {}) as Partial<LabelSchema>;
  return { classes, fields };
}

export const isShape = ({ kind }: Label): boolean => kind === 'BOX' || kind === 'POLYGON' || kind === 'MASK';

/** The size that the item itself names. */
export function sizeOf(data: unknown): Size | undefined {
  const { width, height } = (data ?? {}) as Record<string, unknown>;
  return typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0
    ? { width, height }
    : undefined;
}

/** What a label says, without where it is. */
export function wordsOf(label: Label): { name: string; value: string } {
  const attributes = Object.entries(label.attributes ?? {}).map(([name, value]) => `${name}: ${value}`);
  switch (label.kind) {
    case 'CHOICE':
      return { name: label.field ?? '', value: label.option ?? '' };
    case 'TEXT':
      return { name: label.field ?? '', value: label.text ?? '' };
    case 'NUMBER':
      return { name: label.field ?? '', value: String(label.value ?? '') };
    case 'SPAN':
      return { name: label.class ?? '', value: [`${label.start}–${label.end}`, ...attributes].join(' · ') };
    case 'TAG':
    case 'BOX':
    case 'POLYGON':
    case 'MASK':
      return { name: label.class ?? '', value: attributes.join(' · ') };
  }
}

const same = (a: Label, b: Label): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** For each label of the one answer: whether the other answer has it exactly so. */
export const sharedWith = (labels: readonly Label[], others: readonly Label[]): boolean[] =>
  labels.map((label) => others.some((other) => same(label, other)));

/** Eight hues that people with colour-blindness tell apart (Okabe and Ito, lightened for dark pictures), by place in the schema. */
const hues = ['#4dabf7', '#ffc078', '#38d9a9', '#ffd43b', '#f783ac', '#ff922b', '#b197fc', '#e9ecef'];

/** The colour of the class in its schema, or that of its place. */
export function hueOf(name: string | undefined, schema: LabelSchema): string {
  const at = schema.classes.findIndex((one) => one.name === name);
  return schema.classes[at]?.colour ?? hueAt(at);
}

export function hueAt(place: number): string {
  return hues[Math.max(0, place) % hues.length]!;
}
