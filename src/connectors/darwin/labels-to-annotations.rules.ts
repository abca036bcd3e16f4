import { v5 as uuidv5 } from 'uuid';
import type { InstanceLabel, ItemSize, Label, MaskLabel } from '../../labels/index.js';
import { darwinRasterLayerOf } from '../../releases/formats/index.js';
import { recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import type { DarwinAttribute, DarwinClass, DarwinNames } from './annotations-to-labels.rules.js';

/** Any fixed UUID would do: it gives the same work the same annotation ids each time it is pushed. */
const NAMESPACE = '1f8a5be4-7a4e-4d3c-9b43-0c9a0d5b7e6f';

/** Answers of `GET teams/{team}/annotation_classes`. */
export function classesOf(answered: unknown): DarwinClass[] {
  return recordsOf(answered).flatMap(({ id, name, annotation_types }) => {
    const called = textOf(name);
    if (typeof id !== 'number' || called === null) return [];
    const types = Array.isArray(annotation_types) ? annotation_types.flatMap((type) => textOf(type) ?? []) : [];
    return [{ id, name: called, types }];
  });
}

/** Answers of `GET datasets/{id}/attributes`. */
export function attributesOf(answered: unknown): DarwinAttribute[] {
  return recordsOf(answered).flatMap(({ id, class_id, name }) => {
    const called = textOf(name);
    const isId = typeof id === 'number' || typeof id === 'string';
    return isId && typeof class_id === 'number' && called !== null ? [{ id, classId: class_id, name: called }] : [];
  });
}

interface Writing extends DarwinNames {
  size: ItemSize | null;
  /** of the work they are for: so a push that is repeated writes the same ids */
  key: string;
  slot: string;
}

const typeOfKind = { BOX: 'bounding_box', POLYGON: 'polygon', MASK: 'mask', TAG: 'tag' } as const;

/**
 * Labels as annotations for `POST items/{id}/import`. Answers to questions are tags, `field/option` or `field:value`. What has no
 * class of its name and type in the team cannot be shown there and is left away, and so are spans of texts. Masks of one class
 * share an annotation, since Darwin's raster layer holds one value a pixel.
 */
export function annotationsOfLabels(labels: readonly Label[], writing: Writing): JsonRecord[] {
  const written: JsonRecord[] = [];
  const masks = new Map<string, { id: string; labels: MaskLabel[] }>();
  const write = (label: Label, type: string, name: string, data: JsonRecord): string | null => {
    const found = writing.classes.find((each) => each.name === name && each.types.includes(type));
    if (!found) return null;
    const id = uuidv5(JSON.stringify([writing.key, written.length, type, name]), NAMESPACE);
    const options = optionsOf(label, found, writing.attributes);
    written.push({
      id,
      annotation_class_id: found.id,
      data: { ...data, ...(options.length > 0 && { attributes: { attributes: options } }) },
      context_keys: { slot_names: [writing.slot] },
    });
    return id;
  };
  for (const label of labels) {
    switch (label.kind) {
      case 'BOX': {
        const { x, y, width: w, height: h } = label;
        write(label, typeOfKind.BOX, label.class, { bounding_box: { x, y, w, h } });
        break;
      }
      case 'POLYGON': {
        const [path, ...additional_paths] = label.rings;
        const polygon = { path, ...(additional_paths.length > 0 && { additional_paths }) };
        write(label, typeOfKind.POLYGON, label.class, { polygon });
        break;
      }
      case 'MASK': {
        const known = masks.get(label.class);
        if (known) known.labels.push(label);
        else {
          const id = write(label, typeOfKind.MASK, label.class, { mask: {} });
          if (id !== null) masks.set(label.class, { id, labels: [label] });
        }
        break;
      }
      case 'TAG':
        write(label, typeOfKind.TAG, label.class, { tag: {} });
        break;
      case 'CHOICE':
        write(label, typeOfKind.TAG, `${label.field}/${label.option}`, { tag: {} });
        break;
      case 'TEXT':
        write(label, typeOfKind.TAG, `${label.field}:${label.text}`, { tag: {} });
        break;
      case 'NUMBER':
        write(label, typeOfKind.TAG, `${label.field}:${label.value}`, { tag: {} });
        break;
      case 'SPAN':
        break;
    }
  }
  return [...written, ...rasterOf(masks, writing)];
}

function optionsOf(label: Label, { id }: DarwinClass, attributes: readonly DarwinAttribute[]): (number | string)[] {
  const given = Object.entries((label as InstanceLabel).attributes ?? {}).map(([name, option]) => `${name}:${option}`);
  return attributes.filter(({ classId, name }) => classId === id && given.includes(name)).map((each) => each.id);
}

function rasterOf(
  masks: ReadonlyMap<string, { id: string; labels: MaskLabel[] }>,
  { classes, size, key, slot }: Writing,
): JsonRecord[] {
  const layerClass = classes.find(({ types }) => types.includes('raster_layer'));
  if (masks.size === 0 || !layerClass || !size) return [];
  const ids = new Map([...masks].map(([name, { id }]) => [name, id]));
  const all = [...masks.values()].flatMap(({ labels }) => labels);
  return [
    {
      id: uuidv5(JSON.stringify([key, 'raster_layer']), NAMESPACE),
      annotation_class_id: layerClass.id,
      data: { raster_layer: darwinRasterLayerOf(all, ids, size) },
      context_keys: { slot_names: [slot] },
    },
  ];
}
