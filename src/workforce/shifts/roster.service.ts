import { Injectable } from '@nestjs/common';
import { type Actor, type MemberRow, MembersService, reachOf, type Role } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../people-reach.service.js';
import { dayAt } from './calendar.rules.js';
import { type LeaveRow, LeaveStore } from './leave.store.js';
import { type PersonOnRoster, RosterStore } from './roster.store.js';
import type { TimeWindow } from './shift.types.js';
import { type ShiftExceptionRow, type ShiftRuleRow, ShiftsStore } from './shifts.store.js';

export interface RosterRow {
  id: string;
  member: MemberRow;
  isOnShift: boolean;
  windows: TimeWindow[];
  leave: LeaveRow[];
  shifts: ShiftRuleRow[];
  exceptions: ShiftExceptionRow[];
}

export interface RosterRequest {
  teamId: string | null;
  memberIds: string[] | null;
  roles: Role[] | null;
  from: Date;
  until: Date;
}

const longestDays = 92;
const dayMilliseconds = 86_400_000;

/** Who works when, as far as the reader may know. */
@Injectable()
export class RosterService {
  constructor(
    private readonly database: Database,
    private readonly people: RosterStore,
    private readonly shifts: ShiftsStore,
    private readonly leave: LeaveStore,
    private readonly directory: MembersService,
    private readonly reach: PeopleReach,
  ) {}

  page(actor: Actor, request: RosterRequest, first: number, after: string | null) {
    const reach = reachOf(actor, 'shift:read');
    const { teamId, memberIds, roles, from, until } = request;
    if (until <= from) throw ClientFault.invalid('until', 'must be after `from`');
    if (until.getTime() - from.getTime() > longestDays * dayMilliseconds)
      throw ClientFault.invalid('until', `must be at most ${longestDays} days after \`from\``);
    const seenBy = reach === 'ANY' ? null : actor.memberId;
    return this.database.transact(actor, async (tx) => {
      const who = { teamId, memberIds, roles, seenBy, isLead: reach === 'TEAM' };
      const { rows, total } = await this.people.page(tx, who, first, after);
      return { rows: await this.rowsOf(tx, actor, rows, from, until), total };
    });
  }

  private async rowsOf(tx: Tx, actor: Actor, people: PersonOnRoster[], from: Date, until: Date): Promise<RosterRow[]> {
    const ids = people.map(({ id }) => id);
    // Days of every zone that touch the time asked for.
    const range = { first: dayAt(from, 'UTC') - 1, last: dayAt(until, 'UTC') + 1 };
    const members = await this.directory.findAll(tx, ids);
    const windows = await this.shifts.windowsOf(tx, ids, from, until);
    const leave = await this.leave.of(tx, ids, range);
    const confidedBy = await this.reach.confidedBy(tx, actor, ids);
    const shifts = await this.shifts.rulesOf(tx, ids, range);
    const exceptions = await this.shifts.exceptionsOf(tx, ids, range);
    const own = <Row extends { memberId: string }>(rows: Row[], id: string) =>
      rows.filter((row) => row.memberId === id);
    return people.map(({ id, isOnShift }) => ({
      id,
      member: members.find((member) => member.id === id)!,
      isOnShift,
      windows: own(windows, id),
      leave: own(leave, id).map((row) => (confidedBy.includes(id) ? row : { ...row, reason: null })),
      shifts: own(shifts, id),
      exceptions: own(exceptions, id),
    }));
  }
}
