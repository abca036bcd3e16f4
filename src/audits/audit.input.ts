import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { PlainText } from '../projects/index.js';
import { LEAST_SEED_LENGTH } from '../quality/index.js';
import { remedies, type Remedy } from './audit.types.js';
import { RemedyEnum } from './audit.type.js';

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
export class CorrectCauseArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => String, { description: 'What was wrong, and what was done about it.' })
  @PlainText(1, 1000)
  reason!: string;
}
