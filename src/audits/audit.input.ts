import { ArgsType, Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { PlainText } from '../projects/index.js';
import { LEAST_SEED_LENGTH, severities, type Severity, SeverityEnum } from '../quality/index.js';
import { remedies, type Remedy } from './audit.types.js';
import { RemedyEnum } from './audit.type.js';

@InputType()
export class SequentialLtpdInput {
  @Field(() => SeverityEnum)
  @IsIn(severities)
  severity!: Severity;

  @Field(() => Float, {
    description: 'Percent of items with a defect at which a lot is refused: at least twice the AQL.',
  })
  @IsNumber()
  @Min(0)
  @Max(50)
  percent!: number;
}

@InputType({ description: 'Items are looked at one by one in the drawn order until the lot is decided.' })
export class SequentialAuditInput {
  @Field(() => [SequentialLtpdInput], { description: 'For each severity that the policy counts.' })
  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => SequentialLtpdInput)
  ltpd!: SequentialLtpdInput[];

  @Field(() => Float, { defaultValue: 0.05, description: 'How often a lot at the AQL may be refused: 0.01 to 0.2.' })
  @Min(0.01)
  @Max(0.2)
  alpha: number = 0.05;

  @Field(() => Float, { defaultValue: 0.1, description: 'How often a lot at the LTPD may be accepted: 0.01 to 0.2.' })
  @Min(0.01)
  @Max(0.2)
  beta: number = 0.1;

  @Field(() => Int, { defaultValue: 1, description: 'How many items auditors have before them at a time: 1 to 20.' })
  @IsInt()
  @Min(1)
  @Max(20)
  atOnce: number = 1;
}

@InputType()
export class OpenAuditInput {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => String, {
    nullable: true,
    description: `A secret of at least ${LEAST_SEED_LENGTH} characters, published when the sample is drawn; left out, Muster draws one.`,
  })
  @IsOptional()
  @PlainText(LEAST_SEED_LENGTH, 200)
  seed?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Instead of a seed: the SHA-256 of one that the client keeps until revealAuditSeed.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: 'must be a SHA-256 in lower-case hexadecimal' })
  commitment?: string;

  @Field(() => SequentialAuditInput, {
    nullable: true,
    description: 'Instead of a sample of a size that is known beforehand: for audits that cost much.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => SequentialAuditInput)
  sequential?: SequentialAuditInput;
}

@ArgsType()
export class RevealAuditSeedArgs {
  @Field(() => ID)
  @IsString()
  lotId!: string;

  @Field(() => String)
  @PlainText(LEAST_SEED_LENGTH, 200)
  seed!: string;
}

@ArgsType()
export class CheckRiskiestArgs {
  @Field(() => ID)
  @IsString()
  lotId!: string;

  @Field(() => Int)
  @IsInt()
  @Min(1)
  @Max(200)
  count!: number;
}

@ArgsType()
export class AcceptLotArgs {
  @Field(() => ID)
  @IsString()
  lotId!: string;

  @Field(() => String)
  @PlainText(1, 1000)
  reason!: string;
}

@ArgsType()
export class ReturnLotArgs extends AcceptLotArgs {
  @Field(() => RemedyEnum, {
    description:
      'SCREENING: all that nobody audited is looked at. REWORK: what has a defect is done again too, from now on.',
  })
  @IsIn(remedies)
  how!: Remedy;
}

@ArgsType()
export class AuditInspectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { nullable: true, description: 'The line of this team only.' })
  @IsOptional()
  @IsString()
  teamId?: string;
}

@ArgsType()
export class CorrectCauseArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { nullable: true, description: "Whose line it is; left out, the project's own." })
  @IsOptional()
  @IsString()
  teamId?: string;

  @Field(() => String, { description: 'What was wrong, and what was done about it.' })
  @PlainText(1, 1000)
  reason!: string;
}
