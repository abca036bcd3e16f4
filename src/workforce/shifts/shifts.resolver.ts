import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault, decodeCursor, fromGlobalId, pageOf, Refusal } from '../../platform/index.js';
import { dayOf, minuteOf } from './calendar.rules.js';
import { LeaveService } from './leave.service.js';
import { RosterService } from './roster.service.js';
import {
  AddShiftExceptionInput,
  RecordLeaveInput,
  RosterArgs,
  SetShiftsInput,
  WeeklyShiftInput,
  weekdays,
} from './shift.input.js';
import {
  AddShiftExceptionResult,
  Leave,
  RecordLeaveResult,
  RosterConnection,
  ShiftException,
  ShiftsChanged,
  toLeave,
  toRosterEntry,
  toShiftException,
  toShiftsChanged,
} from './shift.type.js';
import { ShiftsService } from './shifts.service.js';

@Resolver()
export class ShiftsResolver {
  constructor(
    private readonly shifts: ShiftsService,
    private readonly leave: LeaveService,
    private readonly rosters: RosterService,
  ) {}

  @Query(() => RosterConnection, {
    description: 'Who works when, by person: everybody, the people of the teams you lead, or yourself.',
  })
  @Can('shift:read')
  async roster(@CurrentActor() actor: Actor, @Args() args: RosterArgs): Promise<RosterConnection> {
    const { first, from, until, roles = null } = args;
    const teamId = args.teamId ? fromGlobalId('team', args.teamId, 'teamId') : null;
    const memberIds = args.memberIds?.map((id, at) => fromGlobalId('member', id, `memberIds[${at}]`)) ?? null;
    const request = { teamId, memberIds, roles, from, until };
    const { rows, total } = await this.rosters.page(actor, request, first, decodeCursor(args.after));
    return pageOf(rows, first, total, toRosterEntry);
  }

  @Mutation(() => ShiftsChanged, {
    description:
      'From a day on these are the weekly shifts of a person, and no others. What was before stays as it was.',
  })
  @Can('shift:manage')
  async setShifts(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetShiftsInput }) input: SetShiftsInput,
  ): Promise<ShiftsChanged> {
    const memberId = fromGlobalId('member', input.memberId, 'input.memberId');
    const { timeZone = null, reason } = input;
    const request = { memberId, timeZone, from: dayOrNull(input.from), shifts: input.shifts.map(toRule) };
    return toShiftsChanged(await this.shifts.set(actor, { ...request, reason: reason ?? undefined }));
  }

  @Mutation(() => AddShiftExceptionResult, { description: 'A shift more, a day off, or a shift at another time.' })
  @Can('shift:manage')
  async addShiftException(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AddShiftExceptionInput }) input: AddShiftExceptionInput,
  ): Promise<ShiftException | Refusal> {
    const memberId = fromGlobalId('member', input.memberId, 'input.memberId');
    const answer = await this.shifts.addException(actor, memberId, exceptionOf(input));
    return answer instanceof Refusal ? answer : toShiftException(answer);
  }

  @Mutation(() => ShiftException, { description: 'The weekly shifts hold on that day again.' })
  @Can('shift:manage')
  async cancelShiftException(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ShiftException> {
    return toShiftException(await this.shifts.cancelException(actor, fromGlobalId('shiftException', id)));
  }

  @Mutation(() => RecordLeaveResult, { description: 'Whole days on which a person is away, both included.' })
  @Can('shift:manage')
  async recordLeave(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => RecordLeaveInput }) input: RecordLeaveInput,
  ): Promise<Leave | Refusal> {
    const memberId = fromGlobalId('member', input.memberId, 'input.memberId');
    const { kind, timeZone = null, reason = null } = input;
    const days = { startsOn: dayOf(input.from)!, endsOn: dayOf(input.until)! };
    const answer = await this.leave.record(actor, { memberId, kind, timeZone, reason, ...days });
    return answer instanceof Refusal ? answer : toLeave(answer);
  }

  @Mutation(() => Leave, { description: 'They are at work on these days, as their shifts say.' })
  @Can('shift:manage')
  async cancelLeave(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Leave> {
    return toLeave(await this.leave.cancel(actor, fromGlobalId('leave', id)));
  }
}

const dayOrNull = (date: string | null | undefined) => (date ? dayOf(date) : null);

function toRule({ weekday, start, end, from, until }: WeeklyShiftInput, index: number) {
  const [startMinute, endMinute] = timesOf(start, end, `input.shifts[${index}].end`);
  const days = { validFrom: dayOrNull(from), validUntil: dayOrNull(until) };
  return { weekday: weekdays.indexOf(weekday) + 1, startMinute, endMinute, ...days };
}

function exceptionOf(input: AddShiftExceptionInput) {
  const { kind, start, end, timeZone = null, note = null } = input;
  const on = dayOf(input.date)!;
  if (input.toDate && kind !== 'MOVED') throw ClientFault.invalid('input.toDate', 'goes with MOVED only');
  if (kind === 'OFF') {
    if (start || end) throw ClientFault.invalid('input.start', 'goes with EXTRA and MOVED only');
    return { kind, on, to: null, startMinute: null, endMinute: null, timeZone, note };
  }
  if (!start || !end) throw ClientFault.invalid(start ? 'input.end' : 'input.start', `is required with ${kind}`);
  const [startMinute, endMinute] = timesOf(start, end, 'input.end');
  return { kind, on, to: kind === 'MOVED' ? (dayOrNull(input.toDate) ?? on) : null, startMinute, endMinute, timeZone, note }; // prettier-ignore
}

function timesOf(start: string, end: string, path: string): [number, number] {
  if (start === end) throw ClientFault.invalid(path, 'must differ from the start');
  return [minuteOf(start)!, minuteOf(end)!];
}
