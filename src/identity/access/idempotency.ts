import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import { ClientFault, type Tenant } from '../../platform/index.js';
import { rootFields } from './root-fields.js';

/**
 * The key under which a mutation's answer is kept. The request is remembered as a keyed hash: its body may hold a
 * password, which a plain hash would lay open to guessing.
 * @throws ClientFault VALIDATION_FAILED for a malformed key, or for a keyed document with more than one mutation field
 */
export function idempotencyOf(
  request: FastifyRequest,
  info: GraphQLResolveInfo,
  secret: string,
): Tenant['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(key)) {
    throw ClientFault.invalid('Idempotency-Key', 'must be 1 to 200 printable ASCII characters');
  }
  const fields = rootFields(info.operation.selectionSet, info.fragments).filter((name) => !name.startsWith('__'));
  if (fields.length !== 1)
    throw ClientFault.invalid('Idempotency-Key', 'goes with exactly one mutation field a request');
  const body = (request.body ?? {}) as { query?: unknown; variables?: unknown; operationName?: unknown };
  return {
    key,
    // Only for those who keep answers: a claim's key is a column of its assignment.
    get requestHash() {
      const canonical = JSON.stringify([body.query ?? null, body.variables ?? null, body.operationName ?? null]);
      return createHmac('sha256', secret).update(canonical).digest();
    },
  };
}
