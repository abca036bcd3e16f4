import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault } from '../../platform/index.js';
import { BulkInvitations } from './bulk-invitations.service.js';
import { InviteMembersInput, InvitedMembers, toInvitedMembers, toRaw } from './bulk-invitations.type.js';

@Resolver()
export class BulkInvitationsResolver {
  constructor(private readonly invitations: BulkInvitations) {}

  @Mutation(() => InvitedMembers, {
    description:
      'Invites up to 1,000 people. Each line is accepted or refused by itself; the same list may come again.',
  })
  @Can('member:invite')
  async inviteMembers(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => InviteMembersInput }) { csv, people }: InviteMembersInput,
  ): Promise<InvitedMembers> {
    if ((csv ?? null) === null ? !people : people) throw ClientFault.invalid('input', 'must have either csv or people');
    return toInvitedMembers(await this.invitations.invite(actor, csv ?? people!.map(toRaw)));
  }
}
