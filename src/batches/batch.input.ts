import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { PageArgs } from '../platform/index.js';
import { PlainText } from '../projects/index.js';

@ArgsType()
export class FindBatchesArgs {
  @Field(() => String, { defaultValue: '', description: 'A part of the name; empty finds all.' })
  @PlainText(0, 200)
  name: string = '';

  @Field(() => Int, { defaultValue: 50, description: 'How many, at most 100.' })
  @IsInt()
  @Min(1)
  @Max(100)
  first: number = 50;
}

@InputType()
export class CreateBatchInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => String)
  @PlainText(1, 200)
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'From -100 to 100, 0 when left out; a higher one is worked on first.',
  })
  @IsOptional()
  @IsInt()
  @Min(-100)
  @Max(100)
  priority?: number;

  @Field(() => Date, { nullable: true })
  @IsOptional()
  @IsDate()
  deadlineAt?: Date;

  @Field(() => String, { nullable: true, description: 'Where the items come from, unless an item says so itself.' })
  @IsOptional()
  @PlainText(1, 200)
  source?: string;
}

@ArgsType()
export class CancelBatchArgs {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @PlainText(0, 1000)
  reason?: string;
}

@ArgsType()
export class PrioritizeBatchArgs {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => Int)
  @IsInt()
  @Min(-100)
  @Max(100)
  priority!: number;

  @Field(() => Date, { nullable: true, description: 'null takes the deadline away; left out, it stays.' })
  @IsOptional()
  @IsDate()
  deadlineAt?: Date | null;
}

@ArgsType()
export class BatchesArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}
