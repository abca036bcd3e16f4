import { ArgsType, Field, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { IsTimeZone } from '../../identity/index.js';
import { StageEnum } from '../../projects/index.js';
import { type Stage, stages } from '../../tasks/index.js';
import { IdList, Moment } from '../filter-fields.js';
import { type Bucket, buckets, type ThroughputGrouping, throughputGroupings } from './throughput.types.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

export const ThroughputGroupingEnum = enumOf(throughputGroupings);
registerEnumType(ThroughputGroupingEnum, { name: 'ThroughputGrouping' });
export const BucketEnum = enumOf(buckets);
registerEnumType(BucketEnum, { name: 'TimeBucket', description: 'NONE: the whole time as one.' });

@InputType({ description: 'Which work counts: all that is given holds.' })
export class WorkFilterInput {
  @Moment('Hours that begin from here on; without it the 7 days before `to`.')
  from?: Date | null;

  @Moment('… until before this; without it now.')
  to?: Date | null;

  @IdList()
  projectIds?: string[] | null;

  @IdList()
  batchIds?: string[] | null;

  @IdList('People who are in one of these teams now.')
  teamIds?: string[] | null;

  @IdList()
  memberIds?: string[] | null;

  @Field(() => [StageEnum], { nullable: true })
  @IsOptional()
  @IsIn(stages, { each: true })
  stages?: Stage[] | null;
}

@ArgsType()
export class FunnelArgs {
  @Field(() => WorkFilterInput, { defaultValue: {} })
  @ValidateNested()
  @Type(() => WorkFilterInput)
  filter: WorkFilterInput = {};
}

@ArgsType()
export class ThroughputArgs extends FunnelArgs {
  @Field(() => ThroughputGroupingEnum, { defaultValue: 'NONE' })
  @IsIn(throughputGroupings)
  by: ThroughputGrouping = 'NONE';

  @Field(() => BucketEnum, { defaultValue: 'NONE' })
  @IsIn(buckets)
  bucket: Bucket = 'NONE';

  @Field(() => String, { defaultValue: 'UTC', description: 'The IANA zone of days and weeks, such as Asia/Kolkata.' })
  @IsTimeZone()
  timeZone: string = 'UTC';

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Normalised by the classes in annotations, too, and not by their objects alone; takes longer.',
  })
  @IsBoolean()
  classMix: boolean = false;
}
