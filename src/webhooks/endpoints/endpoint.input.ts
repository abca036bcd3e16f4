import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsLine, IsToken } from '../../identity/index.js';
import { webhookTypes } from '../events/event-types.js';
import type { SignatureKind } from '../sending/signature.rules.js';

export const WebhookSignatureEnum = { V1: 'V1', V1A: 'V1A' } as const;
registerEnumType(WebhookSignatureEnum, {
  name: 'WebhookSignature',
  description: 'V1: HMAC-SHA-256 with a shared secret. V1A: ed25519; the receiver gets the public key.',
});

const mostProjects = 100;

@InputType()
export class CreateWebhookEndpointInput {
  @Field(() => String, { description: 'https://…, without a user name or password.' })
  @IsString()
  @MaxLength(2048)
  url!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine()
  description?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Such as `task.settled`; empty: every type.' })
  @ArrayMaxSize(webhookTypes.length)
  @IsIn(webhookTypes, { each: true })
  types: string[] = [];

  @Field(() => [ID], { defaultValue: [], description: 'Only news of these projects; empty: of all.' })
  @ArrayMaxSize(mostProjects)
  @IsString({ each: true })
  projectIds: string[] = [];

  @Field(() => ID, {
    nullable: true,
    description: 'Only news of projects that are open to this client at that moment.',
  })
  @IsOptional()
  @IsToken()
  clientMemberId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'One at a time for each task, batch, …: what fails holds up what follows.',
  })
  @IsBoolean()
  isOrdered: boolean = false;

  @Field(() => WebhookSignatureEnum, { defaultValue: 'V1' })
  @IsIn(Object.values(WebhookSignatureEnum))
  signature: SignatureKind = 'V1';
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateWebhookEndpointInput {
  @Field(() => ID)
  @IsToken()
  id!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  url?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsLine()
  description?: string | null;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(webhookTypes.length)
  @IsIn(webhookTypes, { each: true })
  types?: string[] | null;

  @Field(() => [ID], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(mostProjects)
  @IsString({ each: true })
  projectIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'null: no client any more.' })
  @IsOptional()
  @IsToken()
  clientMemberId?: string | null;

  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  isOrdered?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Enabling begins anew; what waits when it is disabled is failed and can be replayed.',
  })
  @IsOptional()
  @IsBoolean()
  isEnabled?: boolean | null;
}

@ArgsType()
export class WebhookEndpointArgs {
  @Field(() => ID)
  @IsToken()
  id!: string;
}

@ArgsType()
export class RotateWebhookSecretArgs {
  @Field(() => ID)
  @IsToken()
  webhookEndpointId!: string;
}
