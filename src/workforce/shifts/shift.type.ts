import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Member, toMember } from '../../identity/index.js';
import { connectionOf, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import { dateOf, timeOf } from './calendar.rules.js';
import type { LeaveRow } from './leave.store.js';
import type { RosterRow } from './roster.service.js';
import { LeaveKindEnum, ShiftExceptionKindEnum, type Weekday, WeekdayEnum, weekdays } from './shift.input.js';
import { leaveWindow } from './shift-windows.rules.js';
import type { LeaveKind, ShiftExceptionKind, TimeWindow } from './shift.types.js';
import type { ShiftsSet } from './shifts.service.js';
import type { ShiftExceptionRow, ShiftRuleRow } from './shifts.store.js';

@ObjectType({ description: 'A shift that comes every week, by the clock of a zone.' })
export class WeeklyShift {
  @Field(() => ID)
  id!: string;

  @Field(() => WeekdayEnum)
  weekday!: Weekday;

  @Field(() => String)
  start!: string;

  @Field(() => String, { description: 'At or before the start, it is on the next day.' })
  end!: string;

  @Field(() => String)
  timeZone!: string;

  @Field(() => String, { description: 'The first day.' })
  from!: string;

  @Field(() => String, { nullable: true, description: 'The last day; null: there is no end.' })
  until!: string | null;
}

@ObjectType({ description: 'What is otherwise than every week.' })
export class ShiftException {
  @Field(() => ID)
  id!: string;

  @Field(() => ShiftExceptionKindEnum)
  kind!: ShiftExceptionKind;

  @Field(() => String)
  date!: string;

  @Field(() => String, { nullable: true })
  toDate!: string | null;

  @Field(() => String, { nullable: true })
  start!: string | null;

  @Field(() => String, { nullable: true })
  end!: string | null;

  @Field(() => String)
  timeZone!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Boolean)
  isCancelled!: boolean;
}

@ObjectType({ description: 'Days on which somebody is away; their shifts do not take place.' })
export class Leave {
  @Field(() => ID)
  id!: string;

  @Field(() => LeaveKindEnum)
  kind!: LeaveKind;

  @Field(() => String, { description: 'The first day.' })
  from!: string;

  @Field(() => String, { description: 'The last day.' })
  until!: string;

  @Field(() => Date, { description: 'When the first day begins there.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'When the last day ends there.' })
  endsAt!: Date;

  @Field(() => String, { nullable: true, description: 'Null also to whoever neither is the person nor leads them.' })
  reason!: string | null;

  @Field(() => Boolean)
  isCancelled!: boolean;
}

@ObjectType({ description: 'From then to then somebody is at work.' })
export class ShiftWindow {
  @Field(() => Date)
  startsAt!: Date;

  @Field(() => Date)
  endsAt!: Date;
}

@ObjectType({ description: 'One person’s part of the roster.' })
export class RosterEntry {
  @Field(() => Member)
  member!: Member;

  @Field(() => Boolean, { description: 'At work at this moment, by the roster.' })
  isOnShift!: boolean;

  @Field(() => [ShiftWindow], {
    description: 'In order and without overlap; leave is taken out. Known 12 weeks ahead.',
  })
  windows!: ShiftWindow[];

  @Field(() => [Leave])
  leave!: Leave[];

  @Field(() => [WeeklyShift])
  shifts!: WeeklyShift[];

  @Field(() => [ShiftException])
  exceptions!: ShiftException[];
}

@ObjectType()
export class RosterConnection extends connectionOf(RosterEntry) {}

@ObjectType()
export class ShiftsChanged {
  @Field(() => Member)
  member!: Member;

  @Field(() => String)
  timeZone!: string;

  @Field(() => [WeeklyShift], { description: 'As they are now, from that day on.' })
  shifts!: WeeklyShift[];

  @Field(() => [WeeklyShift], {
    description: 'As they would have been: give them again with the same `from` to undo it.',
  })
  before!: WeeklyShift[];
}

@ObjectType({ implements: () => [Problem], description: 'DAY_TAKEN: the shifts of the day are taken off or moved already.' }) // prettier-ignore
export class ShiftExceptionRefused extends Problem {}

export const AddShiftExceptionResult = resultUnion('AddShiftExceptionResult', () => ShiftException, [ShiftException], {
  DAY_TAKEN: ShiftExceptionRefused,
});

@ObjectType({ implements: () => [Problem], description: 'LEAVE_OVERLAPS: they are away on one of these days already.' })
export class LeaveRefused extends Problem {}

export const RecordLeaveResult = resultUnion('RecordLeaveResult', () => Leave, [Leave], {
  LEAVE_OVERLAPS: LeaveRefused,
});

export const toWeeklyShift = (row: ShiftRuleRow): WeeklyShift => ({
  id: toGlobalId('shiftRule', row.id),
  weekday: weekdays[row.weekday - 1]!,
  start: timeOf(row.startMinute),
  end: timeOf(row.endMinute),
  timeZone: row.timeZone,
  from: dateOf(row.validFrom),
  until: row.validUntil === null ? null : dateOf(row.validUntil),
});

export const toShiftException = (row: ShiftExceptionRow): ShiftException =>
  Object.assign(new ShiftException(), {
    id: toGlobalId('shiftException', row.id),
    kind: row.kind,
    date: dateOf(row.on),
    toDate: row.to === null ? null : dateOf(row.to),
    start: row.startMinute === null ? null : timeOf(row.startMinute),
    end: row.endMinute === null ? null : timeOf(row.endMinute),
    timeZone: row.timeZone,
    note: row.note,
    isCancelled: row.isCancelled,
  });

export const toLeave = (row: LeaveRow): Leave =>
  Object.assign(new Leave(), {
    id: toGlobalId('leave', row.id),
    kind: row.kind,
    from: dateOf(row.startsOn),
    until: dateOf(row.endsOn),
    ...leaveWindow(row),
    reason: row.reason,
    isCancelled: row.isCancelled,
  });

export const toShiftsChanged = ({ member, timeZone, shifts, before }: ShiftsSet): ShiftsChanged => ({
  member: toMember(member),
  timeZone,
  shifts: shifts.map(toWeeklyShift),
  before: before.map(toWeeklyShift),
});

const toWindow = ({ startsAt, endsAt }: TimeWindow): ShiftWindow => ({ startsAt, endsAt });

export const toRosterEntry = ({ member, isOnShift, windows, leave, shifts, exceptions }: RosterRow): RosterEntry => ({
  member: toMember(member),
  isOnShift,
  windows: windows.map(toWindow),
  leave: leave.map(toLeave),
  shifts: shifts.map(toWeeklyShift),
  exceptions: exceptions.map(toShiftException),
});
