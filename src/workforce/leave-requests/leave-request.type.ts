import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { IsToken } from '../../identity/index.js';
import { connectionOf, PageArgs, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { DecisionInput, Proposed } from '../decision.type.js';
import { dateOf } from '../shifts/calendar.rules.js';
import { LeaveInput, LeaveKindEnum } from '../shifts/shift.input.js';
import type { LeaveKind } from '../shifts/shift.types.js';
import { type LeaveRequestRow, type LeaveRequestState, leaveRequestStates } from './leave-requests.store.js';

export const LeaveRequestStateEnum = Object.fromEntries(leaveRequestStates.map((name) => [name, name])) as Record<LeaveRequestState, LeaveRequestState>; // prettier-ignore
registerEnumType(LeaveRequestStateEnum, { name: 'LeaveRequestState' });

@InputType()
export class RequestLeaveInput extends LeaveInput {}

@InputType()
export class DecideLeaveRequestInput extends DecisionInput {
  @Field(() => ID)
  @IsToken()
  leaveRequestId!: string;
}

@ArgsType()
export class LeaveRequestsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Without it those of everybody whose roster you see.' })
  @IsOptional()
  @IsToken()
  memberId?: string | null;

  @Field(() => LeaveRequestStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(leaveRequestStates)
  state?: LeaveRequestState | null;
}

@ObjectType({ description: 'Leave that somebody asks for. It takes no shift before it is approved.' })
export class LeaveRequest extends Proposed {
  @Field(() => String)
  memberName!: string;

  @Field(() => LeaveKindEnum)
  kind!: LeaveKind;

  @Field(() => String, { description: 'The first day.' })
  from!: string;

  @Field(() => String, { description: 'The last day.' })
  until!: string;

  @Field(() => String, { nullable: true, description: 'Null also to whoever neither is the person nor leads them.' })
  reason!: string | null;

  @Field(() => LeaveRequestStateEnum)
  state!: LeaveRequestState;

  @Field(() => Date)
  requestedAt!: Date;

  @Field(() => String, { nullable: true })
  decidedByName!: string | null;

  @Field(() => ID, { nullable: true, description: 'The leave that was recorded with the approval.' })
  leaveId!: string | null;

  @Field(() => Boolean, { description: 'That leave was cancelled since.' })
  isCancelled!: boolean;
}

export const toLeaveRequest = (row: LeaveRequestRow): LeaveRequest =>
  Object.assign(new LeaveRequest(), {
    id: toGlobalId('leaveRequest', row.id),
    memberId: toGlobalId('member', row.memberId),
    memberName: row.memberName,
    kind: row.kind,
    from: dateOf(row.startsOn),
    until: dateOf(row.endsOn),
    reason: row.reason,
    state: row.state,
    requestedAt: row.requestedAt,
    decidedById: row.decidedBy && toGlobalId('member', row.decidedBy),
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt,
    decisionReason: row.decisionReason,
    leaveId: row.leaveId && toGlobalId('leave', row.leaveId),
    isCancelled: row.isCancelled,
  });

@ObjectType()
export class LeaveRule {
  @Field(() => Boolean, {
    description: 'People record their own leave: what they ask for is approved at once. False: a lead decides.',
  })
  isRecordedByPeople!: boolean;
}

@ObjectType()
export class LeaveRequestConnection extends connectionOf(LeaveRequest) {}

@ObjectType({
  implements: () => [Problem],
  description:
    'REQUEST_DECIDED: it was approved, refused or withdrawn before. LEAVE_OVERLAPS: on one of these days they are away, or have asked to be.',
})
export class LeaveRequestRefused extends Problem {}

export const LeaveRequestResult = resultUnion('LeaveRequestResult', () => LeaveRequest, [LeaveRequest], {
  REQUEST_DECIDED: LeaveRequestRefused,
  LEAVE_OVERLAPS: LeaveRequestRefused,
});
