import type { ItemSize, Point } from '../../labels/index.js';
import { Answer, noWordFor, pixels, withAttributes } from '../shared/answer.rules.js';
import { idOf, numberOf, quoted, recordOf, recordsOf, textOf, type JsonRecord } from '../shared/unknown.rules.js';
import { maskOfBrush } from './brush.rules.js';
import { codePointsBefore } from './characters.rules.js';
import { controlsOf, musterNameOf, type LabelStudioSettings } from './settings.js';

/** What the tool shows of a task, beside the annotation itself. */
export interface Shown {
  /** `data` of the task: texts are counted in it */
  data: JsonRecord;
}

/** All results of an annotation that have the same id: one shape, its classes and what is said of it. */
interface Region {
  id: string;
  results: JsonRecord[];
  /** the result that has a place, if one has */
  placed: JsonRecord | null;
  classes: string[];
  parent: string | null;
}

const isPlaced = ({ value }: JsonRecord): boolean => {
  const { x, points, rle, start, vertices } = recordOf(value);
  return [x, points, rle, start, vertices].some((part) => part !== undefined && part !== null);
};

/**
 * The results of one annotation as labels.
 *
 * Label Studio's polygon has one ring. A polygon that lies under another of its class in the outliner (`parentID`) is a further
 * ring of that one, even-odd: a hole, or a second part. That is how Muster writes such a polygon, and how a person can draw one.
 */
export function labelsOfResults(
  results: unknown,
  settings: LabelStudioSettings,
  { data }: Shown,
  answer: Answer,
): Answer {
  const regions = regionsOf(recordsOf(results), answer);
  const byId = new Map(regions.map((region) => [region.id, region]));
  const further = new Map<string, Region[]>();
  for (const region of regions) {
    const root = rootOf(region, byId);
    if (root !== region) further.set(root.id, [...(further.get(root.id) ?? []), region]);
  }
  for (const region of regions) {
    if (!region.placed) sayOfItem(region, settings, answer);
    else if (rootOf(region, byId) === region) shapeOf(region, further.get(region.id) ?? [], settings, data, answer);
  }
  return answer;
}

function regionsOf(results: JsonRecord[], answer: Answer): Region[] {
  const regions = new Map<string, Region>();
  for (const [place, result] of results.entries()) {
    if (result.type === 'relation') {
      answer.leaveOut(noWordFor('A relation between two regions'));
      continue;
    }
    // A result without an id stands alone.
    const id = idOf(result.id) ?? `\0${place}`;
    const region = regions.get(id) ?? { id, results: [], placed: null, classes: [], parent: null };
    regions.set(id, region);
    region.results.push(result);
    region.parent ??= idOf(result.parentID);
    for (const [key, list] of Object.entries(recordOf(result.value))) {
      if (!key.endsWith('labels') || !Array.isArray(list)) continue;
      for (const name of list) {
        const text = textOf(name);
        if (text !== null && !region.classes.includes(text)) region.classes.push(text);
      }
    }
    if (!region.placed && isPlaced(result)) region.placed = result;
  }
  return [...regions.values()];
}

const isPolygon = ({ placed }: Region): boolean => Array.isArray(recordOf(placed?.value).points);

/** The polygon that this one is a further ring of; itself when it is none. A ring of regions that name each other ends at itself. */
function rootOf(region: Region, byId: ReadonlyMap<string, Region>): Region {
  let root = region;
  for (const seen = new Set<Region>(); !seen.has(root);) {
    seen.add(root);
    const parent = root.parent === null ? undefined : byId.get(root.parent);
    if (!parent || !isPolygon(root) || !isPolygon(parent)) return root;
    if (parent.classes.join('\0') !== root.classes.join('\0')) return root;
    root = parent;
  }
  return region;
}

function shapeOf(
  region: Region,
  rings: Region[],
  settings: LabelStudioSettings,
  data: JsonRecord,
  answer: Answer,
): void {
  const result = region.placed!;
  const value = recordOf(result.value);
  const [first] = region.classes;
  if (first === undefined) return answer.leaveOut('A region without a class.');
  const attributes = attributesOf(region, first, settings, answer);
  for (const name of region.classes) {
    if (value.start !== undefined) spanOf(name, result, value, attributes, settings, data, answer);
    else if (value.points !== undefined) polygonOf(name, [region, ...rings], attributes, answer);
    else if (value.rle !== undefined) brushOf(name, result, value, attributes, answer);
    else if (value.width !== undefined && value.height !== undefined && numberOf(value.radiusX) === null) {
      rectangleOf(name, result, value, attributes, answer);
    } else answer.leaveOut(noWordFor(nameOfType(result.type), name));
  }
}

