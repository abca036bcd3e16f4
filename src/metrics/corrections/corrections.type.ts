import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { IdList, Moment, TextList } from '../filter-fields.js';
import {
  type CorrectionGrouping,
  correctionGroupings,
  type CorrectionReport,
  type CorrectionRow,
} from './corrections.types.js';
import type { Share } from './figures.rules.js';

const CorrectionGroupingEnum = Object.fromEntries(correctionGroupings.map((name) => [name, name])) as {
  [Name in CorrectionGrouping]: Name;
};
registerEnumType(CorrectionGroupingEnum, { name: 'CorrectionGrouping' });

@InputType({ description: 'Which settled tasks count: all that is given holds.' })
export class ModelCorrectionsFilterInput {
  @IdList()
  batchIds?: string[] | null;

  @TextList('By name; an empty text: not named.')
  models?: string[] | null;

  @TextList()
  modelVersions?: string[] | null;

  @TextList('Classes, and names of fields.')
  classes?: string[] | null;

  @Moment('When the task settled: from here …')
  from?: Date | null;

  @Moment('… until before this.')
  to?: Date | null;
}

@ArgsType()
export class ModelCorrectionsArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ModelCorrectionsFilterInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => ModelCorrectionsFilterInput)
  filter?: ModelCorrectionsFilterInput | null;

  @Field(() => CorrectionGroupingEnum, { defaultValue: 'NONE' })
  @IsIn(correctionGroupings)
  by: CorrectionGrouping = 'NONE';
}

@ObjectType()
export class CorrectionShare implements Share {
  @Field(() => Int)
  count!: number;

  @Field(() => Int)
  n!: number;

  @Field(() => Float, { nullable: true, description: 'count / n; null when n is 0.' })
  share!: number | null;

  @Field(() => [Float], { description: 'Wilson’s 95 % interval, low and high.' })
  interval!: [number, number];
}

@ObjectType({ description: 'How far the kept shapes and spans are from what settled: 1 is the same.' })
export class CorrectionIou {
  @Field(() => Int)
  n!: number;

  @Field(() => Int)
  tasks!: number;

  @Field(() => Float)
  mean!: number;

  @Field(() => [Float], { nullable: true, description: '95 %, low and high; null from a single task.' })
  interval!: [number, number] | null;

  @Field(() => Float)
  median!: number;

  @Field(() => Float, { description: 'A tenth of them are worse than this.' })
  p10!: number;
}

@ObjectType()
export class ModelCorrectionsRow implements CorrectionRow {
  @Field(() => String, { description: 'A class or field, a batch’s id, model and version, a Monday (UTC); ALL.' })
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Int)
  tasks!: number;

  @Field(() => Int)
  predictions!: number;

  @Field(() => CorrectionShare)
  unchanged!: Share;

  @Field(() => CorrectionShare)
  corrected!: Share;

  @Field(() => CorrectionShare)
  removed!: Share;

  @Field(() => CorrectionShare, { description: 'Of the labels that settled.' })
  added!: Share;

  @Field(() => Int, { description: 'Of the corrected ones, those with another class.' })
  renamed!: number;

  @Field(() => CorrectionIou, { nullable: true, description: 'Null where nothing that has an outline was kept.' })
  iou!: CorrectionRow['iou'];

  @Field(() => String, { nullable: true, description: 'What to say beside figures from fewer than 30 tasks.' })
  smallNote!: string | null;
}

@ObjectType()
export class ModelCorrections implements CorrectionReport {
  @Field(() => [ModelCorrectionsRow])
  rows!: CorrectionRow[];

  @Field(() => String, { description: 'What the figures are.' })
  definition!: string;

  @Field(() => String, { description: 'The rows as CSV.' })
  csv!: string;
}
