import { counted } from '../../../platform/counted.rules.js';
import type { ItemSize, Label, MaskLabel, Point } from '../../../labels/index.js';
import { listAt, numberAt, recordAt, textAt, type JsonRecord } from '../fields.js';
import { LineFault } from '../line-fault.js';
import { maskOf, rasterLayerAt, type RasterLayer } from './raster.js';

/** In the order of precedence: a polygon, and some ellipses, carry a bounding box beside them. */
const kinds = [
  ...['frames', 'sections', 'polygon', 'complex_polygon', 'tag', 'mask', 'raster_layer', 'line', 'keypoint', 'ellipse'],
  ...['skeleton', 'cuboid', 'table', 'simple_table', 'string', 'graph', 'link', 'eye', 'bounding_box'],
];

export interface Annotations {
  /** In file order, which is the order they are painted in. */
  labels: Label[];
  /** Names of the tags, in file order. */
  tags: string[];
}

/**
 * The annotations of a Darwin 1.0 or 2.0 image. Coordinates are kept as they are, also out of bounds.
 * Of the sub-annotations, attributes written `name:option` or `name/option` are read; others (bare attributes, text, instance
 * ids, authors) have no place in the label model and are left out.
 */
export function readAnnotations(value: unknown, size: ItemSize): Annotations {
  const annotations = listAt(value, 'annotations').map((entry, place) => recordAt(entry, `annotations[${place}]`));
  const layers = annotations.flatMap((annotation, place) =>
    annotation.raster_layer === undefined
      ? []
      : [rasterLayerAt(annotation.raster_layer, `annotations[${place}].raster_layer`, size)],
  );

  const found: Annotations = { labels: [], tags: [] };
  for (const [place, annotation] of annotations.entries()) {
    const path = `annotations[${place}]`;
    const kind = kinds.find((name) => annotation[name] !== undefined && annotation[name] !== null);
    if (kind === 'raster_layer') continue;
    const name = textAt(1, 1000)(annotation.name, `${path}.name`);
    switch (kind) {
      case 'tag':
        found.tags.push(name);
        break;
      case 'polygon':
      case 'complex_polygon':
        found.labels.push({
          kind: 'POLYGON',
          class: name,
          rings: ringsAt(annotation[kind], `${path}.${kind}`),
          ...attributesOf(annotation),
        });
        break;
      case 'bounding_box':
        found.labels.push({
          kind: 'BOX',
          class: name,
          ...boxAt(annotation.bounding_box, `${path}.bounding_box`),
          ...attributesOf(annotation),
        });
        break;
      case 'mask':
        found.labels.push({ ...maskAt(annotation, path, name, layers, size), ...attributesOf(annotation) });
        break;
      case undefined:
        throw new LineFault('UNSUPPORTED', `${path} has no shape and no tag`, path);
      default:
        throw new LineFault('UNSUPPORTED', `${path}: ${kind === 'frames' ? 'video' : kind} is not supported yet`, path);
    }
  }
  return found;
}

/** `path` is one ring in 1.0 polygons and several in complex ones, which early files kept in `additional_paths`; 2.0 has `paths`. */
function ringsAt(value: unknown, path: string): Point[][] {
  const polygon = recordAt(value, path);
  if (polygon.paths !== undefined) return ringList(polygon.paths, `${path}.paths`);
  const first = listAt(polygon.path, `${path}.path`);
  if (Array.isArray(first[0])) return ringList(first, `${path}.path`);
  const more = polygon.additional_paths ?? [];
  return [ringAt(first, `${path}.path`), ...ringList(more, `${path}.additional_paths`)];
}

function ringList(value: unknown, path: string): Point[][] {
  return listAt(value, path).map((ring, place) => ringAt(ring, `${path}[${place}]`));
}

function ringAt(value: unknown, path: string): Point[] {
  const points = listAt(value, path);
  if (points.length < 3)
    throw new LineFault('BAD_FIELD', `${path} has ${counted(points.length, 'point')}: a ring needs 3`, path);
  return points.map((entry, place) => {
    const point = recordAt(entry, `${path}[${place}]`);
    return { x: numberAt(point.x, `${path}[${place}].x`), y: numberAt(point.y, `${path}[${place}].y`) };
  });
}

function boxAt(value: unknown, path: string) {
  const box = recordAt(value, path);
  return {
    x: numberAt(box.x, `${path}.x`),
    y: numberAt(box.y, `${path}.y`),
    width: numberAt(box.w, `${path}.w`),
    height: numberAt(box.h, `${path}.h`),
  };
}

function maskAt(annotation: JsonRecord, path: string, name: string, layers: RasterLayer[], size: ItemSize): MaskLabel {
  for (const layer of layers) {
    const value = layer.valueOfMask.get(String(annotation.id));
    if (value !== undefined) return maskOf(name, layer, value, size);
  }
  throw new LineFault('BAD_FIELD', `${path}.mask has no pixels in a raster layer`, `${path}.mask`);
}

function attributesOf({ attributes }: JsonRecord): { attributes?: Record<string, string> } {
  const texts = Array.isArray(attributes) ? attributes.filter((entry) => typeof entry === 'string') : [];
  const pairs = texts.flatMap((text) => {
    const [, name = '', option = ''] = /^([^:/]+)[:/](.+)$/s.exec(text) ?? [];
    return name.trim() && option.trim() ? [[name.trim(), option.trim()]] : [];
  });
  return pairs.length > 0 ? { attributes: Object.fromEntries(pairs) } : {};
}
