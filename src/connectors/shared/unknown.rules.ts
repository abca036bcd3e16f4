/** Reading what a tool sent, whatever it is: nothing here throws. */
export type JsonRecord = Record<string, unknown>;

const nothing: JsonRecord = Object.freeze({});

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is none. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : nothing;
}

export function recordsOf(value: unknown): JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text of at most `most` UTF-16 code units that PostgreSQL can keep, or null. */
export function textOf(value: unknown, most = 2000): string | null {
  if (typeof value !== 'string') return null;
  // NUL and halves of surrogate pairs are legal in JSON and illegal in PostgreSQL.
  return value.slice(0, most).replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The id of something in the tool, which counts them or names them; null when it is neither. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value) ? value : null;
}

export function secondsOf(value: unknown): number | null {
  const seconds = numberOf(value);
  return seconds !== null && seconds >= 0 && seconds <= 31_536_000 ? seconds : null;
}

/** A name from outside, quoted, for a sentence that must stay short. */
export function quoted(name: unknown): string {
  const text = textOf(name, 61) ?? String(numberOf(name) ?? '');
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
