import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, Member, toMember, unkeyed } from '../../identity/index.js';
import { fromGlobalId, type GraphqlContext, loaderOf, Refusal } from '../../platform/index.js';
import {
  GrantQualificationInput,
  Pause,
  PauseMemberInput,
  Qualification,
  ResumeMemberArgs,
  ResumeMemberResult,
  RevokeQualificationArgs,
  toPause,
  toQualification,
} from './people.type.js';
import { PausesService } from './pauses.service.js';
import { QualificationsService } from './qualifications.service.js';

/** What people are admitted to and when they must rest: here and not with the teams, since both name projects. */
@Resolver(() => Member)
export class PeopleResolver {
  constructor(
    private readonly admissions: QualificationsService,
    private readonly rests: PausesService,
  ) {}

  @Mutation(() => Qualification, { description: 'Granting what somebody has sets its expiry anew.' })
  @Can('qualification:grant')
  async grantQualification(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => GrantQualificationInput }) input: GrantQualificationInput,
  ): Promise<Qualification> {
    const key = keyOf(input, 'input.');
    return toQualification(await this.admissions.grant(actor, key, input.expiresAt ?? null, input.reason ?? undefined));
  }

  @Mutation(() => Member, { description: 'Revoking what somebody does not have changes nothing.' })
  @Can('qualification:grant')
  async revokeQualification(
    @CurrentActor() actor: Actor,
    @Args() args: RevokeQualificationArgs,
    @Context() context: GraphqlContext,
  ): Promise<Member> {
    const member = await this.admissions.revoke(actor, keyOf(args), args.reason ?? undefined);
    this.admissionsLoader(context, actor).clear(member.id); // a mutation before this one may have read them
    return toMember(member);
  }

  @Mutation(() => Pause, {
    description:
      'Gives the person nothing new until they are resumed. Who is paused there already stays so, for the first reason.',
  })
  @Can('member:pause')
  async pauseMember(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => PauseMemberInput }) input: PauseMemberInput,
  ): Promise<Pause> {
    const { memberId, projectId } = placeOf(input, 'input.');
    return toPause(await this.rests.pause(actor, memberId, projectId, input.reason));
  }

  @Mutation(() => ResumeMemberResult, {
    description: 'Ends the pause of this project, or the one that holds everywhere.',
  })
  @Can('member:pause')
  async resumeMember(
    @CurrentActor() actor: Actor,
    @Args() args: ResumeMemberArgs,
    @Context() context: GraphqlContext,
  ): Promise<Member | Refusal> {
    const { memberId, projectId } = placeOf(args);
    const answer = await this.rests.resume(actor, memberId, projectId, args.reason ?? undefined);
    this.restsLoader(context, actor).clear(memberId); // a mutation before this one may have read them
    return answer instanceof Refusal ? answer : toMember(answer);
  }

  @ResolveField(() => [Qualification], {
    nullable: true,
    description: 'Expired ones too. Null when they are not yours to see: your own, your people’s, or everybody’s.',
  })
  async qualifications(
    @CurrentActor() actor: Actor,
    @Parent() member: Member,
    @Context() context: GraphqlContext,
  ): Promise<Qualification[] | null> {
    const rows = await this.admissionsLoader(context, actor).load(fromGlobalId('member', member.id));
    return rows && rows.map(toQualification);
  }

  @ResolveField(() => [Pause], {
    nullable: true,
    description: 'The live ones. Null when they are not yours to see: your own, your people’s, or everybody’s.',
  })
  async pauses(
    @CurrentActor() actor: Actor,
    @Parent() member: Member,
    @Context() context: GraphqlContext,
  ): Promise<Pause[] | null> {
    const rows = await this.restsLoader(context, actor).load(fromGlobalId('member', member.id));
    return rows && rows.map(toPause);
  }

  private admissionsLoader(context: GraphqlContext, actor: Actor) {
    return loaderOf(context, 'member.qualifications', (ids) => this.admissions.ofMembers(unkeyed(actor), ids));
  }

  private restsLoader(context: GraphqlContext, actor: Actor) {
    return loaderOf(context, 'member.pauses', (ids) => this.rests.ofMembers(unkeyed(actor), ids));
  }
}

const keyOf = (args: Pick<RevokeQualificationArgs, 'memberId' | 'projectId' | 'stage'>, path = '') => ({
  memberId: fromGlobalId('member', args.memberId, `${path}memberId`),
  projectId: fromGlobalId('project', args.projectId, `${path}projectId`),
  stage: args.stage,
});

const placeOf = (args: Pick<ResumeMemberArgs, 'memberId' | 'projectId'>, path = '') => ({
  memberId: fromGlobalId('member', args.memberId, `${path}memberId`),
  projectId: args.projectId ? fromGlobalId('project', args.projectId, `${path}projectId`) : null,
});
