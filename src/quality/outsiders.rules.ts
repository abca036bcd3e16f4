import { type Actor, reachOf } from '../identity/index.js';
import { ClientFault } from '../platform/index.js';

/** What tells of the people behind work is kept from everybody who may be handed some, whatever else they are. */
export function refuseWhoWorks({ roles }: Actor, sentence: string): void {
  if (reachOf({ roles, scopes: null }, 'task:claim') !== null) throw new ClientFault('FORBIDDEN', sentence);
}
