import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { TaskState } from '../task.rules.js';
import { TaskStateEnum } from '../task.type.js';

@ObjectType()
export class TaskStateCount {
  @Field(() => TaskStateEnum)
  state!: TaskState;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class BatchProgress {
  @Field(() => Int)
  tasks!: number;

  @Field(() => [TaskStateCount])
  states!: TaskStateCount[];

  @Field(() => Int, { description: 'Annotation answers wanted: the sum of the overlaps.' })
  answersWanted!: number;

  @Field(() => Int)
  answersCounted!: number;

  @Field(() => Int, { description: 'Late answers kept for the lead, not counted.' })
  answersQuarantined!: number;

  @Field(() => Int, { description: 'Answers beyond what was wanted; the database refuses them, so this is 0.' })
  overCollected!: number;

  @Field(() => Int, { description: 'Tasks with at least one review verdict.' })
  tasksReviewed!: number;

  @Field(() => Int, { description: 'Tasks that wait for their pre-label.' })
  tasksHeld!: number;
}
