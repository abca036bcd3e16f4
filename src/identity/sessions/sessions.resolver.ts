import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { CONFIG, type Config, type GraphqlContext, Public, Refusal } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import { Can, CurrentActor } from '../access/can.js';
import { toMember } from '../members/member.type.js';
import { cookieOf, endedCookie } from './cookie.js';
import { ChangePasswordArgs, ChangePasswordResult, SignInArgs, SignInResult } from './session.type.js';
import { SessionsService } from './sessions.service.js';
import { visitorOf } from './visitor.js';

@Resolver()
export class SessionsResolver {
  constructor(
    private readonly sessions: SessionsService,
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
