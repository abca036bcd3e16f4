import { applyDecorators } from '@nestjs/common';
import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDate, IsIn, IsOptional, IsString, ValidateBy, ValidateNested } from 'class-validator';
import { IsLine, IsTimeZone, IsToken, Role, roles } from '../../identity/index.js';
import { PageArgs } from '../../platform/index.js';
import { dayOf, minuteOf } from './calendar.rules.js';
import { type LeaveKind, leaveKinds, type ShiftExceptionKind, shiftExceptionKinds } from './shift.types.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

/** In the order of ISO 8601: the first is day 1. */
export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];
export const WeekdayEnum = enumOf(weekdays);
registerEnumType(WeekdayEnum, { name: 'Weekday' });
export const ShiftExceptionKindEnum = enumOf(shiftExceptionKinds);
registerEnumType(ShiftExceptionKindEnum, {
  name: 'ShiftExceptionKind',
  valuesMap: {
    EXTRA: { description: 'A shift more, on this day.' },
    OFF: { description: 'The weekly shifts of this day do not take place.' },
    MOVED: { description: 'Instead of the weekly shifts of this day there is one at another time, or on another day.' },
  } satisfies Record<ShiftExceptionKind, object>,
});
export const LeaveKindEnum = enumOf(leaveKinds);
registerEnumType(LeaveKindEnum, { name: 'LeaveKind' });

const checked = (name: string, validate: (text: string) => boolean, message: string) =>
  ValidateBy({
    name,
    validator: {
      validate: (value) => typeof value === 'string' && validate(value),
      defaultMessage: () => `$property ${message}`,
    },
  });
const IsDay = () => checked('isDay', (text) => dayOf(text) !== null, 'must be a day, such as 2026-11-30');
const IsTimeOfDay = () => checked('isTimeOfDay', (text) => minuteOf(text) !== null, 'must be a time, such as 09:30');

export const OptionalDay = (description: string) =>
  applyDecorators(
    Field(() => String, { nullable: true, description }),
    IsOptional(),
    IsDay(),
  );
const Zone = () =>
  applyDecorators(
    Field(() => String, { nullable: true, description: 'IANA name. Left out, the person’s own.' }),
    IsOptional(),
    IsTimeZone(),
  );

@InputType({ description: 'A shift that comes every week.' })
export class WeeklyShiftInput {
  @Field(() => WeekdayEnum, { description: 'The day on which it starts.' })
  @IsIn(weekdays)
  weekday!: Weekday;

  @Field(() => String, { description: 'On the clock of the zone, such as 22:00.' })
  @IsTimeOfDay()
  start!: string;

  @Field(() => String, { description: 'At or before the start, it is on the next day.' })
  @IsTimeOfDay()
  end!: string;

  @OptionalDay('The first day, such as 2026-11-30. Left out, that of the whole plan.')
  from?: string | null;

  @OptionalDay('The last day on which it starts. Left out, there is no end.')
  until?: string | null;
}

@InputType()
export class SetShiftsInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => [WeeklyShiftInput], { description: 'At most 50. None: the person has no shifts any more.' })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => WeeklyShiftInput)
  shifts!: WeeklyShiftInput[];

  @OptionalDay('From which day on these are the shifts. Left out, today.')
  from?: string | null;

  @Zone()
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'For the change log.' })
  @IsOptional()
  @IsLine(500)
  reason?: string | null;
}

@InputType()
export class AddShiftExceptionInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;

  @Field(() => ShiftExceptionKindEnum)
  @IsIn(shiftExceptionKinds)
  kind!: ShiftExceptionKind;

  @Field(() => String, { description: 'The day, such as 2026-11-30.' })
  @IsDay()
  date!: string;

  @OptionalDay('Of MOVED, to which day. Left out, the same.')
  toDate?: string | null;

  @Field(() => String, { nullable: true, description: 'Of EXTRA and MOVED, such as 22:00.' })
  @IsOptional()
  @IsTimeOfDay()
  start?: string | null;

  @Field(() => String, { nullable: true, description: 'Of EXTRA and MOVED. At or before the start, it is on the next day.' }) // prettier-ignore
  @IsOptional()
  @IsTimeOfDay()
  end?: string | null;

  @Zone()
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'For whoever sees the roster.' })
  @IsOptional()
  @IsLine(500)
  note?: string | null;
}

@InputType({ isAbstract: true })
export abstract class LeaveInput {
  @Field(() => LeaveKindEnum)
  @IsIn(leaveKinds)
  kind!: LeaveKind;

  @Field(() => String, { description: 'The first day, such as 2026-11-30.' })
  @IsDay()
  from!: string;

  @Field(() => String, { description: 'The last day.' })
  @IsDay()
  until!: string;

  @Zone()
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'Only the person and whoever leads them read it.' })
  @IsOptional()
  @IsLine(500)
  reason?: string | null;
}

@InputType()
export class RecordLeaveInput extends LeaveInput {
  @Field(() => ID)
  @IsToken()
  memberId!: string;
}

@ArgsType()
export class RosterArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'The people of this team.' })
  @IsOptional()
  @IsToken()
  teamId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'These people, at most 100.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  memberIds?: string[] | null;

  @Field(() => [Role], { nullable: true, description: 'Whoever has one of these roles.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(roles.length)
  @IsIn(roles, { each: true })
  roles?: Role[] | null;

  @Field(() => Date)
  @IsDate()
  from!: Date;

  @Field(() => Date, { description: 'At most 92 days later.' })
  @IsDate()
  until!: Date;
}
