import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsDate, IsIn, IsOptional } from 'class-validator';
import { connectionOf, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { actions, keyScopes } from '../access/permissions.js';
import { IsLine, IsToken } from '../validation.js';
import type { ApiKeyEntity } from './api-key.entity.js';

@InputType()
export class CreateApiKeyInput {
  @Field(() => String)
  @IsLine()
  name!: string;

  @Field(() => [String], {
    description: 'The actions the key may do, for example `task:import`; never more than its member may.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(actions.length)
  @ArrayUnique()
  @IsIn(keyScopes, { each: true, message: `must each be one of ${keyScopes.join(', ')}` })
  scopes!: string[];

  @Field(() => ID, { nullable: true, description: 'Whose key it is; your own when left out.' })
  @IsOptional()
  @IsToken()
  memberId?: string | null;

  @Field(() => Date, { nullable: true })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}

@ArgsType()
export class RevokeApiKeyArgs {
  @Field(() => ID)
  @IsToken()
  id!: string;
}

@ObjectType()
export class ApiKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => String, { description: 'Its last four characters.' })
  hint!: string;

  @Field(() => [String])
  scopes!: string[];

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;
}

export function toApiKey(row: ApiKeyEntity): ApiKey {
  const { name, hint, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  const [id, memberId] = [toGlobalId('apiKey', row.id), toGlobalId('member', row.memberId)];
  return Object.assign(new ApiKey(), { id, memberId, name, hint, scopes, createdAt, expiresAt, lastUsedAt, revokedAt });
}

@ObjectType()
export class ApiKeyConnection extends connectionOf(ApiKey) {}

@ObjectType()
export class CreatedApiKey {
  @Field(() => ApiKey)
  apiKey!: ApiKey;

  @Field(() => String, { description: 'The key itself, `muk_…`. It is not shown again.' })
  key!: string;
}

@ObjectType({ implements: () => [Problem], description: 'BEYOND_YOUR_RIGHTS: the key could do more than its maker.' })
export class CreateApiKeyRefused extends Problem {}

export const CreateApiKeyResult = resultUnion('CreateApiKeyResult', () => CreatedApiKey, [CreatedApiKey], {
  BEYOND_YOUR_RIGHTS: CreateApiKeyRefused,
});