const nameOfType = (type: unknown): string => `A region of type ${quoted(type)}`;

/** In Muster's pixels: percent are of the picture, in whatever size the tool showed it. */
function sizeOf(result: JsonRecord, answer: Answer, name: string): ItemSize | null {
  if ((numberOf(result.image_rotation) ?? 0) % 360 !== 0) {
    answer.leaveOut(`A region of ${quoted(name)} was drawn on a turned picture: turn it back and draw it again.`);
    return null;
  }
  if (answer.size) return answer.size;
  const [width, height] = [numberOf(result.original_width) ?? 0, numberOf(result.original_height) ?? 0];
  if (width > 0 && height > 0) return { width, height };
  answer.leaveOut(`A region of ${quoted(name)}: the size of its picture is not known.`);
  return null;
}

type Attributes = ReturnType<typeof withAttributes>;

function rectangleOf(
  name: string,
  result: JsonRecord,
  value: JsonRecord,
  attributes: Attributes,
  answer: Answer,
): void {
  const size = sizeOf(result, answer, name);
  if (!size) return;
  const [x, y, width, height] = [value.x, value.y, value.width, value.height].map(numberOf);
  if (typeof x !== 'number' || typeof y !== 'number' || !(width! > 0) || !(height! > 0)) {
    return answer.leaveOut(`A rectangle of ${quoted(name)} has no area.`);
  }
  const box = {
    x: (x / 100) * size.width,
    y: (y / 100) * size.height,
    width: (width! / 100) * size.width,
    height: (height! / 100) * size.height,
  };
  const degrees = (numberOf(value.rotation) ?? 0) % 360;
  if (degrees === 0) {
    const whole = { x: pixels(box.x), y: pixels(box.y), width: pixels(box.width), height: pixels(box.height) };
    return answer.add({ kind: 'BOX', class: name, ...whole, ...attributes });
  }
  if (answer.kindOf(name) === 'BOX') return answer.leaveOut(noWordFor('A turned rectangle', name));
  answer.add({ kind: 'POLYGON', class: name, rings: [turnedCorners(box, degrees)], ...attributes });
}

/** Label Studio turns a rectangle clockwise about its top left corner. */
function turnedCorners(box: { x: number; y: number; width: number; height: number }, degrees: number): Point[] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corners = [[0, 0], [box.width, 0], [box.width, box.height], [0, box.height]] as const; // prettier-ignore
  return corners.map(([across, down]) => ({
    x: pixels(box.x + across * cos - down * sin),
    y: pixels(box.y + across * sin + down * cos),
  }));
}

function polygonOf(name: string, regions: Region[], attributes: Attributes, answer: Answer): void {
  const rings: Point[][] = [];
  for (const { placed } of regions) {
    const size = sizeOf(placed!, answer, name);
    if (!size) return;
    const { points } = recordOf(placed!.value);
    const ring = (Array.isArray(points) ? (points as unknown[]) : []).map((point) => {
      const [x, y] = Array.isArray(point) ? (point as unknown[]).map(numberOf) : [];
      return x === null || x === undefined || y === null || y === undefined
        ? null
        : { x: pixels((x / 100) * size.width), y: pixels((y / 100) * size.height) };
    });
    if (ring.length < 3 || ring.includes(null))
      answer.leaveOut(`A polygon of ${quoted(name)} has fewer than 3 points.`);
    else rings.push(ring as Point[]);
  }
  if (rings.length > 0) answer.add({ kind: 'POLYGON', class: name, rings, ...attributes });
}

function brushOf(name: string, result: JsonRecord, value: JsonRecord, attributes: Attributes, answer: Answer): void {
  const [width, height] = [numberOf(result.original_width) ?? 0, numberOf(result.original_height) ?? 0];
  try {
    const mask = maskOfBrush(Array.isArray(value.rle) ? value.rle : [], width, height);
    answer.add({ kind: 'MASK', class: name, ...mask, ...attributes });
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    answer.leaveOut(`A brush of ${quoted(name)} cannot be read: ${fault.message}.`);
  }
}

