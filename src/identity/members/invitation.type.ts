import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMinSize, ArrayUnique, IsOptional, IsString, Length } from 'class-validator';
import { Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { Role } from '../access/permissions.js';
import { passwordLength } from '../passwords.js';
import { SignIn } from '../sessions/session.type.js';
import { IsEmailAddress, IsLine, IsToken } from '../validation.js';
import type { InvitationEntity } from './invitation.entity.js';

@InputType()
export class InviteMemberInput {
  @Field(() => String)
  @IsEmailAddress()
  email!: string;

  @Field(() => String)
  @IsLine()
  name!: string;

  @Field(() => [Role])
  @ArrayMinSize(1)
  @ArrayUnique()
  roles!: Role[];
}

@ArgsType()
export class AcceptInvitationArgs {
  @Field(() => String)
  @IsToken()
  token!: string;

  @Field(() => String, { description: 'At least 12 characters.' })
  @IsString()
  @Length(passwordLength.min, passwordLength.max)
  password!: string;

  @Field(() => String, { nullable: true, description: 'Instead of the name in the invitation.' })
  @IsOptional()
  @IsLine()
  name?: string | null;
}

@ObjectType()
export class Invitation {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [Role])
  roles!: Role[];

  @Field(() => Date)
  expiresAt!: Date;
}

export function toInvitation({ id, email, name, roles, expiresAt }: InvitationEntity): Invitation {
  return Object.assign(new Invitation(), { id: toGlobalId('invitation', id), email, name, roles, expiresAt });
}

@ObjectType()
export class InvitedMember {
  @Field(() => Invitation)
  invitation!: Invitation;

  @Field(() => String, { description: 'For acceptInvitation, once, within 72 hours. It is not shown again.' })
  token!: string;
}

@ObjectType({ implements: () => [Problem], description: 'EMAIL_TAKEN or ONLY_OWNER.' })
export class InviteMemberRefused extends Problem {}

export const InviteMemberResult = resultUnion('InviteMemberResult', () => InvitedMember, [InvitedMember], {
  EMAIL_TAKEN: InviteMemberRefused,
  ONLY_OWNER: InviteMemberRefused,
});

@ObjectType({ implements: () => [Problem], description: 'INVITATION_INVALID or EMAIL_TAKEN.' })
export class AcceptInvitationRefused extends Problem {}

export const AcceptInvitationResult = resultUnion('AcceptInvitationResult', () => SignIn, [SignIn], {
  INVITATION_INVALID: AcceptInvitationRefused,
  EMAIL_TAKEN: AcceptInvitationRefused,
});
