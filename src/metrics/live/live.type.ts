import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { StageEnum } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';

@ObjectType()
export class QueueStageNow {
  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Int, { description: 'Free seats that can be claimed.' })
  waiting!: number;

  @Field(() => Int)
  held!: number;
}

@ObjectType()
export class QueueChange {
  @Field(() => ID)
  projectId!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => [QueueStageNow])
  stages!: QueueStageNow[];
}

@ObjectType()
export class BatchChange {
  @Field(() => ID)
  batchId!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => String)
  state!: string;

  @Field(() => Int, { description: 'Free seats of all stages.' })
  waiting!: number;

  @Field(() => Int)
  held!: number;

  @Field(() => Int, { description: 'Answers and verdicts given.' })
  submitted!: number;

  @Field(() => Int)
  counted!: number;

  @Field(() => Int)
  reworked!: number;
}

@ObjectType()
export class ChangedAssignment {
  @Field(() => ID)
  assignmentId!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => String)
  state!: string;

  @Field(() => Date, { description: 'When it was claimed or closed.' })
  at!: Date;
}

@ObjectType()
export class AssignmentChange {
  @Field(() => Date)
  at!: Date;

  @Field(() => [ChangedAssignment], { description: 'Latest first, a hundred at most.' })
  assignments!: ChangedAssignment[];
}
