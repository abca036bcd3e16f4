import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, Member, toMember, unkeyed } from '../../identity/index.js';
import {
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  PageArgs,
  pageOf,
  Refusal,
} from '../../platform/index.js';
import {
  CreateSkillArgs,
  CreateSkillResult,
  GrantSkillInput,
  MemberSkill,
  RevokeSkillArgs,
  Skill,
  SkillConnection,
  toMemberSkill,
  toSkill,
} from './skill.type.js';
import { SkillsService } from './skills.service.js';

@Resolver(() => Member)
export class SkillsResolver {
  constructor(
    private readonly skills: SkillsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('skill', async (actor, id) => {
      const row = await this.skills.find(actor, id);
      return row && toSkill(row);
    });
  }

  @Query(() => SkillConnection, { name: 'skills', description: 'The skills of the organization, oldest first.' })
  @Can('team:read')
  async skillPage(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<SkillConnection> {
    const { rows, total } = await this.skills.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toSkill);
  }

  @Mutation(() => CreateSkillResult)
  @Can('skill:create')
  async createSkill(@CurrentActor() actor: Actor, @Args() { name }: CreateSkillArgs): Promise<Skill | Refusal> {
    const answer = await this.skills.create(actor, name);
    return answer instanceof Refusal ? answer : toSkill(answer);
  }

  @Mutation(() => MemberSkill, { description: 'Granting what somebody was granted sets its level and expiry anew.' })
  @Can('skill:grant')
  async grantSkill(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => GrantSkillInput }) input: GrantSkillInput,
  ): Promise<MemberSkill> {
    const memberId = fromGlobalId('member', input.memberId, 'input.memberId');
    const skillId = fromGlobalId('skill', input.skillId, 'input.skillId');
    const { level, expiresAt = null, reason } = input;
    const grant = { memberId, skillId, level, expiresAt, reason: reason ?? undefined };
    return toMemberSkill(await this.skills.grant(actor, grant));
  }

  @Mutation(() => Member, {
    description: 'From whatever source they have it. Revoking what somebody does not hold changes nothing.',
  })
  @Can('skill:grant')
  async revokeSkill(
    @CurrentActor() actor: Actor,
    @Args() { memberId, skillId, reason }: RevokeSkillArgs,
    @Context() context: GraphqlContext,
  ): Promise<Member> {
    const ids = [fromGlobalId('member', memberId, 'memberId'), fromGlobalId('skill', skillId, 'skillId')] as const;
    const member = await this.skills.revoke(actor, ...ids, reason ?? undefined);
    this.loader(context, actor).clear(member.id); // a mutation before this one may have read them
    return toMember(member);
  }

  @ResolveField(() => [MemberSkill], {
    name: 'skills',
    nullable: true,
    description: 'Expired ones too. Null when they are not yours to see: your own, your people’s, or everybody’s.',
  })
  async skillsOf(
    @CurrentActor() actor: Actor,
    @Parent() member: Member,
    @Context() context: GraphqlContext,
  ): Promise<MemberSkill[] | null> {
    const held = await this.loader(context, actor).load(fromGlobalId('member', member.id));
    return held && held.map(toMemberSkill);
  }

  private loader(context: GraphqlContext, actor: Actor) {
    return loaderOf(context, 'member.skills', (ids) => this.skills.ofMembers(unkeyed(actor), ids));
  }
}
