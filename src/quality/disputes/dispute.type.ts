import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, PageArgs, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { PlainText } from '../../projects/index.js';
import { type VerdictDecision, VerdictDecisionEnum } from '../verdict.type.js';
import { type DisputeRow, type DisputeState, disputeStates } from './disputes.store.js';

export const DisputeStateEnum = { OPEN: 'OPEN', UPHELD: 'UPHELD', OVERTURNED: 'OVERTURNED' } as const;
registerEnumType(DisputeStateEnum, {
  name: 'DisputeState',
  description: 'UPHELD: the verdict stands. OVERTURNED: the answer stands instead.',
});
export const DisputeDecisionEnum = { UPHELD: 'UPHELD', OVERTURNED: 'OVERTURNED' } as const;
registerEnumType(DisputeDecisionEnum, { name: 'DisputeDecision' });

@InputType({ description: 'Either the verdict, or your assignment whose answer was judged.' })
export class OpenDisputeInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  verdictId?: string;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  assignmentId?: string;

  @Field(() => String, { description: 'Why the verdict is wrong; whoever decides does not see whose words these are.' })
  @PlainText(1, 2000)
  reason!: string;
}

@ArgsType()
export class DisputesArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => DisputeStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(disputeStates)
  state?: DisputeState;
}

@ArgsType()
export class ResolveDisputeArgs {
  @Field(() => ID)
  @IsString()
  id!: string;

  @Field(() => DisputeDecisionEnum)
  @IsIn(Object.values(DisputeDecisionEnum))
  decision!: 'UPHELD' | 'OVERTURNED';

  @Field(() => String, { description: 'For the change log, and for both sides to ask about.' })
  @PlainText(1, 2000)
  reason!: string;
}

@ObjectType({ implements: () => [Node], description: 'A verdict that the author of the judged answer contests.' })
export class Dispute extends Node {
  @Field(() => DisputeStateEnum)
  state!: DisputeState;

  @Field(() => ID)
  projectId!: string;

  @Field(() => ID)
  verdictId!: string;

  @Field(() => VerdictDecisionEnum, { description: 'What the verdict said.' })
  decision!: VerdictDecision;

  @Field(() => JSONResolver)
  errors!: unknown;

  @Field(() => String, { nullable: true, description: 'What the reviewer said.' })
  comment!: string | null;

  @Field(() => String, { description: 'What the author says.' })
  reason!: string;

  @Field(() => DateTimeResolver)
  openedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => Boolean, { description: 'A lead decided, not a second judge.' })
  isOverride!: boolean;

  @Field(() => String, { nullable: true, description: 'Why the lead decided so.' })
  resolution!: string | null;

  @Field(() => ID, { nullable: true, description: 'For leads; an annotator is told no task.' })
  taskId!: string | null;

  @Field(() => String, { nullable: true, description: 'For leads.' })
  externalKey!: string | null;

  @Field(() => ID, { nullable: true, description: 'For leads: whose work it is.' })
  openedById!: string | null;

  @Field(() => String, { nullable: true, description: 'For leads.' })
  openedByName!: string | null;

  @Field(() => ID, { nullable: true, description: 'For leads: whose verdict it is.' })
  reviewerId!: string | null;

  @Field(() => String, { nullable: true, description: 'For leads.' })
  reviewerName!: string | null;
}

@ObjectType()
export class DisputeConnection extends connectionOf(Dispute) {}

@ObjectType({
  implements: () => [Problem],
  description: 'NOTHING_TO_DISPUTE, TOO_LATE, DISPUTED_BEFORE; when it is resolved: DISPUTE_CLOSED.',
})
export class DisputeRefused extends Problem {}

export const OpenDisputeResult = resultUnion('OpenDisputeResult', () => Dispute, [Dispute], {
  NOTHING_TO_DISPUTE: DisputeRefused,
  TOO_LATE: DisputeRefused,
  DISPUTED_BEFORE: DisputeRefused,
});
export const ResolveDisputeResult = resultUnion('ResolveDisputeResult', () => Dispute, [Dispute], {
  DISPUTE_CLOSED: DisputeRefused,
});

/** @param isForLead with the people and the task */
export function toDispute(row: DisputeRow, isForLead: boolean): Dispute {
  const { state, decision, errors, comment, reason, resolution } = row;
  return Object.assign(new Dispute(), {
    id: toGlobalId('dispute', row.id),
    projectId: toGlobalId('project', row.project_id),
    verdictId: toGlobalId('verdict', row.verdict_id),
    ...{ state, decision, errors, comment, reason, resolution },
    openedAt: row.opened_at,
    decidedAt: row.decided_at,
    isOverride: resolution !== null,
    taskId: isForLead ? toGlobalId('task', row.task_id) : null,
    externalKey: isForLead ? row.external_key : null,
    openedById: isForLead ? toGlobalId('member', row.opened_by) : null,
    openedByName: isForLead ? row.opened_by_name : null,
    reviewerId: isForLead ? toGlobalId('member', row.reviewer_id) : null,
    reviewerName: isForLead ? row.reviewer_name : null,
  });
}
