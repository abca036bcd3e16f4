import { ArgsType, Field, Float, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { IsLine, IsToken } from '../../identity/index.js';
import { fromGlobalId, PageArgs } from '../../platform/index.js';
import { PlainText, StageEnum } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';
import type { GivenItem } from './course-items.service.js';
import type { CourseContent } from './courses.service.js';
import { type ItemKind, itemKinds } from './courses.store.js';
import { type CourseRules, type ExamTells, examTells } from './training.rules.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
export const CourseItemKindEnum = enumOf(itemKinds);
registerEnumType(CourseItemKindEnum, { name: 'CourseItemKind' });
export const ExamTellsEnum = enumOf(examTells);
registerEnumType(ExamTellsEnum, {
  name: 'ExamTells',
  description: 'What is told of a finished exam: only the outcome, how many were right, which were wrong, and what they should have been.', // prettier-ignore
});

const stageNames = Object.values(StageEnum);

@InputType({ description: 'What is left out has its default; in an update, it stays as it was.' })
export class CourseRulesInput {
  @Field(() => Float, { nullable: true, description: 'An answer is right from this score on: 0.8.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  passScore?: number;

  @Field(() => Float, { nullable: true, description: 'The share of right answers that passes the exam: 0.8.' })
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(1)
  passMark?: number;

  @Field(() => Int, { nullable: true, description: 'How many of the exam items an attempt draws; null: all.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  examItems?: number | null;

  @Field(() => Int, { nullable: true, description: 'Failed attempts in a row before one has to wait: 2.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  attempts?: number;

  @Field(() => Float, { nullable: true, description: 'How long, in hours: 24.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(8760)
  retryHours?: number;

  @Field(() => Int, { nullable: true, description: 'Failed attempts altogether, after which only a lead lets one try again; null: no end.' }) // prettier-ignore
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  mostAttempts?: number | null;

  @Field(() => Int, { nullable: true, description: 'For an attempt; null: no limit.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_080)
  timeLimitMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Days for which passing counts; null: for good.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  validDays?: number | null;

  @Field(() => ID, { nullable: true, description: 'A skill that passing grants, too.' })
  @IsOptional()
  @IsToken()
  skillId?: string | null;

  @Field(() => Int, { nullable: true, description: '1 to 5.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  skillLevel?: number | null;

  @Field(() => ExamTellsEnum, { nullable: true, description: 'SCORE.' })
  @IsOptional()
  @IsIn(examTells)
  tells?: ExamTells;

  @Field(() => String, { nullable: true, description: 'Of the draw; made up when left out.' })
  @IsOptional()
  @IsLine(200)
  seed?: string;
}

@InputType({ description: 'Either data (and a picture), or a task of the project to copy: batchId and externalKey.' })
export class CourseItemInput {
  @Field(() => CourseItemKindEnum)
  @IsIn(itemKinds)
  kind!: ItemKind;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  batchId?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(/^[^\p{Cc}\p{Cs}]{1,200}$/u, { message: 'must be an external key' })
  externalKey?: string;

  @Field(() => JSONResolver, { nullable: true, description: 'What is shown, as the data of a task.' })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;

  @Field(() => ID, { nullable: true, description: 'A picture of the project.' })
  @IsOptional()
  @IsToken()
  mediaId?: string;

  @Field(() => JSONResolver, { nullable: true, description: 'The right answer; left out, the known answer of the task.' }) // prettier-ignore
  @Allow()
  labels?: unknown;

  @Field(() => String, { defaultValue: '', description: 'Why: shown after practice, and after the exam with ANSWERS.' })
  @PlainText(0, 2000)
  explanation: string = '';
}

@InputType()
export class UpdateCourseInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine(200)
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @PlainText(0, 10_000)
  description?: string;

  @Field(() => [StageEnum], { nullable: true, description: 'What passing admits to.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(stageNames.length)
  @IsIn(stageNames, { each: true })
  stages?: Stage[];

  @Field(() => CourseRulesInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => CourseRulesInput)
  rules?: CourseRulesInput;

  @Field(() => [CourseItemInput], { nullable: true, description: 'All of them anew, in their order; at most 200.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CourseItemInput)
  items?: CourseItemInput[];
}

@InputType()
export class CreateCourseInput extends UpdateCourseInput {
  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => String)
  @IsLine(200)
  declare name: string;

  @Field(() => [StageEnum], { description: 'What passing admits to.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(stageNames.length)
  @IsIn(stageNames, { each: true })
  declare stages: Stage[];
}

@ArgsType()
export class CoursesArgs extends PageArgs {
  @Field(() => ID)
  @IsToken()
  projectId!: string;
}

@ArgsType()
export class AllowExamArgs {
  @Field(() => ID)
  @IsToken()
  courseId!: string;

  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => String, { description: 'For the change log, and for the person to read.' })
  @PlainText(1, 500)
  reason!: string;
}

@InputType()
export class AnswerPracticeInput {
  @Field(() => ID)
  @IsToken()
  courseItemId!: string;

  @Field(() => JSONResolver)
  @Allow()
  labels!: unknown;
}

@InputType()
export class AnswerExamInput extends AnswerPracticeInput {
  @Field(() => ID)
  @IsToken()
  examAttemptId!: string;
}

const given = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/** What was said of the course, with ids as they are inside. @throws a fault that names the id that is none */
export function contentOf({ name, description, stages, rules, items }: UpdateCourseInput): Partial<CourseContent> {
  return {
    ...(given(name) && { name }),
    ...(given(description) && { description }),
    ...(given(stages) && { stages: [...new Set(stages)] }),
    ...(given(rules) && { rules: rulesOf(rules) }),
    ...(given(items) && { items: items.map(itemOf) }),
  };
}

/** Null means something for some of the rules; for the others, that nothing was said. */
const nullable: readonly string[] = ['examItems', 'mostAttempts', 'timeLimitMinutes', 'validDays', 'skillId', 'skillLevel']; // prettier-ignore

function rulesOf({ skillId, ...rest }: CourseRulesInput): Partial<CourseRules> {
  const said = Object.entries(rest).filter(([key, value]) => value !== undefined && (value !== null || nullable.includes(key))); // prettier-ignore
  const skill =
    skillId === undefined ? {} : { skillId: skillId && fromGlobalId('skill', skillId, 'input.rules.skillId') };
  return { ...(Object.fromEntries(said) as Partial<CourseRules>), ...skill };
}

function itemOf(
  { kind, batchId, externalKey, data, mediaId, labels, explanation }: CourseItemInput,
  index: number,
): GivenItem {
  const path = `input.items[${index}]`;
  return {
    kind,
    ...(given(batchId) && given(externalKey) && { task: { batchId: fromGlobalId('batch', batchId, `${path}.batchId`), externalKey } }),
    ...(given(data) && { data }),
    ...(given(mediaId) && { mediaId: fromGlobalId('media', mediaId, `${path}.mediaId`) }),
    ...(given(labels) && { labels }),
    explanation,
  }; // prettier-ignore
}
