import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CONFIG, type Config, fromGlobalId, type GraphqlContext, Public, Refusal } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import { toMember } from '../members/member.type.js';
import { cookieOf, endedCookie } from './cookie.js';
import { DemoPeople } from './demo-people.js';
import {
  ChangePasswordArgs,
  ChangePasswordResult,
  DemoSignIn,
  Session,
  SignInArgs,
  SignInResult,
  toSession,
} from './session.type.js';
import { SessionsService } from './sessions.service.js';
import { visitorOf } from './visitor.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessions: SessionsService,
    private readonly demoPeople: DemoPeople,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Mutation(() => SignInResult)
  @Public()
  async signIn(@Args() { email, password }: SignInArgs, @Context() { request, reply }: GraphqlContext) {
    const answer = await this.sessions.signIn(email, password, visitorOf(request));
    if (answer instanceof Refusal) return answer;
    void reply.header('set-cookie', cookieOf(answer.token, this.config.SESSION_HOURS * 3600, this.config));
    return { ...answer, member: toMember(answer.member) };
  }

  @Mutation(() => Boolean, { description: 'Ends the session that asks. False for an API key, which has none.' })
  @Can('self:read')
  async signOut(@CurrentActor() actor: Actor, @Context() { reply }: GraphqlContext): Promise<boolean> {
    const isOut = await this.sessions.signOut(actor);
    if (isOut) void reply.header('set-cookie', endedCookie(this.config));
    return isOut;
  }

  @Query(() => [Session], { description: 'Where you are signed in, last used first.' })
  @Can('self:sessions')
  async mySessions(@CurrentActor() actor: Actor): Promise<Session[]> {
    return (await this.sessions.sessionsOf(actor)).map(toSession(actor.sessionId));
  }

  @Mutation(() => [Session], { description: 'Signs you out there. Answers the sessions that are left.' })
  @Can('self:sessions')
  async endSession(
    @CurrentActor() actor: Actor,
    @Args('sessionId', { type: () => ID }) sessionId: string,
    @Context() { reply }: GraphqlContext,
  ): Promise<Session[]> {
    const id = fromGlobalId('session', sessionId, 'sessionId');
    const left = await this.sessions.endSession(actor, id);
    if (id === actor.sessionId) void reply.header('set-cookie', endedCookie(this.config));
    return left.map(toSession(actor.sessionId));
  }

  @Query(() => [DemoSignIn], {
    description: 'With the data of the demo: somebody of each role to try it as. Otherwise empty.',
  })
  @Public()
  demoSignIns(): Promise<DemoSignIn[]> {
    return this.demoPeople.signIns();
  }

  @Mutation(() => ChangePasswordResult, { description: 'Ends all other sessions.' })
  @Can('self:password')
  changePassword(
    @CurrentActor() actor: Actor,
    @Args() { current, next }: ChangePasswordArgs,
    @Context() { request }: GraphqlContext,
  ) {
    return this.sessions.changePassword(actor, current, next, visitorOf(request));
  }
}
