import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { Allow, ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { PlainText } from '../projects/index.js';
import { LeaseLost } from '../tasks/index.js';

export const verdictDecisions = ['ACCEPT', 'FIX', 'REJECT'] as const;
export type VerdictDecision = (typeof verdictDecisions)[number];
export const VerdictDecisionEnum = { ACCEPT: 'ACCEPT', FIX: 'FIX', REJECT: 'REJECT' } as const;
registerEnumType(VerdictDecisionEnum, { name: 'VerdictDecision' });

export const severities = ['CRITICAL', 'MAJOR', 'MINOR'] as const;
export const SeverityEnum = { CRITICAL: 'CRITICAL', MAJOR: 'MAJOR', MINOR: 'MINOR' } as const;
registerEnumType(SeverityEnum, { name: 'ErrorSeverity' });

@InputType()
export class VerdictErrorInput {
  @Field(() => String, { description: "A code of the project's error catalogue." })
  @PlainText(1, 100)
  code!: string;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'Of a project with a catalogue the catalogue says it; needed in one without.',
  })
  @IsOptional()
  @IsIn(severities)
  severity?: (typeof severities)[number] | null;

  @Field(() => String, { nullable: true, description: 'The class that it concerns.' })
  @IsOptional()
  @PlainText(0, 100)
  class?: string;
}

@InputType()
export class SubmitVerdictInput {
  @Field(() => ID)
  @IsString()
  assignmentId!: string;

  @Field(() => String)
  @Matches(/^[0-9]{1,18}$/, { message: 'must be the token of the assignment' })
  token!: string;

  @Field(() => VerdictDecisionEnum)
  @IsIn(verdictDecisions)
  decision!: VerdictDecision;

  @Field(() => JSONResolver, { nullable: true, description: 'FIX only: the corrected labels.' })
  @Allow()
  labels?: unknown;

  @Field(() => [VerdictErrorInput], { defaultValue: [] })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => VerdictErrorInput)
  errors: VerdictErrorInput[] = [];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @PlainText(0, 5000)
  comment?: string;
}

@ObjectType()
export class Verdict {
  @Field(() => ID)
  id!: string;

  @Field(() => VerdictDecisionEnum)
  decision!: VerdictDecision;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

export const SubmitVerdictResult = createUnionType({
  name: 'SubmitVerdictResult',
  types: () => [Verdict, LeaseLost] as const,
});
