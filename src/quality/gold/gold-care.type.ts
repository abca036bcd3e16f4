import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsString, Max, Min } from 'class-validator';
import { DateTimeResolver } from 'graphql-scalars';
import { toGlobalId } from '../../platform/index.js';
import { PlainText } from '../../projects/index.js';
import { NamedTasksInput } from '../../tasks/index.js';
import type { ContestRow } from './exposures.store.js';

@InputType()
export class MintGoldInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Int, { defaultValue: 50, description: 'At most so many, 1 to 500.' })
  @IsInt()
  @Min(1)
  @Max(500)
  count: number = 50;

  @Field(() => Int, { defaultValue: 2, description: 'Answers that a task needs, all of them the same; 2 to 50.' })
  @IsInt()
  @Min(2)
  @Max(50)
  fewestAnswers: number = 2;

  @Field(() => String)
  @PlainText(1, 500)
  reason!: string;
}

@InputType()
export class ForgiveGoldInput extends NamedTasksInput {
  @Field(() => Boolean, { defaultValue: false, description: 'And nobody is asked again: it is no gold any more.' })
  @IsBoolean()
  retires: boolean = false;
}

@InputType()
export class ContestAnswerInput {
  @Field(() => ID)
  @IsString()
  assignmentId!: string;

  @Field(() => String, { description: 'Why the answer was right.' })
  @PlainText(1, 2000)
  reason!: string;
}

@ObjectType({ description: 'Somebody says that their answer to a gold task was right.' })
export class GoldContest {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => Float, { nullable: true, description: 'What their answer scored, 0 to 1.' })
  score!: number | null;
}

export const toGoldContest = (row: ContestRow): GoldContest =>
  Object.assign(new GoldContest(), {
    taskId: toGlobalId('task', row.task_id),
    externalKey: row.external_key,
    memberId: toGlobalId('member', row.member_id),
    memberName: row.member_name,
    reason: row.contest,
    at: row.contested_at,
    score: row.score,
  });
