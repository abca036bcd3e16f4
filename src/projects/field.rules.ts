import type { FieldFault } from '../platform/index.js';

/** Who may see a field of an item. Annotators see PUBLIC only; what nobody declared is BLINDED. */
export const visibilities = ['PUBLIC', 'BLINDED', 'PHI', 'RESTRICTED'] as const;
export type Visibility = (typeof visibilities)[number];
export type FieldVisibility = Record<string, Visibility>;

const mostFields = 500;
const deepest = 40;

export function visibilityOf(declared: FieldVisibility, field: string): Visibility {
  // A field named like a method of Object ("constructor") must not be taken for a declared one.
  return Object.hasOwn(declared, field) ? declared[field]! : 'BLINDED';
}

/** The part of a record that may be shown to whom `allowed` is open. */
export function visiblePart<Value>(
  record: Record<string, Value>,
  declared: FieldVisibility,
  allowed: readonly Visibility[] = ['PUBLIC'],
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(record).filter(([field]) => allowed.includes(visibilityOf(declared, field))),
  );
}

export function faultsOfFieldVisibility(value: unknown): FieldFault[] {
  const path = 'fieldVisibility';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path, message: 'must be an object: field → visibility' }];
  }
  const entries = Object.entries(value);
  if (entries.length > mostFields) return [{ path, message: `must have at most ${mostFields} fields` }];
  return entries.flatMap(([field, visibility]) =>
    visibilities.includes(visibility as Visibility)
      ? []
      : [{ path: `${path}.${field.slice(0, 100)}`, message: `must be one of ${visibilities.join(', ')}` }],
  );
}

/**
 * What keeps a JSON value out of the database: jsonb holds no NUL and no half of a surrogate pair, and deep nesting
 * costs stack on every later reading. Empty when it may be stored.
 */
export function faultsOfJson(value: unknown, path: string, depth = 0): FieldFault[] {
  if (depth > deepest) return [{ path, message: `is nested more than ${deepest} levels deep` }];
  if (typeof value === 'string')
    return isStorableText(value) ? [] : [{ path, message: 'holds a character that cannot be stored' }];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [{ path, message: 'must be a finite number' }];
  if (typeof value !== 'object' || value === null) return [];
  for (const [key, part] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key.slice(0, 100)}`;
    const faults = isStorableText(key) ? faultsOfJson(part, place, depth + 1) : faultsOfJson(key, path);
    if (faults.length > 0) return faults;
  }
  return [];
}

export const isStorableText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);
