import { ArgsType, Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { DateTimeResolver } from 'graphql-scalars';
import { ClientFault, fromGlobalId } from '../../platform/index.js';
import type { WhatIf } from './what-if.rules.js';

@InputType({ description: 'What would be otherwise; what is left out stays as it is.' })
export class WhatIfInput {
  @Field(() => Int, { nullable: true, description: 'So many more people, from tomorrow on, in the hours of the one in the middle.' }) // prettier-ignore
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  addPeople?: number | null;

  @Field(() => Float, { nullable: true, description: 'Answers in an hour of each of them; without it as anybody, and as uncertain.' }) // prettier-ignore
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(10_000)
  theirSpeed?: number | null;

  @Field(() => Int, { nullable: true, description: 'Answers a task; tasks that have more keep them.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  overlap?: number | null;

  @Field(() => [ID], { nullable: true, description: 'Batches that would be paused.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  pauseBatches?: string[] | null;

  @Field(() => Float, { nullable: true, description: 'Hours on top of every shift.' })
  @IsOptional()
  @IsNumber()
  @Min(0.25)
  @Max(8)
  longerShifts?: number | null;

  @Field(() => DateTimeResolver, { nullable: true })
  @IsOptional()
  @IsDate()
  deadlineAt?: Date | null;
}

@ArgsType()
export class ForecastArgs {
  @Field(() => ID, { nullable: true, description: 'Of this batch …' })
  @IsOptional()
  @IsString()
  batchId?: string | null;

  @Field(() => ID, { nullable: true, description: '… or of all batches of this project that are or could be worked on.' }) // prettier-ignore
  @IsOptional()
  @IsString()
  projectId?: string | null;

  @Field(() => WhatIfInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => WhatIfInput)
  whatIf?: WhatIfInput | null;
}

export function askedOf({ batchId, projectId, whatIf }: ForecastArgs) {
  if ((batchId ?? null) === null && (projectId ?? null) === null)
    throw ClientFault.invalid('batchId', 'must be given, or projectId');
  if (batchId && projectId) throw ClientFault.invalid('projectId', 'must be left out where batchId is given');
  return {
    batchId: batchId ? fromGlobalId('batch', batchId, 'batchId') : null,
    projectId: projectId ? fromGlobalId('project', projectId, 'projectId') : null,
    whatIf: whatIf ? whatIfOf(whatIf) : null,
  };
}

function whatIfOf(input: WhatIfInput): WhatIf {
  if (Object.values(input).every((value) => value === null || value === undefined))
    throw ClientFault.invalid('whatIf', 'must say what would be otherwise');
  if (input.theirSpeed && !input.addPeople) throw ClientFault.invalid('whatIf.theirSpeed', 'needs addPeople');
  return {
    addPeople: input.addPeople ?? undefined,
    theirSpeed: input.theirSpeed ?? undefined,
    overlap: input.overlap ?? undefined,
    pauseBatches: input.pauseBatches?.map((id, place) => fromGlobalId('batch', id, `whatIf.pauseBatches[${place}]`)),
    longerShifts: input.longerShifts ?? undefined,
    deadlineAt: input.deadlineAt?.getTime(),
  };
}
