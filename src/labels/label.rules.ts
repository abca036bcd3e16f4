import { FaultList, isRecord, pathOf, quoted } from './fault-list.js';
import { LARGEST_NUMBER, LONGEST_TEXT } from './label-schema.rules.js';
import {
  labelKinds,
  type InstanceLabel,
  type ItemSize,
  type Label,
  type LabelClass,
  type LabelFault,
  type LabelField,
  type LabelKind,
  type LabelSchema,
} from './label.types.js';

const MOST_LABELS = 10_000;
const MOST_POINTS = 200_000;
/** A lung in a 5,600 pixel wide X-ray takes some 10,000 runs. */
const MOST_RUNS = 2_000_000;
/** The first code point behind the longest text that a span may mark: some 20,000 pages. */
const FARTHEST_CHARACTER = 50_000_000;
/** A mask is decoded into one byte a pixel. */
const MOST_PIXELS = 100_000_000;

/** People draw past the edge of the picture, so coordinates may lie outside it, but not absurdly far. */
const FARTHEST = 1_000_000;

const keys: Record<LabelKind, readonly string[]> = {
  CHOICE: ['kind', 'field', 'option'],
  TAG: ['kind', 'class'],
  BOX: ['kind', 'class', 'x', 'y', 'width', 'height', 'attributes'],
  POLYGON: ['kind', 'class', 'rings', 'attributes'],
  MASK: ['kind', 'class', 'width', 'height', 'counts', 'attributes'],
  SPAN: ['kind', 'class', 'start', 'end', 'attributes'],
  TEXT: ['kind', 'field', 'text'],
  NUMBER: ['kind', 'field', 'value'],
};

/**
 * The faults of an unknown JSON value as labels under `schema`; none means that they are. Each has the exact path of the
 * part that is wrong. At most 100 are returned, and no JSON value makes it throw.
 * @param size the size of the picture, when known: masks must have it
 */
export function faultsOfLabels(value: unknown, schema: LabelSchema, size?: ItemSize): LabelFault[] {
  const inspection = new Inspection(schema, size);
  inspection.labels(value);
  return inspection.faults.found;
}

/** Normalized copies with known keys only. Call it when `faultsOfLabels` has found none. */
export function asLabels(value: unknown): Label[] {
  return (value as Label[]).map(asLabel);
}

function asLabel(label: Label): Label {
  switch (label.kind) {
    case 'CHOICE':
      return { kind: label.kind, field: label.field, option: label.option };
    case 'TAG':
      return { kind: label.kind, class: label.class };
    case 'BOX': {
      const { kind, x, y, width, height } = label;
      return { kind, class: label.class, x, y, width, height, ...attributesOf(label) };
    }
    case 'POLYGON': {
      const rings = label.rings.map((ring) => ring.map(({ x, y }) => ({ x, y })));
      return { kind: label.kind, class: label.class, rings, ...attributesOf(label) };
    }
    case 'MASK': {
      const { kind, width, height, counts } = label;
      return { kind, class: label.class, width, height, counts: [...counts], ...attributesOf(label) };
    }
    case 'SPAN': {
      const { kind, start, end } = label;
      return { kind, class: label.class, start, end, ...attributesOf(label) };
    }
    case 'TEXT':
      return { kind: label.kind, field: label.field, text: label.text };
    case 'NUMBER':
      return { kind: label.kind, field: label.field, value: label.value };
  }
}

/** Absent where there are none: answers of classes without attributes stay as they always were. */
function attributesOf({ attributes }: InstanceLabel): Pick<InstanceLabel, 'attributes'> {
  const entries = Object.entries(attributes ?? {});
  return entries.length > 0 ? { attributes: Object.fromEntries(entries) } : {};
}

class Inspection {
  readonly faults = new FaultList();
  private readonly classes: Map<string, LabelClass>;
  private readonly fields: Map<string, LabelField>;
  private readonly answered = new Set<string>();
  private points = 0;
  private runs = 0;

