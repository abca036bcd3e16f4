import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { StageEnum } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';
import type { AskedItem } from './asking.service.js';
import type { ExamMistake as Mistake, ExamView } from './exams.service.js';
import type { PracticeFeedback as Feedback } from './practice.service.js';
import { sentenceOf } from './training.service.js';
import { attemptMoves, type AttemptState, type CourseStep, courseSteps, nextAttemptAt, nextStep } from './training.rules.js'; // prettier-ignore
import type { StandingRow } from './training.store.js';

export const CourseStepEnum = Object.fromEntries(courseSteps.map((name) => [name, name])) as Record<CourseStep, CourseStep>; // prettier-ignore
registerEnumType(CourseStepEnum, { name: 'CourseStep', description: 'The one next thing to do in a course.' });
const attemptStates = Object.keys(attemptMoves) as AttemptState[];
export const ExamStateEnum = Object.fromEntries(attemptStates.map((name) => [name, name])) as Record<AttemptState, AttemptState>; // prettier-ignore
registerEnumType(ExamStateEnum, { name: 'ExamState' });

@ObjectType({ description: 'A task of a course: no task of the queue, and nothing of it counts as work.' })
export class TrainingTask {
  /** Not shown: what its picture needs. */
  asked!: AskedItem;

  @Field(() => ID, { description: 'To answer with.' })
  courseItemId!: string;

  @Field(() => Int, { description: 'From 1.' })
  number!: number;

  @Field(() => Int)
  of!: number;

  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => JSONResolver)
  labelSchema!: unknown;
}

@ObjectType({ description: 'Where you stand in a course, and what comes next.' })
export class MyCourse {
  @Field(() => ID)
  courseId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => [StageEnum], { description: 'What passing admits to.' })
  stages!: Stage[];

  @Field(() => CourseStepEnum)
  next!: CourseStep;

  @Field(() => String, { description: 'The next step in words.' })
  sentence!: string;

  @Field(() => Int)
  practised!: number;

  @Field(() => Int)
  practiceItems!: number;

  @Field(() => Int, { description: 'That an exam asks.' })
  examItems!: number;

  @Field(() => Int, { nullable: true })
  timeLimitMinutes!: number | null;

  @Field(() => Int, { description: 'Exams taken so far.' })
  attempts!: number;

  @Field(() => ID, { nullable: true, description: 'The exam that is under way.' })
  examAttemptId!: string | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'WAIT: until then.' })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'DONE: until then; null: for good.' })
  qualifiedUntil!: Date | null;
}

@ObjectType()
export class PracticeFeedback {
  /** Not shown. */
  ofCourse!: string;

  @Field(() => Boolean)
  isRight!: boolean;

  @Field(() => Float, { description: '0 to 1.' })
  score!: number;

  @Field(() => JSONResolver, { description: 'The right answer.' })
  expected!: unknown;

  @Field(() => String)
  explanation!: string;

  @Field(() => TrainingTask, { nullable: true, description: 'Null: everything is practised.' })
  next!: TrainingTask | null;
}

@ObjectType({ description: 'What was not answered rightly, as far as the course tells.' })
export class ExamMistake {
  @Field(() => Int)
  number!: number;

  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => JSONResolver, { nullable: true, description: 'Yours; null: none.' })
  labels!: unknown;

  @Field(() => JSONResolver, { nullable: true, description: 'The right answer, where the course tells it.' })
  expected!: unknown;

  @Field(() => String, { nullable: true })
  explanation!: string | null;
}

@ObjectType({ implements: () => [Node], description: 'One attempt at the exam of a course.' })
export class ExamAttempt extends Node {
  @Field(() => ID)
  courseId!: string;

  @Field(() => ExamStateEnum)
  state!: AttemptState;

  @Field(() => DateTimeResolver)
  startedAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true, description: 'What is answered later does not count.' })
  endsAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => Int)
  answered!: number;

  @Field(() => Int)
  of!: number;

  @Field(() => TrainingTask, { nullable: true, description: 'Null: all are answered, or it is finished.' })
  next!: TrainingTask | null;

  @Field(() => Int, { nullable: true, description: 'Of a finished one, where the course tells it.' })
  right!: number | null;

  @Field(() => [ExamMistake], { nullable: true, description: 'Of a finished one, where the course tells them.' })
  mistakes!: ExamMistake[] | null;
}

