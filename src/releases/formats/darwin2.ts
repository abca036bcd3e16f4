import { v5 as uuidv5 } from 'uuid';
import { boundsOfShape, type InstanceLabel, type Label, type MaskLabel, type SpanLabel } from '../../labels/index.js';
import { rasterLayerOf } from './darwin2-raster.js';
import type { ReleasedItem } from './released-item.types.js';

const SCHEMA = 'https://darwin-public.s3.eu-west-1.amazonaws.com/darwin_json/2.0/schema.json';
/** Any fixed UUID would do: it gives the same item the same annotation ids each time it is written. */
const NAMESPACE = '6a7c1d0e-5f0b-4c55-9d0b-2f4f3a8e9b61';

type Body = { name: string; [type: string]: unknown };

/**
 * One item as Darwin JSON 2.0. Answers to questions and metadata become tags, which is how Darwin teams write them
 * (`Age:42`). Masks of one class share an annotation, and of overlapping masks the later wins, since a Darwin raster layer
 * holds one value a pixel; attributes of masks and spans of texts therefore have no place here (`metadata.jsonl` has them).
 */
export function encodeDarwin2(item: ReleasedItem): string {
  const { externalKey, fileName, width, height, labels, metadata } = item;
  const masks = labels.filter((label): label is MaskLabel => label.kind === 'MASK');
  const bodies = [...bodiesOf(labels), ...Object.entries(metadata).flatMap(([key, value]) => tagsOf(key, value))];
  const annotations: (Body & { id: string })[] = bodies.map((body, place) => ({
    id: uuidv5(JSON.stringify([externalKey, place, body]), NAMESPACE),
    properties: [],
    slot_names: ['0'],
    ...body,
  }));
  if (masks.length > 0) {
    const idsByClass = new Map(annotations.filter(({ mask }) => mask !== undefined).map(({ name, id }) => [name, id]));
    const id = uuidv5(JSON.stringify([externalKey, 'raster_layer']), NAMESPACE);
    const raster_layer = rasterLayerOf(masks, idsByClass, item);
    annotations.push({ id, properties: [], slot_names: ['0'], name: '__raster_layer__', raster_layer });
  }
  const slots = [{ type: 'image', slot_name: '0', width, height, source_files: [{ file_name: fileName }] }];
  const document = {
    version: '2.0',
    schema_ref: SCHEMA,
    item: { name: fileName, path: '/', source_info: { item_id: externalKey }, slots },
    annotations,
  };
  return `${JSON.stringify(document)}\n`;
}

function bodiesOf(labels: Label[]): Body[] {
  const seen = new Set<string>();
  return labels.flatMap((label) => {
    if (label.kind === 'SPAN') return [];
    if (label.kind !== 'MASK') return [bodyOf(label)];
    if (seen.has(label.class)) return [];
    seen.add(label.class);
    return [{ name: label.class, mask: {} }];
  });
}

/** `name:option`, a text an attribute, which is how Darwin 1.0 and 2.0 know sub-annotations. */
function attributesOf({ attributes }: InstanceLabel): { attributes?: string[] } {
  if (!attributes) return {};
  return { attributes: Object.entries(attributes).map(([name, option]) => `${name}:${option}`) };
}

function bodyOf(label: Exclude<Label, MaskLabel | SpanLabel>): Body {
  switch (label.kind) {
    case 'BOX':
      return { name: label.class, bounding_box: boxOf(label), ...attributesOf(label) };
    case 'POLYGON':
      return {
        name: label.class,
        polygon: { paths: label.rings },
        bounding_box: boxOf(boundsOfShape(label)),
        ...attributesOf(label),
      };
    case 'TAG':
      return tag(label.class);
    case 'CHOICE':
      return tag(`${label.field}/${label.option}`);
    case 'TEXT':
      return tag(`${label.field}:${label.text}`);
    case 'NUMBER':
      return tag(`${label.field}:${label.value}`);
  }
}

/** The inverse of how tags are read: `true` is a bare tag, a list is several, and strays under `tags` are themselves. */
function tagsOf(key: string, value: unknown): Body[] {
  if (Array.isArray(value)) return value.flatMap((part) => tagsOf(key, part));
  if (value === null || value === undefined) return [];
  if (value === true) return [tag(key)];
  if (key === 'tags') return [tag(String(value))];
  return [tag(`${key}:${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)];
}

const tag = (name: string): Body => ({ name, tag: {} });

const boxOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x,
  y,
  w: width,
  h: height,
});
