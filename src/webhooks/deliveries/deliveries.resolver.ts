import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, reachOf } from '../../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  pageOf,
  Refusal,
} from '../../platform/index.js';
import { WebhookEndpointArgs } from '../endpoints/endpoint.input.js';
import type { AttemptRow, Replayed } from './deliveries.store.js';
import { DeliveriesService } from './deliveries.service.js';
import {
  DeliveriesArgs,
  PingWebhookEndpointResult,
  ReplayDeliveriesInput,
  ReplayDeliveriesResult,
  toDelivery,
  Delivery,
  DeliveryAttempt,
  DeliveryConnection,
} from './delivery.type.js';

@Resolver(() => Delivery)
export class DeliveriesResolver {
  constructor(
    private readonly service: DeliveriesService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('delivery', async (actor, id) => {
      const row = reachOf(actor, 'webhook:manage') && (await this.service.find(actor, id));
      return row ? toDelivery(row) : null;
    });
  }

  @Query(() => DeliveryConnection, { description: 'What was sent or will be, newest first.' })
  @Can('webhook:manage')
  async deliveries(@CurrentActor() actor: Actor, @Args() args: DeliveriesArgs): Promise<DeliveryConnection> {
    const { first, after, webhookEndpointId, state, type } = args;
    const endpointId = webhookEndpointId
      ? fromGlobalId('webhookEndpoint', webhookEndpointId, 'webhookEndpointId')
      : null;
    const filter = { endpointId, state: state ?? null, type: type ?? null };
    const { rows, total } = await this.service.page(actor, filter, first, decodeCursor(after));
    return pageOf(rows, first, total, toDelivery);
  }

  @Query(() => Delivery, { nullable: true })
  @Can('webhook:manage')
  async delivery(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Delivery | null> {
    const row = await this.service.find(actor, fromGlobalId('delivery', id));
    return row && toDelivery(row);
  }

  @ResolveField(() => [DeliveryAttempt], { description: 'Every attempt, the first one first; the last ten.' })
  async history(
    @CurrentActor() actor: Actor,
    @Parent() delivery: Delivery,
    @Context() context: GraphqlContext,
  ): Promise<AttemptRow[]> {
    const loader = loaderOf(context, 'delivery.history', (ids) => this.service.attempts(actor, ids));
    return (await loader.load(fromGlobalId('delivery', delivery.id))) ?? [];
  }

  @Mutation(() => PingWebhookEndpointResult, { description: 'Sends a message of type `ping`.' })
  @Can('webhook:manage')
  async pingWebhookEndpoint(@CurrentActor() actor: Actor, @Args() { id }: WebhookEndpointArgs) {
    const answer = await this.service.ping(actor, fromGlobalId('webhookEndpoint', id));
    return answer instanceof Refusal ? answer : toDelivery(answer);
  }

  @Mutation(() => ReplayDeliveriesResult, { description: 'Sends again, the same bytes under the same webhook-id.' })
  @Can('webhook:manage')
  replayDeliveries(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ReplayDeliveriesInput }) input: ReplayDeliveriesInput,
  ) {
    return this.service.replay(actor, replayedOf(input));
  }
}

function replayedOf({ deliveryIds, webhookEndpointId, allFailed, from, to }: ReplayDeliveriesInput): Replayed {
  const ways = [deliveryIds, allFailed || undefined, from ?? to].filter((way) => way !== undefined && way !== null);
  if (ways.length !== 1 || Boolean(deliveryIds) === Boolean(webhookEndpointId))
    throw ClientFault.invalid('input', 'names deliveryIds, or webhookEndpointId with either allFailed or from and to');
  if (deliveryIds)
    return { ids: deliveryIds.map((id, at) => fromGlobalId('delivery', id, `input.deliveryIds[${at}]`)) };
  const endpointId = fromGlobalId('webhookEndpoint', webhookEndpointId!, 'input.webhookEndpointId');
  return allFailed
    ? { endpointId, failed: true }
    : { endpointId, from: from ?? new Date(0), to: to ?? new Date('9999-12-31') };
}
