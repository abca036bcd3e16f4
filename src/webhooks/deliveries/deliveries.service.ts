import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, unkeyed } from '../../identity/index.js';
import { ClientFault, Clock, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import { EndpointsStore } from '../endpoints/endpoints.store.js';
import { messageOf } from '../events/message.rules.js';
import {
  type AttemptRow,
  DeliveriesStore,
  type DeliveryFilter,
  type DeliveryRow,
  type Replayed,
} from './deliveries.store.js';

export type Disabled = Refusal<'ENDPOINT_DISABLED'>;
const disabled = (): Disabled =>
  new Refusal('ENDPOINT_DISABLED', 'The endpoint is disabled: enable it first, then send.');

/** Of one call; a caller that has more asks again. */
export const mostReplayed = 10_000;

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly store: DeliveriesStore,
    private readonly endpoints: EndpointsStore,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  page(actor: Actor, filter: DeliveryFilter, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      if (filter.endpointId && !(await this.endpoints.find(tx, filter.endpointId)))
        throw ClientFault.notFound('webhook endpoint');
      return this.store.page(tx, filter, first, after);
    });
  }

  find(actor: Actor, id: string): Promise<DeliveryRow | null> {
    return this.database.transact(actor, (tx) => this.store.find(tx, id));
  }

  attempts(actor: Actor, ids: string[]): Promise<Map<string, AttemptRow[]>> {
    return this.database.transact(unkeyed(actor), (tx) => this.store.attempts(tx, ids));
  }

  /** A message that says nothing, to this endpoint only. */
  ping(actor: Actor, endpointId: string): Promise<DeliveryRow | Disabled> {
    return this.database.transact(actor, async (tx) => {
      const endpoint = await this.existing(tx, endpointId);
      if (!endpoint.is_enabled) return disabled();
      const [id, occurredAt] = [newId(), this.clock.now()];
      const { type, body } = messageOf({ type: 'ping', subject_id: endpointId, data: {}, at: occurredAt })!;
      const about = { organizationId: tx.organizationId, endpointId, subjectId: endpointId };
      await this.store.insert(tx, { id, eventId: newId(), type, body, occurredAt, ...about });
      return (await this.store.find(tx, id))!;
    });
  }

  /** @returns how many are sent again, and whether there may be more of them */
  replay(actor: Actor, replayed: Replayed): Promise<{ count: number; hasMore: boolean } | Disabled> {
    return this.database.transact(actor, async (tx) => {
      if ('endpointId' in replayed) await this.existing(tx, replayed.endpointId);
      if (!(await this.store.areEnabled(tx, replayed))) return disabled();
      const count = await this.store.replay(tx, replayed, mostReplayed);
      if (count > 0 && 'endpointId' in replayed)
        await this.changes.record(tx, actor, {
          action: 'webhook:replay',
          subjectId: replayed.endpointId,
          subjectKind: 'webhookEndpoint',
          detail: { count },
        });
      return { count, hasMore: count === mostReplayed };
    });
  }

  private async existing(tx: Tx, endpointId: string) {
    const endpoint = await this.endpoints.find(tx, endpointId);
    if (!endpoint) throw ClientFault.notFound('webhook endpoint');
    return endpoint;
  }
}
