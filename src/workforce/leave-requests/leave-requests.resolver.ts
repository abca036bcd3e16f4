import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, pageOf, Refusal } from '../../platform/index.js';
import { dayOf } from '../shifts/calendar.rules.js';
import {
  DecideLeaveRequestInput,
  type LeaveRequest,
  LeaveRequestConnection,
  LeaveRequestResult,
  LeaveRequestsArgs,
  LeaveRule,
  RequestLeaveInput,
  toLeaveRequest,
} from './leave-request.type.js';
import { LeaveRequests } from './leave-requests.service.js';
import type { LeaveRequestRow } from './leave-requests.store.js';

@Resolver()
export class LeaveRequestsResolver {
  constructor(private readonly requests: LeaveRequests) {}

  @Query(() => LeaveRequestConnection, {
    description: 'Latest first, of everybody, the people of the teams you lead, or yourself.',
  })
  @Can('shift:read')
  async leaveRequests(@CurrentActor() actor: Actor, @Args() args: LeaveRequestsArgs): Promise<LeaveRequestConnection> {
    const { first, after, state = null } = args;
    const memberId = args.memberId ? fromGlobalId('member', args.memberId, 'memberId') : null;
    const { rows, total } = await this.requests.page(actor, memberId, state, first, decodeCursor(after));
    return pageOf(rows, first, total, toLeaveRequest);
  }

  @Query(() => LeaveRule, { description: 'Whether people ask for their leave, or record it.' })
  @Can('shift:read')
  async leaveRule(@CurrentActor() actor: Actor): Promise<LeaveRule> {
    return { isRecordedByPeople: await this.requests.isRecordedByPeople(actor) };
  }

  @Mutation(() => LeaveRule)
  @Can('leave:rule')
  async setLeaveRule(
    @CurrentActor() actor: Actor,
    @Args('isRecordedByPeople', { type: () => Boolean }) isRecordedByPeople: boolean,
  ): Promise<LeaveRule> {
    return { isRecordedByPeople: await this.requests.letPeopleRecord(actor, isRecordedByPeople) };
  }

  @Mutation(() => LeaveRequestResult, {
    description: 'Whole days on which you would be away, both included; a lead says yes or no.',
  })
  @Can('leave:request')
  async requestLeave(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => RequestLeaveInput }) input: RequestLeaveInput,
  ): Promise<LeaveRequest | Refusal> {
    const { kind, timeZone = null, reason = null } = input;
    const days = { startsOn: dayOf(input.from)!, endsOn: dayOf(input.until)! };
    return shown(await this.requests.ask(actor, { kind, timeZone, reason, ...days }));
  }

  @Mutation(() => LeaveRequestResult, {
    description: 'Of your own, as long as nobody has decided; and of what you recorded so yourself.',
  })
  @Can('leave:request')
  async withdrawLeaveRequest(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<LeaveRequest | Refusal> {
    return shown(await this.requests.withdraw(actor, fromGlobalId('leaveRequest', id)));
  }

  @Mutation(() => LeaveRequestResult, { description: 'Approving records the leave. Nobody decides for themselves.' })
  @Can('shift:manage')
  async decideLeaveRequest(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => DecideLeaveRequestInput })
    { leaveRequestId, approves, reason }: DecideLeaveRequestInput,
  ): Promise<LeaveRequest | Refusal> {
    const id = fromGlobalId('leaveRequest', leaveRequestId, 'input.leaveRequestId');
    return shown(await this.requests.decide(actor, id, approves, reason ?? null));
  }

  @Mutation(() => LeaveRequestResult, {
    description: 'Takes back a refusal: the request waits again. An approval is taken back by cancelLeave.',
  })
  @Can('shift:manage')
  async reopenLeaveRequest(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<LeaveRequest | Refusal> {
    return shown(await this.requests.reopen(actor, fromGlobalId('leaveRequest', id)));
  }
}

const shown = (answer: LeaveRequestRow | Refusal): LeaveRequest | Refusal =>
  answer instanceof Refusal ? answer : toLeaveRequest(answer);
