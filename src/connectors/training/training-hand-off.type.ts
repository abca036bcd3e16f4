import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { IsToken } from '../../identity/index.js';
import { Node, resultUnion, toGlobalId } from '../../platform/index.js';
import { HandOffRefused } from '../items/hand-off.type.js';
import type { TrainingHandOffView } from './training-hand-offs.service.js';

@ArgsType()
export class HandOffTrainingArgs {
  @Field(() => ID)
  @IsToken()
  courseItemId!: string;

  @Field(() => ID, { nullable: true, description: 'Of the exam that is under way; left out: practice.' })
  @IsOptional()
  @IsToken()
  examAttemptId?: string | null;
}

@ObjectType({
  implements: () => [Node],
  description: 'A task of a course on its way through the tool of the project. What was drawn there is yours to give.',
})
export class TrainingHandOff extends Node {
  @Field(() => ID)
  courseId!: string;

  @Field(() => ID)
  courseItemId!: string;

  @Field(() => ID, { nullable: true, description: 'Null: practice.' })
  examAttemptId!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is drawn, for you; null: it is answered.' })
  url!: string | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'When the tool was done with it.' })
  answeredAt!: Date | null;

  @Field(() => JSONResolver, {
    nullable: true,
    description:
      'What was drawn; give it with answerPractice or answerExam. Null: nothing yet, or it was skipped there.',
  })
  labels!: unknown;
}

export const HandOffTrainingResult = resultUnion('HandOffTrainingResult', () => TrainingHandOff, [TrainingHandOff], {
  NO_TOOL: HandOffRefused,
});

export const toTrainingHandOff = (view: TrainingHandOffView): TrainingHandOff =>
  Object.assign(new TrainingHandOff(), {
    id: toGlobalId('trainingHandOff', view.id),
    courseId: toGlobalId('course', view.courseId),
    courseItemId: toGlobalId('courseItem', view.itemId),
    examAttemptId: view.attemptId && toGlobalId('examAttempt', view.attemptId),
    url: view.url,
    answeredAt: view.answeredAt,
    labels: view.labels,
  });
