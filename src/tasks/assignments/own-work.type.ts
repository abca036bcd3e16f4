import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { Assignment } from './assignment.type.js';
import type { DayRow } from './own-work.store.js';

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

@ObjectType()
export class OwnWork {
  @Field(() => [Assignment], { description: 'What you hold, in the order of your claims. Nothing is claimed.' })
  held!: Assignment[];

  @Field(() => OwnDay)
  today!: OwnDay;
}