  constructor(
    private readonly schema: LabelSchema,
    private readonly size: ItemSize | undefined,
  ) {
    this.classes = new Map(schema.classes.map((each) => [each.name, each]));
    this.fields = new Map(schema.fields.map((field) => [field.name, field]));
  }

  labels(value: unknown): void {
    if (!this.faults.isList('labels', value, 0, MOST_LABELS, 'labels')) return;
    for (const [index, label] of value.entries()) {
      if (this.faults.isFull) return;
      this.label(`labels[${index}]`, label);
      if (this.points > MOST_POINTS || this.runs > MOST_RUNS) return;
    }
    for (const { name, required } of this.schema.fields) {
      if (required && !this.answered.has(name)) {
        this.faults.add('labels', `must answer the required field ${quoted(name)}`);
      }
    }
  }

  private label(path: string, value: unknown): void {
    const kind = isRecord(value) ? labelKinds.find((known) => known === value.kind) : undefined;
    if (!isRecord(value)) return void this.faults.add(path, 'must be an object');
    if (!kind) return void this.faults.add(`${path}.kind`, `must be one of ${labelKinds.join(', ')}`);
    this.faults.isObject(path, value, keys[kind]);

    switch (kind) {
      case 'CHOICE':
      case 'TEXT':
      case 'NUMBER':
        return this.answer(path, kind, value);
      case 'TAG':
        return void this.classOf(path, kind, value.class);
      case 'BOX':
        this.instance(path, kind, value);
        return this.box(path, value);
      case 'POLYGON':
        this.instance(path, kind, value);
        return this.rings(`${path}.rings`, value.rings);
      case 'MASK':
        this.instance(path, kind, value);
        return this.mask(path, value);
      case 'SPAN':
        this.instance(path, kind, value);
        return this.span(path, value);
    }
  }

  /** The class of that name, when it is one for this kind of label. */
  private classOf(path: string, kind: LabelKind, name: unknown): LabelClass | undefined {
    const at = `${path}.class`;
    const known = typeof name === 'string' ? this.classes.get(name) : undefined;
    if (typeof name !== 'string') this.faults.add(at, 'must be a text');
    else if (!known) this.faults.add(at, `${quoted(name)} is not a class of the schema`);
    else if (known.kind !== kind) {
      this.faults.add(at, `${quoted(name)} is a class for ${known.kind} labels, not ${kind}`);
    } else return known;
    return undefined;
  }

  private instance(path: string, kind: InstanceLabel['kind'], value: Record<string, unknown>): void {
    const known = this.classOf(path, kind, value.class);
    const at = `${path}.attributes`;
    const given = value.attributes ?? {};
    if (!isRecord(given)) return void this.faults.add(at, 'must be an object');
    if (!known) return;
    const attributes = known.attributes ?? [];
    const names = attributes.map(({ name }) => name);
    if (!this.faults.isObject(at, given, names)) return;
    for (const { name, options, required } of attributes) {
      if (Object.hasOwn(given, name)) {
        if (!options.includes(given[name] as string)) {
          this.faults.add(pathOf(at, name), `is not an option of ${quoted(name)}`);
        }
      } else if (required) this.faults.add(at, `must answer the required attribute ${quoted(name)}`);
    }
  }

  private span(path: string, { start, end }: Record<string, unknown>): void {
    const hasStart = this.faults.isInteger(`${path}.start`, start, 0, FARTHEST_CHARACTER);
    const hasEnd = this.faults.isInteger(`${path}.end`, end, 0, FARTHEST_CHARACTER);
    if (hasStart && hasEnd && end <= start) this.faults.add(`${path}.end`, `must be greater than the start, ${start}`);
  }

