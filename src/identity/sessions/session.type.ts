import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsString, Length, MaxLength } from 'class-validator';
import { Problem, Refusal, resultUnion, toGlobalId } from '../../platform/index.js';
import { Member } from '../members/member.type.js';
import { passwordLength } from '../passwords.js';
import { Role } from '../access/permissions.js';
import { IsEmailAddress } from '../validation.js';
import type { SessionRow } from './sessions.store.js';

@ArgsType()
export class SignInArgs {
  @Field(() => String)
  @IsEmailAddress()
  email!: string;

  @Field(() => String)
  @IsString()
  @MaxLength(passwordLength.max)
  password!: string;
}

@ArgsType()
export class ChangePasswordArgs {
  @Field(() => String)
  @IsString()
  @MaxLength(passwordLength.max)
  current!: string;

  @Field(() => String, { description: 'At least 12 characters.' })
  @IsString()
  @Length(passwordLength.min, passwordLength.max)
  next!: string;
}

@ObjectType({ description: 'A session. Browsers also get it as a cookie.' })
export class SignIn {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`.' })
  token!: string;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => Member)
  member!: Member;
}

@ObjectType({ implements: () => [Problem], description: 'WRONG_CREDENTIALS or TOO_MANY_ATTEMPTS.' })
export class SignInRefused extends Problem {
  @Field(() => Int, { nullable: true, description: 'With TOO_MANY_ATTEMPTS: when to try again.' })
  retryAfterSeconds?: number;
}

@ObjectType({ description: 'A place where you are signed in.' })
export class Session {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'What the browser or program called itself.' })
  client!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { description: 'To the minute.' })
  lastUsedAt!: Date;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => Boolean, { description: 'The one that asks.' })
  isCurrent!: boolean;
}

export const toSession =
  (currentId: string | undefined) =>
  (row: SessionRow): Session =>
    Object.assign(new Session(), {
      id: toGlobalId('session', row.id),
      client: row.client,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      expiresAt: row.expires_at,
      isCurrent: row.id === currentId,
    });

@ObjectType({ description: 'Somebody of the demo, whose password everybody knows.' })
export class DemoSignIn {
  @Field(() => Role, { description: 'What they are there to show.' })
  role!: Role;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}

@ObjectType()
export class PasswordChanged {
  @Field(() => Int, { description: 'How many other sessions were ended.' })
  endedSessions!: number;
}

@ObjectType({ implements: () => [Problem], description: 'WRONG_PASSWORD or TOO_MANY_ATTEMPTS.' })
export class ChangePasswordRefused extends Problem {
  @Field(() => Int, { nullable: true, description: 'With TOO_MANY_ATTEMPTS: when to try again.' })
  retryAfterSeconds?: number;
}

/** Carries the wait to the field of the same name. */
export class TooManyAttempts extends Refusal<'TOO_MANY_ATTEMPTS'> {
  constructor(readonly retryAfterSeconds: number) {
    super('TOO_MANY_ATTEMPTS', `Too many attempts: try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  }
}

export const SignInResult = resultUnion('SignInResult', () => SignIn, [SignIn], {
  WRONG_CREDENTIALS: SignInRefused,
  TOO_MANY_ATTEMPTS: SignInRefused,
});

export const ChangePasswordResult = resultUnion('ChangePasswordResult', () => PasswordChanged, [PasswordChanged], {
  WRONG_PASSWORD: ChangePasswordRefused,
  TOO_MANY_ATTEMPTS: ChangePasswordRefused,
});
