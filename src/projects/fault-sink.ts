import type { FieldFault } from '../platform/index.js';

export type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects what is wrong with a JSON value, each fault with its path. What is absent is never wrong here. */
export class FaultSink {
  readonly faults: FieldFault[] = [];

  say(path: string, message: string): void {
    this.faults.push({ path, message });
  }

  refuseUnknown(fields: Fields, known: readonly string[], path: string): void {
    for (const key of Object.keys(fields).filter((name) => !known.includes(name)))
      this.say(`${path}.${key.slice(0, 100)}`, `is not known; ${path} may have ${known.join(', ')}`);
  }

  number(given: unknown, path: string, minimum: number, maximum: number): void {
    if (given !== undefined && !(typeof given === 'number' && given >= minimum && given <= maximum))
      this.say(path, `must be a number from ${minimum} to ${maximum}`);
  }

  whole(given: unknown, path: string, minimum: number, maximum: number): void {
    if (given !== undefined && !(Number.isInteger(given) && Number(given) >= minimum && Number(given) <= maximum))
      this.say(path, `must be a whole number from ${minimum} to ${maximum}`);
  }

  boolean(given: unknown, path: string): void {
    if (given !== undefined && typeof given !== 'boolean') this.say(path, 'must be true or false');
  }

  oneOf(given: unknown, path: string, allowed: readonly string[]): void {
    if (given !== undefined && !allowed.includes(given as string))
      this.say(path, `must be one of ${allowed.join(', ')}`);
  }

  text(given: unknown, path: string, longest: number): void {
    if (typeof given !== 'string' || given.length === 0 || given.length > longest)
      this.say(path, `must be a text of 1 to ${longest} characters`);
  }

  /** Calls `each` for the entries that may be looked at: all of them, up to the most there may be. */
  list(given: unknown, path: string, most: number, each: (entry: unknown, path: string) => void): void {
    if (given === undefined) return;
    if (!Array.isArray(given)) return this.say(path, 'must be a list');
    if (given.length > most) this.say(path, `must have at most ${most} entries`);
    for (const [index, entry] of given.slice(0, most).entries()) each(entry ?? null, `${path}[${index}]`);
  }

  /** Calls `inside` when it is an object of known fields only, or says what is wrong. */
  object(given: unknown, path: string, known: readonly string[], inside: (fields: Fields) => void): void {
    if (given === undefined) return;
    if (!isRecord(given)) return this.say(path, 'must be an object');
    this.refuseUnknown(given, known, path);
    inside(given);
  }
}
