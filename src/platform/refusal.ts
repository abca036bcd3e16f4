/**
 * An expected no: a value, returned as a member of a result union. `transact()` rolls back when one is returned, so
 * that a refusal never leaves half a change behind.
 */
export class Refusal<Code extends string = string> {
  constructor(
    readonly code: Code,
    readonly message: string,
    readonly detail: Record<string, unknown> = {},
  ) {}
}