function spanOf(
  name: string,
  result: JsonRecord,
  value: JsonRecord,
  attributes: Attributes,
  settings: LabelStudioSettings,
  data: JsonRecord,
  answer: Answer,
): void {
  const { start, end } = value;
  const control = controlsOf(settings).find(({ toName }) => toName === result.to_name);
  // `<HyperText>` and `<Paragraphs>` count within elements; sounds and time series in seconds or rows.
  const isOfText = result.type === 'labels' && (control?.shows ?? 'text') === 'text';
  if (!isOfText || typeof start !== 'number' || typeof end !== 'number') {
    return answer.leaveOut(noWordFor('A span of something else than a plain text', name));
  }
  const text = textThatIsMarked(control?.dataKey ?? null, start, end, value.text, data);
  if (text === null)
    return answer.leaveOut(`A span of ${quoted(name)}: its text is not in the message, so it cannot be counted.`);
  const [from, to] = [codePointsBefore(text, start), codePointsBefore(text, end)];
  if (from === null || to === null) return answer.leaveOut(`A span of ${quoted(name)} does not fit its text.`);
  answer.add({ kind: 'SPAN', class: name, start: from, end: to, ...attributes });
}

/** Without a label config it is the text in which what was marked stands at that place. */
function textThatIsMarked(
  key: string | null,
  start: number,
  end: number,
  marked: unknown,
  data: JsonRecord,
): string | null {
  if (key) return typeof data[key] === 'string' ? data[key] : null;
  const texts = Object.values(data).filter((value): value is string => typeof value === 'string');
  return texts.find((text) => text.slice(start, end) === marked) ?? null;
}

/** Questions about one region carry its id. */
function attributesOf({ results }: Region, name: string, settings: LabelStudioSettings, answer: Answer): Attributes {
  const known = answer.attributesOf(name);
  const pairs: [string, string][] = [];
  for (const { type, from_name, value } of results) {
    if (type !== 'choices') {
      if (type === 'textarea' || type === 'number' || type === 'rating') {
        answer.leaveOut(noWordFor(`A ${type} about a region`, name));
      }
      continue;
    }
    const attribute = musterNameOf(settings, textOf(from_name) ?? '');
    const [option, ...more] = choicesOf(value);
    if (option === undefined) continue;
    if (more.length > 0)
      answer.leaveOut(`Of several answers to ${quoted(attribute)} about a region, the first was taken.`);
    if (known.includes(attribute)) pairs.push([attribute, option]);
    else answer.leaveOut(noWordFor(`The answer to ${quoted(attribute)} about a region`, name));
  }
  return withAttributes(pairs);
}

function choicesOf(value: unknown): string[] {
  const { choices } = recordOf(value);
  return Array.isArray(choices) ? choices.flatMap((choice) => textOf(choice) ?? []) : [];
}

/** What is said of the item as a whole. */
function sayOfItem({ results }: Region, settings: LabelStudioSettings, answer: Answer): void {
  for (const { type, from_name, value } of results) {
    const field = musterNameOf(settings, textOf(from_name) ?? '');
    const said = recordOf(value);
    switch (type) {
      case 'choices': {
        const chosen = choicesOf(value);
        const isField = answer.schema.fields.some(({ name, kind }) => name === field && kind === 'CHOICE');
        if (!isField && chosen.every((option) => answer.kindOf(option) === 'TAG')) {
          for (const option of chosen) answer.add({ kind: 'TAG', class: option });
          break;
        }
        const [option, ...more] = chosen;
        if (option !== undefined) answer.add({ kind: 'CHOICE', field, option });
        if (more.length > 0) answer.leaveOut(`Of several answers to ${quoted(field)}, the first was taken.`);
        break;
      }
      case 'textarea': {
        const lines = Array.isArray(said.text) ? said.text : [said.text];
        const text = lines.flatMap((line) => textOf(line, 100_000) ?? []).join('\n');
        if (text !== '') answer.add({ kind: 'TEXT', field, text });
        break;
      }
      case 'number':
      case 'rating': {
        const number = numberOf(said[type]);
        if (number !== null) answer.add({ kind: 'NUMBER', field, value: number });
        break;
      }
      default:
        answer.leaveOut(noWordFor(`What ${quoted(from_name)} says`));
    }
  }
}
