import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsDate, IsIn, IsOptional, IsString } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { IsToken } from '../../identity/index.js';
import { connectionOf, Node, PageArgs, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { webhookTypes } from '../events/event-types.js';
import { type DeliveryRow, type DeliveryState, deliveryStates } from './deliveries.store.js';

export const DeliveryStateEnum = { PENDING: 'PENDING', DELIVERED: 'DELIVERED', FAILED: 'FAILED' } as const;
registerEnumType(DeliveryStateEnum, {
  name: 'DeliveryState',
  description: 'PENDING: is or will be tried. FAILED: given up; it can be replayed.',
});

@ArgsType()
export class DeliveriesArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  webhookEndpointId?: string | null;

  @Field(() => DeliveryStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(deliveryStates)
  state?: DeliveryState | null;

  @Field(() => String, { nullable: true, description: 'Such as `task.settled`.' })
  @IsOptional()
  @IsIn(webhookTypes)
  type?: string | null;
}

@InputType({
  description: 'Either deliveries by their ids, or of one endpoint: all that failed, or all of a span of time.',
})
export class ReplayDeliveriesInput {
  @Field(() => [ID], { nullable: true })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  deliveryIds?: string[] | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  webhookEndpointId?: string | null;

  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  allFailed?: boolean | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'Of what happened from then on …' })
  @IsOptional()
  @IsDate()
  from?: Date | null;

  @Field(() => DateTimeResolver, { nullable: true, description: '… and before then; now when it is left out.' })
  @IsOptional()
  @IsDate()
  to?: Date | null;
}

@ObjectType({ implements: () => [Node], description: 'One message to one endpoint, kept for thirty days.' })
export class Delivery extends Node {
  @Field(() => ID, { description: 'The header webhook-id: the same for every attempt, and after a replay.' })
  webhookId!: string;

  @Field(() => ID)
  webhookEndpointId!: string;

  @Field(() => String)
  type!: string;

  @Field(() => JSONResolver, { description: 'The body, as it is sent.' })
  payload!: unknown;

  @Field(() => DeliveryStateEnum)
  state!: DeliveryState;

  @Field(() => Int, { description: 'Attempts so far, of ten.' })
  attempts!: number;

  @Field(() => DateTimeResolver, { nullable: true, description: 'The next attempt, at the earliest.' })
  dueAt!: Date | null;

  @Field(() => DateTimeResolver)
  occurredAt!: Date;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  attemptedAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the last attempt; null when there was no answer.' })
  status!: number | null;

  @Field(() => Int, { nullable: true, description: 'How long the last attempt took.' })
  milliseconds!: number | null;

  @Field(() => String, { nullable: true, description: "The first 4 kB of the last attempt's answer." })
  answer!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt had no answer.' })
  error!: string | null;
}

@ObjectType({ description: 'One attempt to deliver a message.' })
export class DeliveryAttempt {
  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; null when there was none.' })
  status!: number | null;

  @Field(() => Int, { nullable: true, description: 'How long it took.' })
  milliseconds!: number | null;

  @Field(() => String, { nullable: true, description: 'The first 4 kB of the answer.' })
  answer!: string | null;

  @Field(() => String, { nullable: true, description: 'Why there was no answer.' })
  error!: string | null;
}

export function toDelivery(row: DeliveryRow): Delivery {
  return Object.assign(new Delivery(), {
    id: toGlobalId('delivery', row.id),
    webhookId: toGlobalId('event', row.event_id),
    webhookEndpointId: toGlobalId('webhookEndpoint', row.endpoint_id),
    type: row.type,
    payload: JSON.parse(row.body) as unknown,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.state === 'PENDING' ? row.due_at : null,
    occurredAt: row.occurred_at,
    createdAt: row.created_at,
    attemptedAt: row.attempted_at,
    status: row.status,
    milliseconds: row.milliseconds,
    answer: row.answer,
    error: row.error,
  });
}

@ObjectType()
export class DeliveryConnection extends connectionOf(Delivery) {}

@ObjectType()
export class ReplayedDeliveries {
  @Field(() => Int, { description: 'How many are sent again; those that wait to be sent anyway are not counted.' })
  count!: number;

  @Field(() => Boolean, { description: 'There may be more: ask once more.' })
  hasMore!: boolean;
}

@ObjectType({ implements: () => [Problem] })
export class EndpointDisabled extends Problem {}

export const PingWebhookEndpointResult = resultUnion('PingWebhookEndpointResult', () => Delivery, [Delivery], {
  ENDPOINT_DISABLED: EndpointDisabled,
});
export const ReplayDeliveriesResult = resultUnion(
  'ReplayDeliveriesResult',
  () => ReplayedDeliveries,
  [ReplayedDeliveries],
  { ENDPOINT_DISABLED: EndpointDisabled },
);
