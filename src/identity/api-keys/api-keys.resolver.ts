import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { decodeCursor, fromGlobalId, PageArgs, pageOf, Refusal } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import {
  ApiKey,
  ApiKeyConnection,
  CreateApiKeyInput,
  CreateApiKeyResult,
  RevokeApiKeyArgs,
  toApiKey,
} from './api-key.type.js';
import { ApiKeysService } from './api-keys.service.js';

@Resolver(() => ApiKey)
export class ApiKeysResolver {
  constructor(private readonly service: ApiKeysService) {}

  @Query(() => ApiKeyConnection)
  @Can('key:manage')
  async apiKeys(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<ApiKeyConnection> {
    const { rows, total } = await this.service.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toApiKey);
  }

  @Mutation(() => CreateApiKeyResult)
  @Can('key:manage')
  async createApiKey(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateApiKeyInput }) input: CreateApiKeyInput,
  ) {
    const memberId = input.memberId ? fromGlobalId('member', input.memberId, 'memberId') : null;
    const answer = await this.service.create(actor, { ...input, memberId, expiresAt: input.expiresAt ?? null });
    return answer instanceof Refusal ? answer : { apiKey: toApiKey(answer.row), key: answer.key };
  }

  @Mutation(() => ApiKey)
  @Can('key:manage')
  async revokeApiKey(@CurrentActor() actor: Actor, @Args() { id }: RevokeApiKeyArgs): Promise<ApiKey> {
    return toApiKey(await this.service.revoke(actor, fromGlobalId('apiKey', id)));
  }
}
