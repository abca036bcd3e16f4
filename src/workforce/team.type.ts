import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsLine, IsToken, Member, toMember } from '../identity/index.js';
import { connectionOf, Node, PageArgs, Problem, resultUnion, toGlobalId } from '../platform/index.js';
import type { TeamRow } from './teams.service.js';

@ArgsType()
export class CreateTeamArgs {
  @Field(() => String)
  @IsLine()
  name!: string;
}

@ArgsType()
export class TeamsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Those that this person is in.' })
  @IsOptional()
  @IsToken()
  memberId?: string | null;
}

@ArgsType()
export class TeamMemberArgs {
  @Field(() => ID)
  @IsToken()
  teamId!: string;

  @Field(() => ID)
  @IsToken()
  memberId!: string;
}

@ArgsType()
export class AddTeamMemberArgs extends TeamMemberArgs {
  @Field(() => Boolean, { defaultValue: false })
  @IsBoolean()
  isLead: boolean = false;
}

@ObjectType()
export class TeamMember {
  @Field(() => Member)
  member!: Member;

  @Field(() => Boolean)
  isLead!: boolean;
}

@ObjectType({ implements: () => [Node] })
export class Team extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => [TeamMember])
  members!: TeamMember[];
}

export function toTeam({ id, name, members }: TeamRow): Team {
  const people = members.map(({ member, isLead }) => ({ member: toMember(member), isLead }));
  return Object.assign(new Team(), { id: toGlobalId('team', id), name, members: people });
}

@ObjectType()
export class TeamConnection extends connectionOf(Team) {}

@ObjectType({ implements: () => [Problem], description: 'NAME_TAKEN.' })
export class CreateTeamRefused extends Problem {}

export const CreateTeamResult = resultUnion('CreateTeamResult', () => Team, [Team], { NAME_TAKEN: CreateTeamRefused });
