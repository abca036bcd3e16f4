import type { Tenant } from '../../platform/index.js';
import type { Role } from './permissions.js';

/** Who asks: a member, by a session or by one of their keys. A Tenant, so `database.transact(actor, …)`. */
export interface Actor extends Tenant {
  organizationId: string;
  memberId: string;
  name: string;
  email: string;
  roles: Role[];
  /** What a key is limited to; null is a session: everything its roles may. */
  scopes: string[] | null;
  sessionId?: string;
  apiKeyId?: string;
}

/**
 * The actor without their idempotency key, for a second transaction of the same request: one key keeps one answer, so
 * under the key that transaction would be given the answer of the first.
 */
export function unkeyed(actor: Actor): Actor {
  return { ...actor, idempotency: undefined };
}
