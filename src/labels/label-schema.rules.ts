import { FaultList, isRecord, quoted } from './fault-list.js';
import type { ClassAttribute, LabelClass, LabelFault, LabelField, LabelSchema } from './label.types.js';

const MOST_ENTRIES = 500;
const MOST_ATTRIBUTES = 50;

/** The largest NUMBER either way: squares and sums of them are still numbers. */
export const LARGEST_NUMBER = 1e150;

/** The longest text that a TEXT field may ask for, in UTF-16 code units. */
export const LONGEST_TEXT = 10_000;

const classKinds = ['TAG', 'BOX', 'POLYGON', 'MASK', 'SPAN'] as const satisfies readonly LabelClass['kind'][];

/** The keys that only one kind of field has. */
const ownKeys = {
  CHOICE: ['options'],
  TEXT: ['maximumLength'],
  NUMBER: ['minimum', 'maximum'],
} as const satisfies Record<LabelField['kind'], readonly (keyof LabelField)[]>;

const fieldKinds = Object.keys(ownKeys) as LabelField['kind'][];
const fieldKeys = ['name', 'kind', 'required', ...Object.values(ownKeys).flat()];

/**
 * The faults of an unknown JSON value as a label schema; none means that it is one. At most 100 are returned, and no
 * JSON value makes it throw. An optional key may be absent or null.
 */
export function faultsOfSchema(value: unknown): LabelFault[] {
  const faults = new FaultList();
  if (!faults.isObject('', value, ['classes', 'fields'])) return faults.found;

  eachNamed(faults, 'classes', value.classes, 'classes', MOST_ENTRIES, (path, entry) =>
    inspectClass(faults, path, entry),
  );
  eachNamed(faults, 'fields', value.fields, 'fields', MOST_ENTRIES, (path, entry) => inspectField(faults, path, entry));
  return faults.found;
}

/**
 * A normalized copy: known keys only, absent instead of null.
 * @throws TypeError when `faultsOfSchema` finds any fault
 */
export function asLabelSchema(value: unknown): LabelSchema {
  const [fault] = faultsOfSchema(value);
  if (fault) throw new TypeError(`label schema: ${fault.path} ${fault.message}`);

  const { classes, fields } = value as LabelSchema;
  return {
    classes: classes.map(({ name, kind, maskValue, colour, attributes }) => {
      return present({ name, kind, maskValue, colour, attributes: attributes?.map(asAttribute) });
    }),
    fields: fields.map(({ name, kind, required, options, minimum, maximum, maximumLength }) =>
      present({ name, kind, required, options: options && [...options], minimum, maximum, maximumLength }),
    ),
  };
}

function inspectClass(faults: FaultList, path: string, value: unknown): void {
  if (!faults.isObject(path, value, ['name', 'kind', 'maskValue', 'attributes', 'colour'])) return;
  faults.isName(`${path}.name`, value.name);
  isOneOf(faults, `${path}.kind`, value.kind, classKinds);

  if (!isAbsent(value.maskValue)) {
    faults.isInteger(`${path}.maskValue`, value.maskValue, 1, 255);
    if (value.kind === 'TAG' || value.kind === 'SPAN') {
      faults.add(`${path}.maskValue`, `is for shapes: a ${value.kind.toLowerCase()} has no pixels to paint`);
    }
  }
  if (!isAbsent(value.colour) && !(typeof value.colour === 'string' && /^#[0-9a-f]{6}$/i.test(value.colour)))
    faults.add(`${path}.colour`, 'must be a colour such as #4dabf7');
  if (isAbsent(value.attributes)) return;
  if (value.kind === 'TAG') faults.add(`${path}.attributes`, 'is for shapes and spans: a tag is there or not');
  eachNamed(faults, `${path}.attributes`, value.attributes, 'attributes', MOST_ATTRIBUTES, (at, entry) => {
    if (!faults.isObject(at, entry, ['name', 'options', 'required'])) return;
    faults.isName(`${at}.name`, entry.name);
    inspectRequired(faults, at, entry.required);
    inspectOptions(faults, `${at}.options`, entry.options);
  });
}

function inspectRequired(faults: FaultList, path: string, value: unknown): void {
  if (!isAbsent(value) && typeof value !== 'boolean') faults.add(`${path}.required`, 'must be true or false');
}

function asAttribute({ name, options, required }: ClassAttribute): ClassAttribute {
  return present({ name, options: [...options], required });
}

function inspectField(faults: FaultList, path: string, value: unknown): void {
  if (!faults.isObject(path, value, fieldKeys)) return;
  faults.isName(`${path}.name`, value.name);
  inspectRequired(faults, path, value.required);
  if (!isOneOf(faults, `${path}.kind`, value.kind, fieldKinds)) return;

  for (const kind of fieldKinds) {
    for (const key of ownKeys[kind]) {
      if (kind !== value.kind && !isAbsent(value[key])) faults.add(`${path}.${key}`, `is for ${kind} fields only`);
    }
  }
  switch (value.kind) {
    case 'CHOICE':
      return inspectOptions(faults, `${path}.options`, value.options);
    case 'TEXT':
      if (!isAbsent(value.maximumLength)) {
        faults.isInteger(`${path}.maximumLength`, value.maximumLength, 1, LONGEST_TEXT);
      }
      return;
    case 'NUMBER':
      return inspectRange(faults, path, value.minimum, value.maximum);
  }
}

function inspectOptions(faults: FaultList, path: string, value: unknown): void {
  if (!faults.isList(path, value, 1, MOST_ENTRIES, 'options')) return;
  const seen = new Set<string>();
  for (const [index, option] of value.entries()) {
    if (faults.isFull) return;
    if (faults.isName(`${path}[${index}]`, option)) isNew(faults, `${path}[${index}]`, option, seen);
  }
}

function inspectRange(faults: FaultList, path: string, minimum: unknown, maximum: unknown): void {
  const hasMinimum = !isAbsent(minimum) && faults.isNumber(`${path}.minimum`, minimum, -LARGEST_NUMBER, LARGEST_NUMBER);
  const hasMaximum = !isAbsent(maximum) && faults.isNumber(`${path}.maximum`, maximum, -LARGEST_NUMBER, LARGEST_NUMBER);
  if (hasMinimum && hasMaximum && minimum > maximum) faults.add(`${path}.maximum`, 'must not be less than the minimum');
}

function eachNamed(
  faults: FaultList,
  path: string,
  value: unknown,
  noun: string,
  most: number,
  inspect: (path: string, entry: unknown) => void,
): void {
  if (!faults.isList(path, value, 0, most, noun)) return;
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    if (faults.isFull) return;
    inspect(`${path}[${index}]`, entry);
    const name = isRecord(entry) ? entry.name : undefined;
    if (typeof name === 'string') isNew(faults, `${path}[${index}].name`, name, seen);
  }
}

function isNew(faults: FaultList, path: string, name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return faults.add(path, `${quoted(name)} is there already`);
  seen.add(name);
  return true;
}

function isOneOf<T extends string>(faults: FaultList, path: string, value: unknown, kinds: readonly T[]): value is T {
  return kinds.includes(value as T) || faults.add(path, `must be one of ${kinds.join(', ')}`);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function present<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => !isAbsent(value))) as T;
}
