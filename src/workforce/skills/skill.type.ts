import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsDate, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsLine, IsToken } from '../../identity/index.js';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { type MemberSkillRow, type SkillRow, type SkillSource, skillSources } from './skills.store.js';

export const SkillSourceEnum = Object.fromEntries(skillSources.map((name) => [name, name])) as Record<
  SkillSource,
  SkillSource
>;
registerEnumType(SkillSourceEnum, {
  name: 'SkillSource',
  valuesMap: {
    MANUAL: { description: 'A lead or manager granted it.' },
    TRAINING: { description: 'A course was passed.' },
    TRUST: { description: 'A rule of trust found it in their work.' },
    IMPORTED: { description: 'A list of invitations said so.' },
  } satisfies Record<SkillSource, object>,
});

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

  @Field(() => SkillSourceEnum, { description: 'The same skill may come from several; whichever is enough counts.' })
  source!: SkillSource;

  @Field(() => String, { nullable: true, description: 'Which course, rule or list says so.' })
  origin!: string | null;

  @Field(() => ID, { nullable: true, description: 'Null: no person, but a rule.' })
  grantedById!: string | null;

  @Field(() => String, { nullable: true })
  grantedByName!: string | null;
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

export const toMemberSkill = ({ skill, memberId: _, grantedBy, ...held }: MemberSkillRow): MemberSkill =>
  Object.assign(new MemberSkill(), {
    ...held,
    skill: toSkill(skill),
    grantedById: grantedBy && toGlobalId('member', grantedBy),
  });
