import { randomUUID } from 'node:crypto';

const ids = new WeakMap<object, string>();

/**
 * Stands for the id in the answer to a request that GraphQL could not even read: nobody there knows the id, and the
 * server puts it in when it sends.
 */
export const unknownRequestId = `unknown-${randomUUID()}`;

/** Errors are formatted far from their request. (An AsyncLocalStorage would slow every promise of every request.) */
export function noteRequestId(errors: readonly object[], requestId: string): void {
  for (const error of errors) ids.set(error, requestId);
}

export const requestIdOf = (error: unknown): string =>
  (typeof error === 'object' && error !== null && ids.get(error)) || unknownRequestId;
