import { ArgsType, Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsToken } from '../../identity/index.js';
import { PageArgs } from '../../platform/index.js';
import { PlainText } from '../plain-text.js';

const largestInt = 2_147_483_647;

@InputType()
export class QuizQuestionInput {
  @Field(() => String)
  @PlainText(1, 1000)
  text!: string;

  @Field(() => [String], { description: '2 to 10.' })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(10)
  @PlainText(1, 500, { each: true })
  choices!: string[];

  @Field(() => [Int], {
    description: 'The right choices, counted from 1; all of them have to be chosen, and no other.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsInt({ each: true })
  right!: number[];

  @Field(() => String, { description: 'Shown to who answers it wrongly.' })
  @PlainText(1, 2000)
  explanation!: string;
}

@InputType({ description: 'Questions on what changed, which have to be answered before the next claim.' })
export class GuidelineQuizInput {
  @Field(() => [QuizQuestionInput], { description: '1 to 20.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => QuizQuestionInput)
  questions!: QuizQuestionInput[];

  @Field(() => Float, { defaultValue: 1, description: 'The share of right answers that passes, above 0, at most 1.' })
  @IsNumber()
  @Min(0.01)
  @Max(1)
  passMark: number = 1;
}

@ArgsType()
export class PublishGuidelinesArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => String, { description: 'Markdown.' })
  @PlainText(1, 200_000)
  body!: string;

  @Field(() => GuidelineQuizInput, {
    nullable: true,
    description: 'With it, everybody answers it before they work on.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => GuidelineQuizInput)
  quiz?: GuidelineQuizInput | null;
}

@ArgsType()
export class AcknowledgeGuidelinesArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Int, { nullable: true, description: 'The version that was read; the one in force when left out.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(largestInt)
  version?: number;
}

@InputType()
export class QuizAnswerInput {
  @Field(() => Int)
  @IsInt()
  question!: number;

  @Field(() => [Int])
  @IsArray()
  @ArrayMaxSize(10)
  @IsInt({ each: true })
  choices!: number[];
}

@InputType()
export class AnswerQuizInput {
  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => Int, { description: 'Of the quiz.' })
  @IsInt()
  @Min(1)
  @Max(largestInt)
  version!: number;

  @Field(() => [QuizAnswerInput], { description: 'One for each question.' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => QuizAnswerInput)
  answers!: QuizAnswerInput[];
}

@ArgsType()
export class GuidelineNotesArgs extends PageArgs {
  @Field(() => ID)
  @IsToken()
  projectId!: string;
}
