import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsDate, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsLine, IsToken } from '../../identity/index.js';
import { PageArgs } from '../../platform/index.js';
import { DecisionInput } from '../../workforce/index.js';
import { IdList } from '../filter-fields.js';
import { CorrectionStateEnum, TimeCodeEnum } from './time.type.js';
import { type CorrectionState, correctionStates, type TimeCode, timeCodes } from './time.types.js';

@InputType({ isAbstract: true })
abstract class TimeInput {
  @Field(() => TimeCodeEnum)
  @IsIn(timeCodes)
  code!: TimeCode;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine(500)
  note?: string | null;
}

@InputType()
export class StartTimeInput extends TimeInput {
  @Field(() => Date, {
    nullable: true,
    description: 'Of BREAK: when it ends by itself. Without it, when you stop it.',
  })
  @IsOptional()
  @IsDate()
  until?: Date | null;
}

@InputType()
export class EnterTimeInput extends TimeInput {
  @Field(() => Date)
  @IsDate()
  startedAt!: Date;

  @Field(() => Date)
  @IsDate()
  endedAt!: Date;
}

@InputType({
  description:
    'Either of an entry of yours (other times, or its removal), or of active time of work (project, moment, seconds).',
})
export class ProposeTimeCorrectionInput {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  timeEntryId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'The entry should not be.' })
  @IsBoolean()
  isRemoval: boolean = false;

  @Field(() => TimeCodeEnum, { nullable: true })
  @IsOptional()
  @IsIn(timeCodes)
  code?: TimeCode | null;

  @Field(() => Date, { nullable: true })
  @IsOptional()
  @IsDate()
  startedAt?: Date | null;

  @Field(() => Date, { nullable: true })
  @IsOptional()
  @IsDate()
  endedAt?: Date | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsToken()
  projectId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When the work was.' })
  @IsOptional()
  @IsDate()
  at?: Date | null;

  @Field(() => Int, { nullable: true, description: 'So many active seconds more, or less.' })
  @IsOptional()
  @IsInt()
  @Min(-86_400)
  @Max(86_400)
  seconds?: number | null;

  @Field(() => String)
  @IsLine(500)
  reason!: string;
}

@InputType()
export class DecideTimeCorrectionInput extends DecisionInput {
  @Field(() => ID)
  @IsToken()
  timeCorrectionId!: string;
}

@ArgsType()
export class UndoTimeCorrectionArgs {
  @Field(() => ID)
  @IsToken()
  timeCorrectionId!: string;

  @Field(() => String, { description: 'The person reads it.' })
  @IsLine(500)
  reason!: string;
}

@ArgsType()
export class TimeEntriesArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Without it your own.' })
  @IsOptional()
  @IsToken()
  memberId?: string | null;
}

@ArgsType()
export class TimeCorrectionsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Without it those of everybody whose time you see.' })
  @IsOptional()
  @IsToken()
  memberId?: string | null;

  @Field(() => CorrectionStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(correctionStates)
  state?: CorrectionState | null;
}

@InputType({ description: 'All that is given holds.' })
export class HoursFilterInput {
  @Field(() => String, { description: 'The first day, YYYY-MM-DD, in the zone of each person.' })
  @IsToken()
  firstDay!: string;

  @Field(() => String, { description: 'The last day.' })
  @IsToken()
  lastDay!: string;

  @IdList()
  memberIds?: string[] | null;

  @IdList()
  teamIds?: string[] | null;

  @IdList()
  projectIds?: string[] | null;
}

@ArgsType()
export class HoursArgs {
  @Field(() => HoursFilterInput)
  @ValidateNested()
  @Type(() => HoursFilterInput)
  filter!: HoursFilterInput;
}
