/**
 * The canonical label model: what every front end's answer is turned into, and what every release is written from.
 *
 * Coordinates are pixels of the image, x to the right, y down, the origin at the top left corner of the top left pixel.
 * A later kind of label is a new member of `Label` and of `labelKinds`; every switch over the kinds is checked by lint.
 */
export const labelKinds = ['CHOICE', 'TAG', 'BOX', 'POLYGON', 'MASK', 'SPAN', 'TEXT', 'NUMBER'] as const;
export type LabelKind = (typeof labelKinds)[number];

export interface Point {
  x: number;
  y: number;
}

/** One of the options of a field. */
export interface ChoiceLabel {
  kind: 'CHOICE';
  field: string;
  option: string;
}

/** A class that holds for the whole item; several may hold at once. */
export interface TagLabel {
  kind: 'TAG';
  class: string;
}

/** What a shape or span is said to be beyond its class: an option of each attribute of the class that is answered. */
interface Attributed {
  attributes?: Record<string, string>;
}

export interface BoxLabel extends Attributed {
  kind: 'BOX';
  class: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One or more rings, combined even-odd (xor): a second ring inside the first is a hole. */
export interface PolygonLabel extends Attributed {
  kind: 'POLYGON';
  class: string;
  rings: Point[][];
}

/** COCO's uncompressed run lengths: column by column, the first run counts zeros. */
export interface MaskLabel extends Attributed {
  kind: 'MASK';
  class: string;
  width: number;
  height: number;
  counts: number[];
}

/**
 * A piece of the item's text, from the character `start` up to but not including `end`. Characters are Unicode code points,
 * as Python, PostgreSQL and most corpora count them (and `src/consensus/spans`); JavaScript's string offsets, which are UTF-16
 * code units, differ behind the first emoji. A code point offset can never split a character in two.
 */
export interface SpanLabel extends Attributed {
  kind: 'SPAN';
  class: string;
  start: number;
  end: number;
}

export interface TextLabel {
  kind: 'TEXT';
  field: string;
  text: string;
}

export interface NumberLabel {
  kind: 'NUMBER';
  field: string;
  value: number;
}

export type ShapeLabel = BoxLabel | PolygonLabel | MaskLabel;
/** Whether a label has pixels. */
export const isShape = (label: Label): label is ShapeLabel =>
  label.kind === 'BOX' || label.kind === 'POLYGON' || label.kind === 'MASK';

/** What may be there several times in one item, each with attributes of its own. */
export type InstanceLabel = ShapeLabel | SpanLabel;
export type Label = ChoiceLabel | TagLabel | InstanceLabel | TextLabel | NumberLabel;

/** A question about each shape or span of a class. */
export interface ClassAttribute {
  name: string;
  options: string[];
  required?: boolean;
}

/** A class that shapes (BOX, POLYGON, MASK), spans of a text (SPAN) or tags (TAG) may carry. */
export interface LabelClass {
  name: string;
  kind: 'TAG' | 'BOX' | 'POLYGON' | 'MASK' | 'SPAN';
  /** Not for TAG. Names are unique within the class. */
  attributes?: ClassAttribute[];
  /** The value painted into semantic masks, 1 to 255; background is 0. Absent: not painted. For shapes only. */
  maskValue?: number;
  /** How people see it where it is drawn: `#rrggbb`. Absent: one of eight, by its place. */
  colour?: string;
}

/** A question that CHOICE, TEXT or NUMBER labels answer. */
export interface LabelField {
  name: string;
  kind: 'CHOICE' | 'TEXT' | 'NUMBER';
  required?: boolean;
  /** CHOICE only. */
  options?: string[];
  /** NUMBER only, both inclusive. */
  minimum?: number;
  maximum?: number;
  /** TEXT only, in characters. */
  maximumLength?: number;
}

/** What a project asks for. Names are unique among the classes and among the fields. */
export interface LabelSchema {
  classes: LabelClass[];
  fields: LabelField[];
}

/** The size of the item's picture in pixels, when it is known. */
export interface ItemSize {
  width: number;
  height: number;
}

/** A fault in labels or in a schema, with the path of the part that has it: `labels[2].rings[0][14].x`. */
export interface LabelFault {
  path: string;
  message: string;
}
