import { LineFault } from './line-fault.js';

/** Deeper than any label or metadata needs, and far from where a recursive reader would run out of stack. */
const DEEPEST = 32;

/**
 * Refuses what a PostgreSQL jsonb column cannot hold or would silently change: NUL characters, half surrogate pairs,
 * numbers beyond a double (`1e999` reads as Infinity and would be written as null), and very deep nesting.
 */
export function mustBeStorable(value: unknown): void {
  const fault = faultIn(value, 0);
  if (fault) throw new LineFault('UNSTORABLE', fault.message, fault.path.replace(/^\./, ''));
}

// The path is built on the way back only: building it on the way down would cost a string per coordinate.
function faultIn(value: unknown, depth: number): { path: string; message: string } | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : { path: '', message: 'the number is too large' };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === DEEPEST) return { path: '', message: `nested deeper than ${DEEPEST} levels` };

  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    const fault = (isList ? undefined : textFault(key)) ?? faultIn(part, depth + 1);
    if (fault) return { ...fault, path: (isList ? `[${key}]` : step(key)) + fault.path };
  }
  return undefined;
}

function textFault(text: string) {
  return /[\0\p{Surrogate}]/u.test(text)
    ? { path: '', message: 'the text has a NUL character or half of a surrogate pair' }
    : undefined;
}

function step(key: string): string {
  return /^[\w-]{1,80}$/.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 80))}]`;
}
