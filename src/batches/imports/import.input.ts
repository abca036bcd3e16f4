import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { type ImportFormat, importFormats } from '../formats/index.js';
import { AnnotationsAsType, ImportFormatType } from './import.type.js';

@InputType({ description: 'Items come as an inline list or as the id of an upload (POST /imports).' })
export class ImportTasksInput {
  @Field(() => ID)
  @IsString()
  batchId!: string;

  @Field(() => ImportFormatType, { nullable: true, description: 'Of the upload; an inline list is JSONL.' })
  @IsOptional()
  @IsIn(importFormats)
  format?: ImportFormat;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  uploadId?: string;

  @Field(() => [JSONResolver], {
    nullable: true,
    description: 'At most 1000: { externalKey data metadata labels model modelVersion overlap groupKey source }.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  items?: unknown[];

  @Field(() => String, { nullable: true, description: 'Not offered: upload the file instead.' })
  @IsOptional()
  @IsString()
  url?: string;

  @Field(() => AnnotationsAsType, {
    defaultValue: 'PRELABEL',
    description: 'What becomes of the labels that items carry.',
  })
  @IsIn(Object.values(AnnotationsAsType))
  annotationsAs: keyof typeof AnnotationsAsType = 'PRELABEL';
}

@ArgsType()
export class RefusalsArgs {
  @Field(() => Int, { defaultValue: 50, description: 'How many, at most 1000.' })
  @IsInt()
  @Min(1)
  @Max(1000)
  first: number = 50;

  @Field(() => Int, { defaultValue: 0, description: 'The row of the last refusal of the page before.' })
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after: number = 0;
}