  private answer(path: string, kind: LabelField['kind'], value: Record<string, unknown>): void {
    const at = `${path}.field`;
    const name = value.field;
    if (typeof name !== 'string') return void this.faults.add(at, 'must be a text');
    const field = this.fields.get(name);
    if (!field) return void this.faults.add(at, `${quoted(name)} is not a field of the schema`);
    if (this.answered.has(name)) this.faults.add(at, `${quoted(name)} is answered already`);
    this.answered.add(name);
    if (field.kind !== kind) {
      return void this.faults.add(at, `${quoted(name)} is a field for ${field.kind} labels, not ${kind}`);
    }
    switch (kind) {
      case 'CHOICE':
        if (!field.options?.includes(value.option as string)) {
          this.faults.add(`${path}.option`, `is not an option of ${quoted(name)}`);
        }
        return;
      case 'TEXT':
        this.faults.isText(`${path}.text`, value.text, 0, field.maximumLength ?? LONGEST_TEXT);
        return;
      case 'NUMBER':
        this.faults.isNumber(
          `${path}.value`,
          value.value,
          field.minimum ?? -LARGEST_NUMBER,
          field.maximum ?? LARGEST_NUMBER,
        );
        return;
    }
  }

  private box(path: string, box: Record<string, unknown>): void {
    this.faults.isNumber(`${path}.x`, box.x, -FARTHEST, FARTHEST);
    this.faults.isNumber(`${path}.y`, box.y, -FARTHEST, FARTHEST);
    for (const side of ['width', 'height']) {
      const at = `${path}.${side}`;
      const length = box[side];
      if (this.faults.isNumber(at, length, -Infinity, FARTHEST) && length <= 0) {
        this.faults.add(at, 'must be greater than 0');
      }
    }
  }

  private rings(path: string, rings: unknown): void {
    if (!this.faults.isList(path, rings, 1, MOST_POINTS, 'rings')) return;
    for (const [index, ring] of rings.entries()) {
      if (this.faults.isFull) return;
      const at = `${path}[${index}]`;
      if (!this.faults.isList(at, ring, 3, MOST_POINTS, 'points')) continue;
      this.points += ring.length;
      if (this.points > MOST_POINTS) return this.tooMany(MOST_POINTS, 'points');
      this.ring(at, ring);
    }
  }

  private ring(path: string, ring: unknown[]): void {
    for (const [index, point] of ring.entries()) {
      if (this.faults.isFull) return;
      const at = `${path}[${index}]`;
      if (!this.faults.isObject(at, point, ['x', 'y'])) continue;
      this.faults.isNumber(`${at}.x`, point.x, -FARTHEST, FARTHEST);
      this.faults.isNumber(`${at}.y`, point.y, -FARTHEST, FARTHEST);
    }
  }

  private mask(path: string, mask: Record<string, unknown>): void {
    const { width, height, counts } = mask;
    const hasWidth = this.side(`${path}.width`, width, this.size?.width);
    const hasHeight = this.side(`${path}.height`, height, this.size?.height);
    if (!this.faults.isList(`${path}.counts`, counts, 1, MOST_RUNS, 'runs')) return;
    this.runs += counts.length;
    if (this.runs > MOST_RUNS) return this.tooMany(MOST_RUNS, 'runs');

    const sum = this.runLengths(`${path}.counts`, counts);
    if (!hasWidth || !hasHeight || sum === undefined) return;
    const pixels = (width as number) * (height as number);
    if (pixels > MOST_PIXELS) this.faults.add(path, `must have at most ${MOST_PIXELS} pixels`);
    if (sum !== pixels) this.faults.add(`${path}.counts`, `must sum to width × height, ${pixels}, but sum to ${sum}`);
  }

  /** The sum of the runs, or undefined when one of them is no run. */
  private runLengths(path: string, counts: unknown[]): number | undefined {
    let sum: number | undefined = 0;
    for (const [index, count] of counts.entries()) {
      if (this.faults.isFull) return undefined;
      if (!this.faults.isInteger(`${path}[${index}]`, count, 0, MOST_PIXELS)) sum = undefined;
      else if (sum !== undefined) sum += count;
    }
    return sum;
  }

  private side(path: string, value: unknown, expected: number | undefined): boolean {
    if (!this.faults.isInteger(path, value, 1, MOST_PIXELS)) return false;
    if (expected === undefined || value === expected) return true;
    return this.faults.add(path, `must be the picture's, ${expected}`);
  }

  private tooMany(most: number, noun: string): void {
    this.faults.add('labels', `must have at most ${most} ${noun} in total`);
  }
}
