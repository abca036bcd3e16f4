import {
  decodeMask,
  type InstanceLabel,
  type ItemSize,
  type Label,
  type LabelSchema,
  type Point,
} from '../../labels/index.js';
import { recordOf, type JsonRecord } from '../shared/unknown.rules.js';
import { brushOf } from './brush.rules.js';
import { unitsBefore } from './characters.rules.js';
import type { Control } from './controls.rules.js';
import type { LabelStudioSettings } from './settings.js';

interface Writing {
  settings: LabelStudioSettings;
  controls: readonly Control[];
  schema: LabelSchema;
  size: ItemSize | null;
  /** of the task that they are written for: spans are counted in its texts */
  data: JsonRecord;
}

/**
 * Labels as results of a prediction. A label whose class or field has no control tag in the project cannot be shown there and
 * is left away. Ids count within the task, so they tell nothing of where the labels came from.
 */
export function resultsOfLabels(labels: readonly Label[], writing: Writing): JsonRecord[] {
  return labels.flatMap((label, place) => resultsOf(label, `r${place + 1}`, writing));
}

function resultsOf(label: Label, id: string, writing: Writing): JsonRecord[] {
  switch (label.kind) {
    case 'CHOICE':
      return said(id, controlFor(label.field, ['choices'], writing), { choices: [label.option] });
    case 'TEXT':
      return said(id, controlFor(label.field, ['textarea'], writing), { text: [label.text] });
    case 'NUMBER': {
      const control = controlFor(label.field, ['number', 'rating'], writing);
      return control ? said(id, control, { [control.type]: label.value }) : [];
    }
    case 'TAG': {
      const control = writing.controls.find(({ type, options }) => type === 'choices' && options.includes(label.class));
      return said(id, control, { choices: [label.class] });
    }
    case 'BOX':
    case 'POLYGON':
    case 'MASK':
    case 'SPAN':
      return regionsOf(label, id, writing);
  }
}

function said(id: string, control: Control | undefined, value: JsonRecord): JsonRecord[] {
  return control ? [{ id, from_name: control.name, to_name: control.toName, type: control.type, value }] : [];
}

function controlFor(name: string, types: string[], { settings, controls }: Writing): Control | undefined {
  const wanted = settings.controls?.[name] ?? name;
  return controls.find((control) => control.name === wanted && types.includes(control.type));
}

const typeOfKind = { BOX: 'rectanglelabels', POLYGON: 'polygonlabels', MASK: 'brushlabels', SPAN: 'labels' } as const;

function regionsOf(label: InstanceLabel, id: string, writing: Writing): JsonRecord[] {
  const control = controlOfClass(label, writing);
  if (!control) return [];
  const values = valuesOf(label, control, writing);
  return values.flatMap((value, ring) => {
    const region = {
      id: ring === 0 ? id : `${id}_${ring + 1}`,
      to_name: control.toName,
      ...(writing.size && label.kind !== 'SPAN' && onPicture(writing.size)),
      // A further ring lies under the first, where the outliner shows it.
      ...(ring > 0 && { parentID: id }),
    };
    const result = { ...region, from_name: control.name, type: control.type, value: { ...value, [control.type]: [label.class] } }; // prettier-ignore
    return ring === 0 ? [result, ...attributesOf(label, region, value, writing)] : [result];
  });
}

const onPicture = ({ width, height }: ItemSize) => ({
  original_width: width,
  original_height: height,
  image_rotation: 0,
});

function controlOfClass({ kind, class: name }: InstanceLabel, { settings, controls }: Writing): Control | undefined {
  const wanted = settings.controls?.[name];
  const able = controls.filter(({ type, options }) => type === typeOfKind[kind] && options.includes(name));
  return able.find((control) => control.name === wanted) ?? able[0];
}

/** A value for each ring; one for what has none. Empty when it cannot be placed. */
function valuesOf(label: InstanceLabel, control: Control, { size, data }: Writing): JsonRecord[] {
  if (label.kind === 'SPAN') return spanOf(label.start, label.end, control, data);
  if (!size) return [];
  const x = (pixel: number) => (pixel / size.width) * 100;
  const y = (pixel: number) => (pixel / size.height) * 100;
  switch (label.kind) {
    case 'BOX':
      return [{ x: x(label.x), y: y(label.y), width: x(label.width), height: y(label.height), rotation: 0 }];
    case 'POLYGON':
      return label.rings.map((ring: Point[]) => ({
        points: ring.map((point) => [x(point.x), y(point.y)]),
        closed: true,
      }));
    case 'MASK':
      return [{ format: 'rle', rle: brushOf(decodeMask(label)) }];
  }
}

function spanOf(start: number, end: number, { dataKey }: Control, data: JsonRecord): JsonRecord[] {
  const text = dataKey === null ? undefined : data[dataKey];
  if (typeof text !== 'string') return [];
  const [from, to] = [unitsBefore(text, start), unitsBefore(text, end)];
  return from === null || to === null ? [] : [{ start: from, end: to, text: text.slice(from, to) }];
}

function attributesOf(
  { class: name, attributes }: InstanceLabel,
  region: JsonRecord,
  value: JsonRecord,
  writing: Writing,
): JsonRecord[] {
  const known = writing.schema.classes.find((each) => each.name === name)?.attributes ?? [];
  return known.flatMap((attribute) => {
    const option = attributes?.[attribute.name];
    const control = controlFor(attribute.name, ['choices'], writing);
    if (option === undefined || !control) return [];
    return [{ ...recordOf(region), from_name: control.name, type: 'choices', value: { ...value, choices: [option] } }];
  });
}
