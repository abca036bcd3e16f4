import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { DateTimeResolver } from 'graphql-scalars';
import { connectionOf, Node, PageArgs, toGlobalId } from '../../platform/index.js';
import { type InboxRow, type InboxState, inboxStates } from './inbox.store.js';

export const InboxStateEnum = {
  RECEIVED: 'RECEIVED',
  APPLIED: 'APPLIED',
  SUPERSEDED: 'SUPERSEDED',
  PARKED: 'PARKED',
  IGNORED: 'IGNORED',
  FAILED: 'FAILED',
} as const;
registerEnumType(InboxStateEnum, {
  name: 'InboxState',
  description:
    'APPLIED: what it says is known. SUPERSEDED: something newer was known. PARKED: about work that is not known (yet), tried again. IGNORED: a remark; kept and shown. FAILED: the sentence says why.',
});

@ArgsType()
export class InboxArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  connectionId!: string;

  @Field(() => [InboxStateEnum], { nullable: true })
  @IsOptional()
  @IsIn(inboxStates, { each: true })
  states?: InboxState[];
}

@ObjectType({
  implements: () => [Node],
  description: 'A message of a tool, kept for 30 days, without the secrets in it.',
})
export class InboxMessage extends Node {
  @Field(() => InboxStateEnum)
  state!: InboxState;

  @Field(() => String, { nullable: true, description: 'Why it is in this state, or what it remarks.' })
  sentence!: string | null;

  @Field(() => String, { nullable: true, description: 'As the tool calls it.' })
  event!: string | null;

  @Field(() => [String], { description: "The tool's ids of what it is about." })
  items!: string[];

  @Field(() => String)
  body!: string;

  @Field(() => Int)
  bytes!: number;

  @Field(() => Int)
  attempts!: number;

  @Field(() => DateTimeResolver, { nullable: true, description: 'When a parked message is tried again.' })
  retryAt!: Date | null;

  @Field(() => DateTimeResolver)
  receivedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  appliedAt!: Date | null;
}

@ObjectType()
export class InboxMessageConnection extends connectionOf(InboxMessage) {}

export const toInboxMessage = (row: InboxRow): InboxMessage =>
  Object.assign(new InboxMessage(), {
    id: toGlobalId('inboxMessage', row.id),
    state: row.state,
    sentence: row.sentence,
    event: row.event,
    items: row.items,
    body: row.body,
    bytes: row.bytes,
    attempts: row.attempts,
    retryAt: row.retry_at,
    receivedAt: row.received_at,
    appliedAt: row.applied_at,
  });
