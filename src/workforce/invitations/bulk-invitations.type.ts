import { applyDecorators } from '@nestjs/common';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Invitation, toInvitation } from '../../identity/index.js';
import { mostLines } from '../csv-lines.rules.js';
import { type InvitationOutcome, invitationOutcomes, type InvitedLine as InvitedLineRow } from './bulk-invitations.service.js'; // prettier-ignore
import type { RawInvitation } from './invitation-lines.rules.js';

export const InvitationOutcomeEnum = Object.fromEntries(invitationOutcomes.map((name) => [name, name])) as Record<
  InvitationOutcome,
  InvitationOutcome
>;
registerEnumType(InvitationOutcomeEnum, {
  name: 'InvitationOutcome',
  valuesMap: {
    INVITED: { description: 'There is an invitation now, and its token is told this once.' },
    ALREADY_INVITED: { description: 'An earlier invitation can still be accepted; nothing changed.' },
    ALREADY_MEMBER: { description: 'They have joined; nothing changed.' },
    REFUSED: { description: 'The message says why; the other lines are not touched by it.' },
  } satisfies Record<InvitationOutcome, object>,
});

const Texts = (description: string, isRequired = false) =>
  applyDecorators(
    Field(() => [String], { description, nullable: !isRequired }),
    ...(isRequired ? [] : [IsOptional()]),
    IsArray(),
    ArrayMaxSize(50),
    IsString({ each: true }),
    MaxLength(500, { each: true }),
  );
const OptionalText = (description: string) =>
  applyDecorators(
    Field(() => String, { nullable: true, description }),
    IsOptional(),
    IsString(),
    MaxLength(1000),
  );

@InputType({ description: 'A line. What is wrong with one refuses it alone, so hardly anything is asked of it here.' })
export class InvitedPersonInput {
  @Field(() => String)
  @IsString()
  @MaxLength(1000)
  email!: string;

  @Field(() => String)
  @IsString()
  @MaxLength(1000)
  name!: string;

  @Texts('Such as ANNOTATOR.', true)
  roles!: string[];

  @OptionalText('By its name.')
  team?: string | null;

  @Field(() => Boolean, { nullable: true })
  @IsOptional()
  @IsBoolean()
  isLead?: boolean | null;

  @Texts('By name and level, such as chest:3.')
  skills?: string[] | null;

  @OptionalText('IANA name.')
  timeZone?: string | null;

  @Texts('By BCP 47.')
  languages?: string[] | null;
}

@InputType({ description: 'Either a CSV file or a list.' })
export class InviteMembersInput {
  @Field(() => String, {
    nullable: true,
    description: 'With a header: email, name, roles, and if wanted team, isLead, skills, timeZone, languages.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1_000_000)
  csv?: string | null;

  @Field(() => [InvitedPersonInput], { nullable: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostLines)
  @ValidateNested({ each: true })
  @Type(() => InvitedPersonInput)
  people?: InvitedPersonInput[] | null;
}

@ObjectType({ description: 'What became of one line.' })
export class InvitedLine {
  @Field(() => Int, { description: 'In the file, its header being line 1; of a list, the place, from 1.' })
  line!: number;

  @Field(() => String)
  email!: string;

  @Field(() => InvitationOutcomeEnum)
  outcome!: InvitationOutcome;

  @Field(() => String, { nullable: true, description: 'In sentences; null when the person was invited.' })
  message!: string | null;

  @Field(() => Invitation, { nullable: true })
  invitation!: Invitation | null;

  @Field(() => String, { nullable: true, description: 'For acceptInvitation, within 72 hours. It is not shown again.' })
  token!: string | null;
}

@ObjectType()
export class InvitedMembers {
  @Field(() => Int)
  invited!: number;

  @Field(() => Int, { description: 'Those who were invited or have joined before.' })
  unchanged!: number;

  @Field(() => Int)
  refused!: number;

  @Field(() => [InvitedLine], { description: 'Every line, in order.' })
  lines!: InvitedLine[];
}

export const toRaw = (person: InvitedPersonInput, index: number): RawInvitation => ({
  line: index + 1,
  email: person.email,
  name: person.name,
  roles: person.roles,
  team: person.team ?? '',
  isLead: String(person.isLead ?? ''),
  skills: person.skills ?? [],
  timeZone: person.timeZone ?? '',
  languages: person.languages ?? [],
});

export function toInvitedMembers(lines: InvitedLineRow[]): InvitedMembers {
  const count = (...outcomes: InvitationOutcome[]) => lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    invited: count('INVITED'),
    unchanged: count('ALREADY_INVITED', 'ALREADY_MEMBER'),
    refused: count('REFUSED'),
    lines: lines.map(({ invitation, ...line }) => ({ ...line, invitation: invitation && toInvitation(invitation) })),
  };
}
