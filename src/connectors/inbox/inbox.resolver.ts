import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault, decodeCursor, fromGlobalId, type Page, pageOf } from '../../platform/index.js';
import { ApplyingService } from './applying.service.js';
import { InboxArgs, InboxMessage, InboxMessageConnection, toInboxMessage } from './inbox.type.js';

const mostReplayed = 500;

@Resolver()
export class InboxResolver {
  constructor(private readonly applying: ApplyingService) {}

  @Query(() => InboxMessageConnection, {
    name: 'inbox',
    description: 'What a tool has sent in the last 30 days, newest first.',
  })
  @Can('connection:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args() { connectionId, states, first, after }: InboxArgs,
  ): Promise<Page<InboxMessage>> {
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    const { rows, total } = await this.applying.page(actor, id, states ?? null, first, decodeCursor(after));
    return pageOf(rows, first, total, toInboxMessage);
  }

  @Mutation(() => [InboxMessage], {
    description: 'These messages are looked at again, as if they had just come. At most 500.',
  })
  @Can('connection:repair')
  async replayInbox(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
    @Args('inboxMessageIds', { type: () => [ID] }) inboxMessageIds: string[],
  ): Promise<InboxMessage[]> {
    if (inboxMessageIds.length > mostReplayed)
      throw ClientFault.invalid('inboxMessageIds', `must be ${mostReplayed} at most`);
    const ids = inboxMessageIds.map((id, index) => fromGlobalId('inboxMessage', id, `inboxMessageIds[${index}]`));
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    return (await this.applying.replay(actor, id, ids)).map(toInboxMessage);
  }
}
