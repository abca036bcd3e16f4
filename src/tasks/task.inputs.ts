import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { PageArgs } from '../platform/index.js';
import { PlainText } from '../projects/index.js';
import { stages, type Stage, taskStates, type TaskState } from './task.rules.js';
import { StageEnum, TaskStateEnum } from './task.type.js';

@InputType()
export class ClaimTaskInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  projectId?: string;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  batchId?: string;

  @Field(() => StageEnum, { nullable: true, description: 'Only work of this stage.' })
  @IsOptional()
  @IsIn(stages)
  stage?: Stage;
}

@InputType()
export class HeldAssignmentInput {
  @Field(() => ID)
  @IsString()
  assignmentId!: string;

  @Field(() => String, { description: 'The fencing token that came with the claim.' })
  @Matches(/^[0-9]{1,18}$/, { message: 'must be the token of the assignment' })
  token!: string;
}

@InputType()
export class SaveDraftInput extends HeldAssignmentInput {
  @Field(() => JSONResolver)
  @Allow()
  draft!: unknown;
}

@InputType()
export class SubmitAssignmentInput extends HeldAssignmentInput {
  @Field(() => JSONResolver, { description: 'A list of labels in the canonical model (docs/labels.md).' })
  @Allow()
  labels!: unknown;
}

@InputType()
export class SkipAssignmentInput extends HeldAssignmentInput {
  @Field(() => String)
  @PlainText(1, 500)
  reason!: string;
}

@InputType()
export class SetOverlapInput {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => [String])
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Matches(/^[^\p{Cc}\p{Cs}]{1,200}$/u, { each: true, message: 'must be external keys' })
  externalKeys!: string[];

  @Field(() => Int)
  @IsInt()
  @Min(1)
  @Max(50)
  overlap!: number;
}

@ArgsType()
export class TasksArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => TaskStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(taskStates)
  state?: TaskState;
}
