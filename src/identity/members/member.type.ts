import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, IsString, Length } from 'class-validator';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { Role } from '../access/permissions.js';
import { IsLanguage, IsTimeZone, IsToken } from '../validation.js';
import type { MemberRow } from './member.entity.js';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a member is in the organization; several may hold at once.',
});

export const MemberState = { ACTIVE: 'ACTIVE', DEACTIVATED: 'DEACTIVATED' } as const;
registerEnumType(MemberState, { name: 'MemberState' });

@ObjectType({ implements: () => [Node] })
export class Member extends Node {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [Role])
  roles!: Role[];

  @Field(() => String, { description: 'IANA name, for example Europe/Berlin.' })
  timeZone!: string;

  @Field(() => [String], { description: 'By BCP 47, for example de-CH; the first is the one they prefer.' })
  languages!: string[];

  @Field(() => MemberState)
  state!: keyof typeof MemberState;

  @Field(() => Date)
  createdAt!: Date;
}

export function toMember(row: MemberRow): Member {
  const { email, name, roles, timeZone, languages, state, createdAt } = row;
  return Object.assign(new Member(), {
    id: toGlobalId('member', row.id),
    email,
    name,
    roles,
    timeZone,
    languages,
    state,
    createdAt,
  });
}

@ObjectType()
export class MemberConnection extends connectionOf(Member) {}

@ArgsType()
export class SetRolesArgs {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => [Role])
  @ArrayMinSize(1)
  @ArrayUnique()
  roles!: Role[];

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  reason?: string | null;
}

@ArgsType()
export class SetTimeZoneArgs {
  @Field(() => String, { description: 'IANA name, for example Europe/Berlin.' })
  @IsTimeZone()
  timeZone!: string;
}

@ArgsType()
export class SetLanguagesArgs {
  @Field(() => [String], { description: 'By BCP 47, for example de-CH; at most 20, the preferred one first.' })
  @ArrayMaxSize(20)
  @IsLanguage({ each: true })
  languages!: string[];
}

@ObjectType({ implements: () => [Problem], description: 'LAST_OWNER or ONLY_OWNER.' })
export class SetRolesRefused extends Problem {}

export const SetRolesResult = resultUnion('SetRolesResult', () => Member, [Member], {
  LAST_OWNER: SetRolesRefused,
  ONLY_OWNER: SetRolesRefused,
});
