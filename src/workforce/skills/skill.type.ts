import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsLine, IsToken } from '../../identity/index.js';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import type { MemberSkillRow, SkillRow } from './skills.store.js';

@ArgsType()
export class CreateSkillArgs {
  @Field(() => String, { description: 'Policies name the skill by it.' })
  @IsLine(100)
  name!: string;
}

@InputType()
export class GrantSkillInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID)
  @IsToken()
  skillId!: string;

  @Field(() => Int, { description: '1 to 5.' })
  @IsInt()
  @Min(1)
  @Max(5)
  level!: number;

  @Field(() => Date, { nullable: true, description: 'From then on the skill no longer counts.' })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @IsLine(500)
  reason?: string | null;
}

@ArgsType()
export class RevokeSkillArgs {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ID)
  @IsToken()
  skillId!: string;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @IsLine(500)
  reason?: string | null;
}

@ObjectType({ implements: () => [Node], description: 'Something that people of the organization can be good at.' })
export class Skill extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType({ description: 'A skill as somebody holds it.' })
export class MemberSkill {
  @Field(() => Skill)
  skill!: Skill;

  @Field(() => Int, { description: '1 to 5.' })
  level!: number;

  @Field(() => Date, { nullable: true, description: 'Null: it does not expire.' })
  expiresAt!: Date | null;

  @Field(() => Boolean, { description: 'It no longer counts.' })
  isExpired!: boolean;

  @Field(() => Date)
  grantedAt!: Date;
}

@ObjectType()
export class SkillConnection extends connectionOf(Skill) {}

@ObjectType({ implements: () => [Problem], description: 'NAME_TAKEN.' })
export class CreateSkillRefused extends Problem {}

export const CreateSkillResult = resultUnion('CreateSkillResult', () => Skill, [Skill], {
  NAME_TAKEN: CreateSkillRefused,
});

export const toSkill = ({ id, name, createdAt }: SkillRow): Skill =>
  Object.assign(new Skill(), { id: toGlobalId('skill', id), name, createdAt });

export const toMemberSkill = ({ skill, level, expiresAt, isExpired, grantedAt }: MemberSkillRow): MemberSkill =>
  Object.assign(new MemberSkill(), { skill: toSkill(skill), level, expiresAt, isExpired, grantedAt });
