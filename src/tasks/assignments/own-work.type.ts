import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { Assignment } from './assignment.type.js';
import type { BreakRow, DayRow } from './own-work.store.js';

@ObjectType({ description: 'What you did since midnight, in your time zone.' })
export class OwnDay {
  @Field(() => DateTimeResolver)
  since!: Date;

  @Field(() => String)
  timeZone!: string;

  @Field(() => Int, { description: 'Answers that you handed in.' })
  answers!: number;

  @Field(() => Int, { description: 'What you judged.' })
  verdicts!: number;

  @Field(() => Int)
  skipped!: number;

  @Field(() => Int, { description: 'Of what was closed today or is held, up to the last heartbeat.' })
  activeSeconds!: number;
}

export const toOwnDay = ({ time_zone, active_seconds, ...row }: DayRow): OwnDay =>
  Object.assign(new OwnDay(), { ...row, timeZone: time_zone, activeSeconds: active_seconds });

@ObjectType({ description: 'Nothing is handed out to you until it is over.' })
export class OwnBreak implements BreakRow {
  @Field(() => DateTimeResolver)
  since!: Date;

  @Field(() => DateTimeResolver, { nullable: true, description: 'Null: until you stop it.' })
  until!: Date | null;
}

@ObjectType()
export class OwnWork {
  @Field(() => [Assignment], { description: 'What you hold, in the order of your claims. Nothing is claimed.' })
  held!: Assignment[];

  @Field(() => OwnDay)
  today!: OwnDay;

  @Field(() => OwnBreak, { nullable: true, description: 'Your break (`startTime` with BREAK), while it lasts.' })
  onBreak!: OwnBreak | null;
}
