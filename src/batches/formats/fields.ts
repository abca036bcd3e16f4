import { LineFault } from './line-fault.js';

export type JsonRecord = Record<string, unknown>;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's own message quotes the text, which may be private: only the place is kept.
    const place = /position (\d+)/.exec((error as Error).message)?.[1];
    throw new LineFault('BAD_JSON', place ? `not valid JSON at character ${Number(place) + 1}` : 'not valid JSON');
  }
}

/** Reads a field that may be absent or null. */
export function optional<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value, path);
}

export function recordAt(value: unknown, path: string): JsonRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonRecord;
  throw badField(value, path, 'an object');
}

export function listAt(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw badField(value, path, 'a list');
}

export function numberAt(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw badField(value, path, 'a number');
}

export function integerAt(minimum: number, maximum: number) {
  return (value: unknown, path: string): number => {
    if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return Number(value);
    throw badField(value, path, `a whole number from ${minimum} to ${maximum}`);
  };
}

export function textAt(minimum: number, maximum: number) {
  return (value: unknown, path: string): string => {
    if (typeof value === 'string' && value.length >= minimum && value.length <= maximum) return value;
    throw badField(value, path, `text of ${minimum} to ${maximum} characters`);
  };
}

/** External keys, group keys and sources: short, and safe to print, log and put in a file name list. */
export function keyAt(value: unknown, path: string): string {
  const key = textAt(1, 200)(value, path);
  if (!/[\p{Cc}\p{Surrogate}]/u.test(key)) return key;
  throw new LineFault('BAD_FIELD', `${path} must not have control characters`, path);
}

export const pixelsAt = integerAt(1, 1_000_000);
export const overlapAt = integerAt(1, 50);

function badField(value: unknown, path: string, wanted: string): LineFault {
  const subject = path || 'the line';
  return new LineFault(
    'BAD_FIELD',
    value === undefined ? `${subject} is missing` : `${subject} must be ${wanted}`,
    path || undefined,
  );
}
