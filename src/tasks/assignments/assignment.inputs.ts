import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Allow, IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { PlainText } from '../../projects/index.js';
import { stages, type Stage } from '../task.rules.js';
import { StageEnum } from '../task.type.js';

export const ActivityEnum = { ACTIVE: 'ACTIVE', IDLE: 'IDLE', AWAY: 'AWAY' } as const;
registerEnumType(ActivityEnum, { name: 'Activity' });

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
