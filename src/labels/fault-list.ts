import type { LabelFault } from './label.types.js';

/** A client that sends a million wrong coordinates learns enough from the first hundred. */
const MOST_FAULTS = 100;

/** NUL and lone surrogates are legal in JSON, but PostgreSQL's jsonb refuses to store them. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

const PLAIN_KEY = /^[A-Za-z_]\w{0,59}$/;

/**
 * Collects the faults of an unknown JSON value. Each check answers whether the value is what it should be, and notes the
 * fault with its path when it is not, so that a caller reads: `if (faults.isList(…)) …`.
 */
export class FaultList {
  readonly found: LabelFault[] = [];

  get isFull(): boolean {
    return this.found.length >= MOST_FAULTS;
  }

  add(path: string, message: string): false {
    if (!this.isFull) this.found.push({ path, message });
    return false;
  }

  /** A key that nobody reads is most often a misspelt one: it is refused, not dropped in silence. */
  isObject(path: string, value: unknown, keys: readonly string[]): value is Record<string, unknown> {
    if (!isRecord(value)) return this.add(path, 'must be an object');
    for (const key of Object.keys(value)) {
      if (this.isFull) break;
      if (!keys.includes(key)) this.add(pathOf(path, key), 'is not a known key');
    }
    return true;
  }

  isList(path: string, value: unknown, least: number, most: number, noun: string): value is unknown[] {
    if (!Array.isArray(value)) return this.add(path, `must be a list of ${noun}`);
    if (value.length < least) return this.add(path, `must have at least ${least} ${noun}`);
    if (value.length > most) return this.add(path, `must have at most ${most} ${noun}`);
    return true;
  }

  /** `least` and `most` are UTF-16 code units, as `String.length` counts them. */
  isText(path: string, value: unknown, least: number, most: number): value is string {
    if (typeof value !== 'string') return this.add(path, 'must be a text');
    if (value.length < least || value.length > most) {
      return this.add(path, `must have ${least} to ${most} characters`);
    }
    if (UNSTORABLE.test(value)) return this.add(path, 'must not contain NUL or half a surrogate pair');
    return true;
  }

  /** A name must also show: one of spaces alone cannot be told from another in a list. */
  isName(path: string, value: unknown): value is string {
    if (!this.isText(path, value, 1, 100)) return false;
    return value.trim() !== '' || this.add(path, 'must not be blank');
  }

  isNumber(path: string, value: unknown, least = -Infinity, most = Infinity): value is number {
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.add(path, 'must be a finite number');
    if (value < least) return this.add(path, `must be at least ${least}`);
    if (value > most) return this.add(path, `must be at most ${most}`);
    return true;
  }

  isInteger(path: string, value: unknown, least: number, most: number): value is number {
    if (!Number.isInteger(value)) return this.add(path, 'must be an integer');
    return this.isNumber(path, value, least, most);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The start of a text from outside, quoted, for a message that must stay short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** `labels[2]` and `x` make `labels[2].x`; a key that is no plain word is quoted. */
export function pathOf(parent: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${parent}[${quoted(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}
