import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, reachOf } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, NodeRegistry, PageArgs, pageOf, Refusal } from '../../platform/index.js';
import {
  CreateWebhookEndpointInput,
  RotateWebhookSecretArgs,
  UpdateWebhookEndpointInput,
  WebhookEndpointArgs,
} from './endpoint.input.js';
import {
  CreateWebhookEndpointResult,
  toEndpoint,
  WebhookEndpoint,
  WebhookEndpointConnection,
  WebhookEndpointWithSecret,
} from './endpoint.type.js';
import { EndpointsService } from './endpoints.service.js';

const projectIdsOf = (ids: string[]) => ids.map((id, at) => fromGlobalId('project', id, `input.projectIds[${at}]`));
const clientIdOf = (id: string) => fromGlobalId('member', id, 'input.clientMemberId');

@Resolver(() => WebhookEndpoint)
export class EndpointsResolver {
  constructor(
    private readonly endpoints: EndpointsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('webhookEndpoint', async (actor, id) => {
      const row = reachOf(actor, 'webhook:manage') && (await this.endpoints.find(actor, id));
      return row ? toEndpoint(row) : null;
    });
  }

  @Query(() => WebhookEndpointConnection)
  @Can('webhook:manage')
  async webhookEndpoints(
    @CurrentActor() actor: Actor,
    @Args() { first, after }: PageArgs,
  ): Promise<WebhookEndpointConnection> {
    const { rows, total } = await this.endpoints.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toEndpoint);
  }

  @Query(() => WebhookEndpoint, { nullable: true })
  @Can('webhook:manage')
  async webhookEndpoint(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<WebhookEndpoint | null> {
    const row = await this.endpoints.find(actor, fromGlobalId('webhookEndpoint', id));
    return row && toEndpoint(row);
  }

  @Mutation(() => CreateWebhookEndpointResult)
  @Can('webhook:manage')
  async createWebhookEndpoint(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateWebhookEndpointInput }) input: CreateWebhookEndpointInput,
  ) {
    const answer = await this.endpoints.create(actor, {
      url: input.url,
      description: input.description ?? null,
      types: input.types,
      project_ids: projectIdsOf(input.projectIds),
      client_id: input.clientMemberId ? clientIdOf(input.clientMemberId) : null,
      is_ordered: input.isOrdered,
      signature: input.signature,
    });
    return answer instanceof Refusal ? answer : { endpoint: toEndpoint(answer.row), secret: answer.secret };
  }

  @Mutation(() => WebhookEndpoint)
  @Can('webhook:manage')
  async updateWebhookEndpoint(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => UpdateWebhookEndpointInput }) input: UpdateWebhookEndpointInput,
  ): Promise<WebhookEndpoint> {
    const { clientMemberId: client } = input;
    const row = await this.endpoints.update(actor, fromGlobalId('webhookEndpoint', input.id, 'input.id'), {
      url: input.url ?? undefined,
      description: input.description,
      types: input.types ?? undefined,
      project_ids: input.projectIds ? projectIdsOf(input.projectIds) : undefined,
      client_id: client ? clientIdOf(client) : client,
      is_ordered: input.isOrdered ?? undefined,
      isEnabled: input.isEnabled ?? undefined,
    });
    return toEndpoint(row);
  }

  @Mutation(() => WebhookEndpoint, { description: 'Its deliveries stay listed for their thirty days.' })
  @Can('webhook:manage')
  async deleteWebhookEndpoint(
    @CurrentActor() actor: Actor,
    @Args() { id }: WebhookEndpointArgs,
  ): Promise<WebhookEndpoint> {
    return toEndpoint(await this.endpoints.delete(actor, fromGlobalId('webhookEndpoint', id)));
  }

  @Mutation(() => WebhookEndpointWithSecret, {
    description: 'A new secret; the one of before is valid beside it for 24 hours.',
  })
  @Can('webhook:manage')
  async rotateWebhookSecret(
    @CurrentActor() actor: Actor,
    @Args() { webhookEndpointId }: RotateWebhookSecretArgs,
  ): Promise<WebhookEndpointWithSecret> {
    const id = fromGlobalId('webhookEndpoint', webhookEndpointId, 'webhookEndpointId');
    const { row, secret } = await this.endpoints.rotate(actor, id);
    return { endpoint: toEndpoint(row), secret };
  }
}
