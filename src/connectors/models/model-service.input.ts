import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsLine } from '../../identity/index.js';
import { PageArgs } from '../../platform/index.js';
import { ModelCallStateEnum } from './model-service.type.js';
import { type ModelCallState, modelCallStates } from './model-calls.store.js';

const inFlight = 'How many questions may be open at it at once, 1 to 32.';
const timeout = 'How long it may take to answer or to promise, 1 to 60 seconds.';
const later = 'How long a promised answer may take, 1 to 1,440 minutes.';
const attempts = 'How often a question is asked before the task goes out without, 1 to 20.';
const perDay = 'How many questions a day (UTC) it is sent at most; without it there is no limit.';

@InputType()
export class CreateModelServiceInput {
  @Field(() => String)
  @IsLine()
  name!: string;

  @Field(() => String, {
    description: 'Where it is asked: on the public internet, or in a network that the installation allows.',
  })
  @IsString()
  @Length(1, 2048)
  url!: string;

  @Field(() => Int, { defaultValue: 4, description: inFlight })
  @IsInt()
  @Min(1)
  @Max(32)
  mostInFlight: number = 4;

  @Field(() => Int, { defaultValue: 20, description: timeout })
  @IsInt()
  @Min(1)
  @Max(60)
  timeoutSeconds: number = 20;

  @Field(() => Int, { defaultValue: 15, description: later })
  @IsInt()
  @Min(1)
  @Max(1440)
  answerMinutes: number = 15;

  @Field(() => Int, { defaultValue: 5, description: attempts })
  @IsInt()
  @Min(1)
  @Max(20)
  mostAttempts: number = 5;

  @Field(() => Int, { nullable: true, description: perDay })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  mostPerDay?: number;
}

@InputType()
export class UpdateModelServiceInput {
  @Field(() => ID)
  @IsString()
  modelServiceId!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine()
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 2048)
  url?: string;

  @Field(() => Int, { nullable: true, description: inFlight })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(32)
  mostInFlight?: number;

  @Field(() => Int, { nullable: true, description: timeout })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  timeoutSeconds?: number;

  @Field(() => Int, { nullable: true, description: later })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  answerMinutes?: number;

  @Field(() => Int, { nullable: true, description: attempts })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  mostAttempts?: number;

  @Field(() => Int, { nullable: true, description: `${perDay} Null: there is none any more.` })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  mostPerDay?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'A model that is off is asked nothing; tasks wait for it until their time is over.',
  })
  @IsOptional()
  @IsBoolean()
  isEnabled?: boolean;
}

@InputType()
export class SetProjectModelInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { nullable: true, description: 'Null: nobody is asked any more, and what waits goes out without.' })
  @IsOptional()
  @IsString()
  modelServiceId?: string | null;

  @Field(() => Int, {
    defaultValue: 60,
    description: 'How long a task waits for its pre-label at most, counted from its import; 1 to 10,080 minutes.',
  })
  @IsInt()
  @Min(1)
  @Max(10_080)
  waitMinutes: number = 60;
}

@ArgsType()
export class ModelCallsArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  modelServiceId!: string;

  @Field(() => [ModelCallStateEnum], { nullable: true })
  @IsOptional()
  @IsIn(modelCallStates, { each: true })
  states?: ModelCallState[];
}
