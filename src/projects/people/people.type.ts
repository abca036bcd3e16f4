import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import { IsToken, Member } from '../../identity/index.js';
import { Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { PlainText } from '../plain-text.js';
import { type Stage, stages } from '../policy.types.js';
import { StageEnum } from '../stage.type.js';
import type { PauseRow } from './pauses.store.js';
import type { QualificationRow } from './qualifications.store.js';

@InputType()
export class GrantQualificationInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => StageEnum)
  @IsIn(stages)
  stage!: Stage;

  @Field(() => Date, { nullable: true, description: 'From then on it no longer counts.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @PlainText(1, 500)
  reason?: string | null;
}

@ArgsType()
export class RevokeQualificationArgs {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID)
  @IsToken()
  projectId!: string;

  @Field(() => StageEnum)
  @IsIn(stages)
  stage!: Stage;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @PlainText(1, 500)
  reason?: string | null;
}

@InputType()
export class PauseMemberInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID, { nullable: true, description: 'Left out, everywhere.' })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => String, { description: 'The paused person reads it when they ask for work.' })
  @PlainText(1, 500)
  reason!: string;
}

@ArgsType()
export class ResumeMemberArgs {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID, { nullable: true, description: 'Left out, the pause that holds everywhere.' })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @PlainText(1, 500)
  reason?: string | null;
}

@ObjectType({ description: 'Admission to one stage of one project.' })
export class Qualification {
  @Field(() => ID)
  projectId!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Date, { nullable: true, description: 'Null: it does not expire.' })
  expiresAt!: Date | null;

  @Field(() => Boolean, { description: 'It no longer counts.' })
  isExpired!: boolean;

  @Field(() => Date)
  grantedAt!: Date;
}

@ObjectType({ description: 'While it lasts, the person gets nothing new; what they hold they may finish.' })
export class Pause {
  @Field(() => ID, { nullable: true, description: 'Null: everywhere.' })
  projectId!: string | null;

  @Field(() => String)
  reason!: string;

  @Field(() => Date)
  pausedAt!: Date;

  @Field(() => ID, { nullable: true, description: 'Null: a rule of the project did it.' })
  pausedById!: string | null;

  @Field(() => String)
  pausedByName!: string;
}

@ObjectType({ implements: () => [Problem], description: 'NOT_PAUSED: not there, though perhaps elsewhere.' })
export class NotPaused extends Problem {}

export const ResumeMemberResult = resultUnion('ResumeMemberResult', () => Member, [Member], { NOT_PAUSED: NotPaused });

export const toQualification = ({
  projectId,
  stage,
  expiresAt,
  isExpired,
  grantedAt,
}: QualificationRow): Qualification =>
  Object.assign(new Qualification(), {
    projectId: toGlobalId('project', projectId),
    stage,
    expiresAt,
    isExpired,
    grantedAt,
  });

export const toPause = ({ projectId, reason, pausedAt, pausedBy, pausedByName }: PauseRow): Pause =>
  Object.assign(new Pause(), {
    projectId: projectId && toGlobalId('project', projectId),
    reason,
    pausedAt,
    pausedById: pausedBy && toGlobalId('member', pausedBy),
    pausedByName,
  });
