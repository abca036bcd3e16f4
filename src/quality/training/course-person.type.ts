import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { connectionOf, resultUnion, toGlobalId } from '../../platform/index.js';
import { sentenceOf } from './training.service.js';
import { type AttemptState, type CourseStep, nextStep } from './training.rules.js';
import type { AttemptRow, StandingRow } from './training.store.js';
import { CourseStepEnum, ExamStateEnum, refusals, waitOf } from './training.type.js';

@ObjectType({ description: 'An attempt as leads see it.' })
export class ExamOutcome {
  @Field(() => ExamStateEnum)
  state!: AttemptState;

  @Field(() => Int, { description: 'Of the course.' })
  version!: number;

  @Field(() => DateTimeResolver)
  startedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => Int, { nullable: true })
  right!: number | null;

  @Field(() => Int)
  of!: number;
}

@ObjectType({ description: 'How somebody does in a course.' })
export class CoursePerson {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => CourseStepEnum)
  next!: CourseStep;

  @Field(() => String)
  sentence!: string;

  @Field(() => Int)
  practised!: number;

  @Field(() => Int)
  practiceItems!: number;

  @Field(() => DateTimeResolver, { nullable: true })
  nextAttemptAt!: Date | null;

  @Field(() => [ExamOutcome], { description: 'Newest first.' })
  attempts!: ExamOutcome[];
}

@ObjectType()
export class CoursePersonConnection extends connectionOf(CoursePerson) {}

export const AllowExamResult = resultUnion('AllowExamResult', () => CoursePerson, [CoursePerson], refusals('COURSE_RETIRED')); // prettier-ignore

export const toPerson = (row: StandingRow, attempts: AttemptRow[] = []): CoursePerson =>
  Object.assign(new CoursePerson(), {
    memberId: toGlobalId('member', row.memberId),
    memberName: row.memberName,
    next: nextStep(row, row.rules, row.now),
    sentence: sentenceOf(row),
    practised: row.practice.answered,
    practiceItems: row.practice.of,
    nextAttemptAt: waitOf(row),
    attempts: attempts.map(({ state, version, startedAt, finishedAt, right, itemIds }) =>
      Object.assign(new ExamOutcome(), { state, version, startedAt, finishedAt, right, of: itemIds.length }),
    ),
  });
