import { Inject, type OnModuleInit } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  CONFIG, type Config, decodeCursor, fromGlobalId, type GraphqlContext, loaderOf, NodeRegistry, PageArgs, pageOf, Public, Refusal,
} from '../../platform/index.js'; // prettier-ignore
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import { actions, reachOf } from '../access/permissions.js';
import { cookieOf } from '../sessions/cookie.js';
import { visitorOf } from '../sessions/visitor.js';
import {
  AcceptInvitationArgs,
  AcceptInvitationResult,
  InviteMemberInput,
  InviteMemberResult,
  toInvitation,
} from './invitation.type.js';
import { InvitationsService } from './invitations.service.js';
import {
  Member,
  MemberConnection,
  SetLanguagesArgs,
  SetRolesArgs,
  SetRolesResult,
  SetTimeZoneArgs,
  toMember,
} from './member.type.js';
import { MembersService } from './members.service.js';

@Resolver(() => Member)
export class MembersResolver implements OnModuleInit {
  constructor(
    private readonly service: MembersService,
    private readonly invitations: InvitationsService,
    private readonly nodes: NodeRegistry<Actor>,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.nodes.register('member', async (actor, id) => {
      const row = await this.service.find(actor, id);
      return row && toMember(row);
    });
  }

  @Query(() => Member, { description: 'The caller.' })
  @Can('self:read')
  async me(@CurrentActor() actor: Actor): Promise<Member> {
    return toMember(await this.service.me(actor));
  }

  @Mutation(() => Member, { description: 'The zone in which you are shown dates and times.' })
  @Can('self:profile')
  async setTimeZone(@CurrentActor() actor: Actor, @Args() { timeZone }: SetTimeZoneArgs): Promise<Member> {
    return toMember(await this.service.setTimeZone(actor, timeZone));
  }

  @Mutation(() => Member, { description: 'The languages that you read and write.' })
  @Can('self:profile')
  async setLanguages(@CurrentActor() actor: Actor, @Args() { languages }: SetLanguagesArgs): Promise<Member> {
    return toMember(await this.service.setLanguages(actor, languages));
  }

  @Query(() => [String], { description: 'The actions that the caller may do, for example `batch:open`.' })
  @Can('self:read')
  myPermissions(@CurrentActor() actor: Actor): string[] {
    return actions.filter((action) => reachOf(actor, action) !== null);
  }

  @Query(() => MemberConnection)
  @Can('member:read')
  async members(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<MemberConnection> {
    const { rows, total } = await this.service.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toMember);
  }

  @Mutation(() => SetRolesResult)
  @Can('member:roles')
  async setRoles(@CurrentActor() actor: Actor, @Args() { memberId, roles, reason }: SetRolesArgs) {
    const id = fromGlobalId('member', memberId, 'memberId');
    const answer = await this.service.setRoles(actor, id, roles, reason ?? undefined);
    return answer instanceof Refusal ? answer : toMember(answer);
  }

  @Mutation(() => InviteMemberResult)
  @Can('member:invite')
  async inviteMember(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => InviteMemberInput }) input: InviteMemberInput,
  ) {
    const answer = await this.service.invite(actor, input);
    return answer instanceof Refusal ? answer : { ...answer, invitation: toInvitation(answer.invitation) };
  }

  @ResolveField(() => Date, {
    nullable: true,
    description: 'When they last did something, to the minute. Null: never yet, or not yours to see.',
  })
  async lastSeenAt(
    @CurrentActor() actor: Actor,
    @Parent() member: Member,
    @Context() context: GraphqlContext,
  ): Promise<Date | null> {
    const loader = loaderOf(context, 'member.lastSeen', (ids) => this.service.lastSeen(actor, ids));
    return loader.load(fromGlobalId('member', member.id));
  }

  @Mutation(() => AcceptInvitationResult)
  @Public()
  async acceptInvitation(
    @Args() { token, password, name }: AcceptInvitationArgs,
    @Context() { request, reply }: GraphqlContext,
  ) {
    const answer = await this.invitations.accept(token, password, name ?? undefined, visitorOf(request));
    if (answer instanceof Refusal) return answer;
    void reply.header('set-cookie', cookieOf(answer.token, this.config.SESSION_HOURS * 3600, this.config));
    return { ...answer, member: toMember(answer.member) };
  }
}
