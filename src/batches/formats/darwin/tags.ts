import { keyAt } from '../fields.js';
import { numberOrText } from '../scalar.js';

/**
 * Darwin has no metadata, so teams write it as tags: `Age:42` → `{ Age: 42 }`, `View/PA` → `{ View: 'PA' }`,
 * `COVID-19` → `{ 'COVID-19': true }`. A key that comes several times gets a list. What cannot be read so, such as a
 * stray tag `19`, is kept under `tags`.
 */
export function metadataOfTags(names: Iterable<string>): Record<string, unknown> {
  return metadataOfPairs([...names].map(pairOf));
}

/** Pairs as an object, in order; built without assignment, so that a key `__proto__` is only a key. */
export function metadataOfPairs(pairs: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const values = new Map<string, unknown[]>();
  for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([key, list]) => [key, key === 'tags' || list.length > 1 ? list : list[0]]),
  );
}

export function pairOf(name: string): [string, unknown] {
  const [, key = '', mark, value = ''] = /^([^:/]*)([:/])?(.*)$/s.exec(name.trim()) ?? [];
  if (key.trim() === '' || /^[\d\s.,+-]+$/.test(key)) return ['tags', name];
  if (!mark) return [key.trim(), true];
  return value.trim() === '' ? ['tags', name] : [key.trim(), numberOrText(value.trim())];
}

/** Images of one patient belong to one split, and every figure is shown by source: both come from tags of these names. */
export function originOf(metadata: Record<string, unknown>): { groupKey?: string; source?: string } {
  const keyOf = (name: string) => {
    const value = metadata[name];
    return typeof value === 'string' || typeof value === 'number' ? keyAt(String(value), name) : undefined;
  };
  return { groupKey: keyOf('PatientID'), source: keyOf('location') };
}
