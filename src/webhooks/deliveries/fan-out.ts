import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { type EventRow, newId, Outbox } from '../../platform/index.js';
import { isWanted, type Message, messageOf } from '../events/message.rules.js';
import { DeliveryEngine } from '../sending/delivery-engine.js';
import { DeliveriesStore, type ListeningEndpoint, type NewDelivery } from './deliveries.store.js';

/** From news to deliveries, in the commit of the relay: an event that is marked has its deliveries, and the other way round. */
@Injectable()
export class FanOut implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly store: DeliveriesStore,
    private readonly engine: DeliveryEngine,
  ) {}

  onModuleInit(): void {
    this.outbox.relayTo(async (client, events) => {
      const isAny = await this.deliver(client, events);
      return () => isAny && this.engine.wake();
    });
  }

  private async deliver(client: PoolClient, events: readonly EventRow[]): Promise<boolean> {
    const said = events.flatMap((event) => {
      const message = messageOf(event);
      return message ? [{ event, message }] : [];
    });
    if (said.length === 0) return false;
    const organizations = new Set(said.map(({ event }) => event.organization_id));
    const endpoints = await this.store.listening(client, [...organizations]);
    if (endpoints.length === 0) return false;
    const projectsOf = await this.clientProjects(client, endpoints);
    const deliveries: NewDelivery[] = [];
    for (const { event, message } of said) {
      for (const endpoint of endpoints) {
        if (endpoint.organization_id !== event.organization_id) continue;
        const clientProjects = endpoint.client_id === null ? null : projectsOf(endpoint.client_id);
        if (isWanted({ ...endpoint, clientProjects }, message))
          deliveries.push(deliveryOf(endpoint.id, event, message));
      }
    }
    await this.store.insertAll(client, deliveries);
    return deliveries.length > 0;
  }

  private async clientProjects(client: PoolClient, endpoints: readonly ListeningEndpoint[]) {
    const ids = endpoints.flatMap(({ client_id }) => (client_id === null ? [] : [client_id]));
    const projects = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
    if (ids.length > 0)
      for (const { id, projectId } of await this.store.projectsOf(client, ids)) projects.get(id)!.add(projectId);
    return (id: string): ReadonlySet<string> => projects.get(id)!;
  }
}

const deliveryOf = (endpointId: string, event: EventRow, { type, body }: Message): NewDelivery => ({
  id: newId(),
  organizationId: event.organization_id,
  endpointId,
  eventId: event.id,
  type,
  subjectId: event.subject_id,
  occurredAt: event.at,
  body,
});
