import { Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import {
  Allow,
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { IsLine } from '../../identity/index.js';
import { type ConnectionKind, connectionKinds } from '../connector.types.js';

export const ConnectionKindEnum = {
  GENERIC: 'GENERIC',
  LABEL_STUDIO: 'LABEL_STUDIO',
  CVAT: 'CVAT',
  DARWIN: 'DARWIN',
} as const;
registerEnumType(ConnectionKindEnum, {
  name: 'ConnectionKind',
  description: 'GENERIC: any tool that speaks docs/connectors.md.',
});

/** What may stand in a header. */
const IsSecret = () => Matches(/^[\x21-\x7e]+$/, { message: 'must be printable characters without spaces' });

@InputType()
export class CreateConnectionInput {
  @Field(() => ConnectionKindEnum)
  @IsIn(connectionKinds)
  kind!: ConnectionKind;

  @Field(() => String)
  @IsLine()
  name!: string;

  @Field(() => [ID], {
    defaultValue: [],
    description: 'The projects whose work is done there; a project has one at most.',
  })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  projectIds: string[] = [];

  @Field(() => JSONResolver, { description: 'What the tool needs to be known, by its kind; no secrets.' })
  @Allow()
  settings!: unknown;

  @Field(() => String, {
    nullable: true,
    description: "What Muster shows to the tool's API. Kept sealed, never read back.",
  })
  @IsOptional()
  @Length(1, 500)
  @IsSecret()
  apiSecret?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What signs or accompanies the messages of the tool, where the tool made it; else Muster makes one.',
  })
  @IsOptional()
  @Length(16, 200)
  @IsSecret()
  signingSecret?: string | null;

  @Field(() => Int, { defaultValue: 1024, description: 'How large a message may be, 16 to 10,240 kilobytes.' })
  @IsInt()
  @Min(16)
  @Max(10_240)
  bodyLimitKilobytes: number = 1024;

  @Field(() => Int, {
    defaultValue: 15,
    description: 'How often what the tool says is read from it, 1 to 1,440 minutes.',
  })
  @IsInt()
  @Min(1)
  @Max(1440)
  reconcileMinutes: number = 15;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Work that another user of the tool did than its holder: refused, or counted for the holder and noted.',
  })
  @IsBoolean()
  refusesOthers: boolean = false;
}

@InputType()
export class UpdateConnectionInput {
  @Field(() => ID)
  @IsString()
  connectionId!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine()
  name?: string;

  @Field(() => [ID], { nullable: true, description: 'All of them, instead of those before.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  projectIds?: string[];

  @Field(() => JSONResolver, { nullable: true })
  @IsOptional()
  settings?: unknown;

  @Field(() => String, { nullable: true, description: 'Null: there is none any more.' })
  @IsOptional()
  @Length(1, 500)
  @IsSecret()
  apiSecret?: string | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(16)
  @Max(10_240)
  bodyLimitKilobytes?: number;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  reconcileMinutes?: number;

  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  refusesOthers?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'A connection that is off takes no messages and places no work.',
  })
  @IsOptional()
  @IsBoolean()
  isEnabled?: boolean;
}

@InputType()
export class ToolUserInput {
  @Field(() => String, { description: "By the tool's own name: an id, a user name or an e-mail address." })
  @IsLine()
  toolUser!: string;

  @Field(() => ID)
  @IsString()
  memberId!: string;
}
