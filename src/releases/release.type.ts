import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { DateTimeResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, toGlobalId } from '../platform/index.js';
import { type ReleaseFormat, releaseFormats, type ReleaseRow } from './release.row.js';

export const ReleaseFormatEnum = { COCO: 'COCO', DARWIN_2: 'DARWIN_2', MASKS: 'MASKS' } as const;
registerEnumType(ReleaseFormatEnum, { name: 'ReleaseFormat' });

@InputType()
export class CreateReleaseInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => [ID], { defaultValue: [], description: 'Only these batches; empty: every batch of the project.' })
  @ArrayMaxSize(100)
  @IsString({ each: true })
  batchIds: string[] = [];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  @Field(() => [ReleaseFormatEnum], { defaultValue: [...releaseFormats] })
  @ArrayMinSize(1)
  @IsIn(releaseFormats, { each: true })
  formats: ReleaseFormat[] = [...releaseFormats];
}

@ObjectType()
export class ReleaseFile {
  @Field(() => String)
  path!: string;

  @Field(() => Int)
  bytes!: number;

  @Field(() => String)
  sha256!: string;

  @Field(() => String, { description: 'Fetch it with the same Authorization header.' })
  url!: string;
}

@ObjectType({ implements: () => [Node], description: 'A frozen, versioned export.' })
export class Release extends Node {
  @Field(() => Int)
  version!: number;

  @Field(() => String)
  name!: string;

  @Field(() => [ReleaseFormatEnum])
  formats!: ReleaseFormat[];

  @Field(() => String, { description: 'FREEZING, READY or FAILED.' })
  state!: string;

  @Field(() => Int)
  itemsTotal!: number;

  @Field(() => Int)
  itemsWritten!: number;

  @Field(() => String, { nullable: true, description: "The folder on the server's disk." })
  path!: string | null;

  @Field(() => String, { nullable: true })
  manifestSha256!: string | null;

  @Field(() => String, { nullable: true })
  error!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  @Field(() => DateTimeResolver, { nullable: true })
  finishedAt!: Date | null;

  row!: ReleaseRow;
}

export function toRelease(row: ReleaseRow): Release {
  return Object.assign(new Release(), {
    id: toGlobalId('release', row.id),
    version: row.version,
    name: row.name,
    formats: row.formats,
    state: row.state,
    itemsTotal: row.items_total,
    itemsWritten: row.items_written,
    path: row.path,
    manifestSha256: row.manifest_sha256,
    error: row.error,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    row,
  });
}

export const ReleaseConnection = connectionOf(Release);

@ObjectType({ implements: () => [Problem], description: 'Nothing of what was asked for is settled.' })
export class NothingSettled extends Problem {}

export const CreateReleaseResult = createUnionType({
  name: 'CreateReleaseResult',
  types: () => [Release, NothingSettled] as const,
});
