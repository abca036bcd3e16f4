import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { StageEnum } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';
import { CourseItemKindEnum, ExamTellsEnum } from './course.input.js';
import type { CourseRow, ItemKind, ListedItem, VersionRow } from './courses.store.js';
import { courseStates, type CourseRules as Rules, type CourseState, type ExamTells } from './training.rules.js';

export const CourseStateEnum = Object.fromEntries(courseStates.map((name) => [name, name])) as Record<CourseState, CourseState>; // prettier-ignore
registerEnumType(CourseStateEnum, { name: 'CourseState' });

@ObjectType()
export class CourseRules {
  @Field(() => Float)
  passScore!: number;

  @Field(() => Float)
  passMark!: number;

  @Field(() => Int, { nullable: true })
  examItems!: number | null;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Float)
  retryHours!: number;

  @Field(() => Int, { nullable: true })
  mostAttempts!: number | null;

  @Field(() => Int, { nullable: true })
  timeLimitMinutes!: number | null;

  @Field(() => Int, { nullable: true })
  validDays!: number | null;

  @Field(() => ID, { nullable: true })
  skillId!: string | null;

  @Field(() => Int, { nullable: true })
  skillLevel!: number | null;

  @Field(() => ExamTellsEnum)
  tells!: ExamTells;
}

@ObjectType({ description: 'An item of a course with its answer.' })
export class CourseItem {
  @Field(() => ID)
  id!: string;

  @Field(() => CourseItemKindEnum)
  kind!: ItemKind;

  @Field(() => Int, { description: 'From 1 within its kind.' })
  ordinal!: number;

  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => ID, { nullable: true })
  mediaId!: string | null;

  @Field(() => JSONResolver)
  labels!: unknown;

  @Field(() => String)
  explanation!: string;

  @Field(() => ID, { nullable: true, description: 'The task it was copied from.' })
  taskId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of that task: to give the item again.' })
  batchId!: string | null;

  @Field(() => String, { nullable: true, description: 'Of that task.' })
  externalKey!: string | null;
}

@ObjectType({ description: 'What a course is, in one version.' })
export class CourseVersion {
  /** Not shown. */
  row!: VersionRow;

  @Field(() => Int)
  version!: number;

  @Field(() => String)
  description!: string;

  @Field(() => [StageEnum])
  stages!: Stage[];

  @Field(() => CourseRules)
  rules!: CourseRules;

  @Field(() => Int, { nullable: true, description: 'Of the guidelines that have to be read; null in a draft.' })
  guidelineVersion!: number | null;

  @Field(() => DateTimeResolver, { nullable: true })
  publishedAt!: Date | null;
}

@ObjectType({ implements: () => [Node], description: 'What has to be learnt before a stage of a project is open.' })
export class Course extends Node {
  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => CourseStateEnum)
  state!: CourseState;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

@ObjectType()
export class CourseConnection extends connectionOf(Course) {}

@ObjectType({
  implements: () => [Problem],
  description: 'NAME_TAKEN, COURSE_INCOMPLETE, NOTHING_TO_PUBLISH, WRONG_STATE.',
})
export class CourseRefused extends Problem {}

export const CourseResult = resultUnion('CourseResult', () => Course, [Course], {
  NAME_TAKEN: CourseRefused,
  COURSE_INCOMPLETE: CourseRefused,
  NOTHING_TO_PUBLISH: CourseRefused,
  WRONG_STATE: CourseRefused,
});

export const toCourse = ({ id, projectId, name, state, createdAt }: CourseRow): Course =>
  Object.assign(new Course(), {
    id: toGlobalId('course', id),
    projectId: toGlobalId('project', projectId),
    ...{ name, state, createdAt },
  });

export const toVersion = (row: VersionRow): CourseVersion =>
  Object.assign(new CourseVersion(), { ...row, row, rules: toRules(row.rules) });

/** The seed of the draw is told to nobody: with it, and one's own id, the items could be foretold. */
const toRules = ({ seed: _, skillId, ...rules }: Rules): CourseRules =>
  Object.assign(new CourseRules(), { ...rules, skillId: skillId && toGlobalId('skill', skillId) });

export const toItem = ({ id, mediaId, taskId, batchId, ...row }: ListedItem): CourseItem =>
  Object.assign(new CourseItem(), {
    id: toGlobalId('courseItem', id),
    ...row,
    mediaId: mediaId && toGlobalId('media', mediaId),
    taskId: taskId && toGlobalId('task', taskId),
    batchId: batchId && toGlobalId('batch', batchId),
  });
