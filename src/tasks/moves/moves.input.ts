import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, IsString, Matches } from 'class-validator';
import { PlainText } from '../../projects/index.js';

@InputType()
export class ReasonInput {
  @Field(() => String, { description: 'Kept in the change log; the people concerned may read it.' })
  @PlainText(1, 500)
  reason!: string;
}

@InputType()
export class AssignTaskInput extends ReasonInput {
  @Field(() => ID)
  @IsString()
  taskId!: string;

  @Field(() => ID, { nullable: true, description: 'Without it: what was pushed to somebody goes back to everybody.' })
  @IsOptional()
  @IsString()
  memberId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only a seat that is kept for this person and not taken yet, as after handOver.',
  })
  @IsOptional()
  @IsString()
  fromMemberId?: string | null;
}

@InputType()
export class RevokeAssignmentInput extends ReasonInput {
  @Field(() => ID)
  @IsString()
  assignmentId!: string;
}

@InputType()
export class HandOverInput extends RevokeAssignmentInput {
  @Field(() => ID)
  @IsString()
  toMemberId!: string;
}

@InputType()
export class CountAnswerInput extends ReasonInput {
  @Field(() => ID)
  @IsString()
  submissionId!: string;
}

@InputType()
export class NamedTasksInput extends ReasonInput {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => [String])
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Matches(/^[^\p{Cc}\p{Cs}]{1,200}$/u, { each: true, message: 'must be external keys' })
  externalKeys!: string[];
}

@InputType()
export class MoveTasksInput extends NamedTasksInput {
  @Field(() => ID)
  @IsString()
  toBatchId!: string;
}
