import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { PageArgs } from '../platform/index.js';
import { taskStates, type TaskState } from './task.rules.js';
import { TaskStateEnum } from './task.type.js';

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

@ArgsType()
export class QuarantineArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  batchId!: string;
}
