import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { Allow, ArrayMaxSize, ArrayMinSize, IsArray, IsString, Matches, ValidateNested } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import type { Label } from '../../labels/index.js';
import { connectionOf, toGlobalId } from '../../platform/index.js';
import { PlainText } from '../../projects/index.js';
import type { GoldRow } from './gold.store.js';

export const GoldSourceEnum = { ADDED: 'ADDED', IMPORTED: 'IMPORTED', MINTED: 'MINTED' } as const;
registerEnumType(GoldSourceEnum, { name: 'GoldSource' });

@InputType()
export class GoldItemInput {
  @Field(() => String)
  @Matches(/^[^\p{Cc}\p{Cs}]{1,200}$/u, { message: 'must be an external key' })
  externalKey!: string;

  @Field(() => JSONResolver, { description: 'The known answer; an empty list says that there is nothing.' })
  @Allow()
  labels!: unknown;
}

@InputType()
export class AddGoldInput {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => [GoldItemInput], { description: 'At most 1000.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => GoldItemInput)
  items!: GoldItemInput[];

  @Field(() => String, { description: 'Where the known answers come from; kept with them.' })
  @PlainText(1, 500)
  reason!: string;
}

@ObjectType({ description: 'A known answer. People who label or review never see it.' })
export class Gold {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  taskId!: string;

  @Field(() => ID)
  batchId!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => JSONResolver)
  labels!: Label[];

  @Field(() => GoldSourceEnum)
  source!: GoldRow['source'];

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => Int, { description: 'How often it was slipped into somebody’s work.' })
  exposures!: number;

  @Field(() => String, { nullable: true, description: 'A suspicion that its answer goes around.' })
  leak!: string | null;

  @Field(() => DateTimeResolver, { nullable: true })
  retiredAt!: Date | null;

  @Field(() => String, { nullable: true })
  retiredReason!: string | null;
}

export const GoldConnection = connectionOf(Gold);

export function toGold(row: GoldRow): Gold {
  return Object.assign(new Gold(), {
    id: toGlobalId('gold', row.id),
    taskId: toGlobalId('task', row.task_id),
    batchId: toGlobalId('batch', row.batch_id),
    externalKey: row.external_key,
    labels: row.labels,
    source: row.source,
    reason: row.reason,
    at: row.at,
    exposures: row.exposures,
    leak: row.leak,
    retiredAt: row.retired_at,
    retiredReason: row.retired_reason,
  });
}