@ObjectType({
  implements: () => [Problem],
  description:
    'GUIDELINES_UNREAD, NOTHING_TO_PRACTISE, EXAM_NOT_OPEN, EXAM_WAITS, NO_ATTEMPTS_LEFT, ANSWERED_BEFORE, COURSE_RETIRED.',
})
export class TrainingRefused extends Problem {}

export const refusals = (...codes: string[]) => Object.fromEntries(codes.map((code) => [code, TrainingRefused]));

export const StartPracticeResult = resultUnion('StartPracticeResult', () => TrainingTask, [TrainingTask], refusals('GUIDELINES_UNREAD', 'NOTHING_TO_PRACTISE', 'COURSE_RETIRED')); // prettier-ignore
export const AnswerPracticeResult = resultUnion('AnswerPracticeResult', () => PracticeFeedback, [PracticeFeedback], refusals('GUIDELINES_UNREAD', 'NOTHING_TO_PRACTISE', 'COURSE_RETIRED')); // prettier-ignore
export const StartExamResult = resultUnion('StartExamResult', () => ExamAttempt, [ExamAttempt], refusals('EXAM_NOT_OPEN', 'EXAM_WAITS', 'NO_ATTEMPTS_LEFT', 'COURSE_RETIRED')); // prettier-ignore
export const AnswerExamResult = resultUnion('AnswerExamResult', () => ExamAttempt, [ExamAttempt], refusals('ANSWERED_BEFORE')); // prettier-ignore

export const toTask = (asked: AskedItem): TrainingTask =>
  Object.assign(new TrainingTask(), {
    asked,
    courseItemId: toGlobalId('courseItem', asked.item.id),
    number: asked.number,
    of: asked.of,
    data: asked.item.data,
    labelSchema: asked.project.labelSchema,
  });

export const waitOf = (row: StandingRow): Date | null => {
  const next = nextStep(row, row.rules, row.now) === 'WAIT' && nextAttemptAt(row, row.rules, row.now);
  return next instanceof Date ? next : null;
};

export const toMyCourse = (row: StandingRow): MyCourse =>
  Object.assign(new MyCourse(), {
    courseId: toGlobalId('course', row.courseId),
    name: row.courseName,
    description: row.description,
    projectId: toGlobalId('project', row.projectId),
    projectName: row.projectName,
    version: row.version,
    stages: row.stages,
    next: nextStep(row, row.rules, row.now),
    sentence: sentenceOf(row),
    practised: row.practice.answered,
    practiceItems: row.practice.of,
    examItems: row.examItems,
    timeLimitMinutes: row.rules.timeLimitMinutes,
    attempts: row.attempts,
    examAttemptId: row.running && toGlobalId('examAttempt', row.running.id),
    nextAttemptAt: waitOf(row),
    qualifiedUntil: row.isQualified ? row.qualifiedUntil : null,
  });

export const toFeedback = ({ courseId, isRight, score, expected, explanation, next }: Feedback): PracticeFeedback =>
  Object.assign(new PracticeFeedback(), {
    ofCourse: courseId,
    ...{ isRight, score, expected, explanation },
    next: next && toTask(next),
  });

export const toExam = ({ attempt, answered, next, right, mistakes }: ExamView): ExamAttempt =>
  Object.assign(new ExamAttempt(), {
    id: toGlobalId('examAttempt', attempt.id),
    courseId: toGlobalId('course', attempt.courseId),
    state: attempt.state,
    startedAt: attempt.startedAt,
    endsAt: attempt.endsAt,
    finishedAt: attempt.finishedAt,
    answered,
    of: attempt.itemIds.length,
    next: next && toTask(next),
    right,
    mistakes: mistakes && mistakes.map(toMistake),
  });

const toMistake = ({ number, item, answer, isAnswerShown }: Mistake): ExamMistake =>
  Object.assign(new ExamMistake(), {
    number,
    data: item.data,
    labels: answer?.labels ?? null,
    expected: isAnswerShown ? item.labels : null,
    explanation: isAnswerShown ? item.explanation : null,
  });
