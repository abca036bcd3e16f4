import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Clock, Database, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../people-reach.service.js';
import { type Day, dateOf, dayAt, momentOf } from './calendar.rules.js';
import { type LeaveRow, LeaveStore } from './leave.store.js';
import type { LeaveDays, LeaveKind } from './shift.types.js';
import { ShiftWindows } from './shift-windows.service.js';

export interface RecordLeave {
  memberId: string;
  kind: LeaveKind;
  startsOn: Day;
  endsOn: Day;
  /** null: the person's */
  timeZone: string | null;
  reason: string | null;
}

const longestDays = 366;
const mostDaysAway = 731;

/** When people are away. It takes their shifts; why they are away only they and their leads read. */
@Injectable()
export class LeaveService {
  constructor(
    private readonly database: Database,
    private readonly store: LeaveStore,
    private readonly windows: ShiftWindows,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  record(actor: Actor, given: RecordLeave): Promise<LeaveRow | Refusal<'LEAVE_OVERLAPS'>> {
    return this.database.transact(actor, (tx) => this.recordIn(tx, actor, given));
  }

  /** For whoever has the transaction. */
  async recordIn(tx: Tx, actor: Actor, given: RecordLeave): Promise<LeaveRow | Refusal<'LEAVE_OVERLAPS'>> {
    const member = await this.reach.require(tx, actor, 'shift:manage', given.memberId);
    const leave = { ...given, timeZone: given.timeZone ?? member.timeZone };
    return (await this.taken(tx, given.memberId, leave)) ?? this.put(tx, actor, leave);
  }

  /** For whoever knows that it may be, and has asked whether the days are `taken`. */
  async put(tx: Tx, actor: Actor, given: RecordLeave & LeaveDays): Promise<LeaveRow> {
    const { memberId, kind, reason, startsOn, endsOn, timeZone } = given;
    const leave = await this.store.insert(tx, { memberId, kind, reason, startsOn, endsOn, timeZone }, actor.memberId);
    await this.rebuild(tx, leave);
    await this.log(tx, actor, 'member:recordLeave', leave);
    return leave;
  }

  /** Whether the person is away on one of these days already; their plan is held. @throws ClientFault of days that are none */
  async taken(tx: Tx, memberId: string, days: LeaveDays): Promise<Refusal<'LEAVE_OVERLAPS'> | null> {
    checkDays(days, dayAt(this.clock.now(), days.timeZone));
    await this.windows.hold(tx, memberId);
    const [other] = await this.store.of(tx, [memberId], { first: days.startsOn, last: days.endsOn });
    return other ? overlaps(other) : null;
  }

  /** They are at work again as their shifts say. Cancelling twice is cancelling once. */
  cancel(actor: Actor, id: string): Promise<LeaveRow> {
    return this.database.transact(actor, async (tx) => {
      const leave = await this.store.find(tx, id);
      if (!leave) throw ClientFault.notFound('leave');
      await this.reach.require(tx, actor, 'shift:manage', leave.memberId);
      await this.takeBack(tx, actor, leave);
      const isOpen = (await this.reach.confidedBy(tx, actor, [leave.memberId])).length > 0;
      return { ...leave, isCancelled: true, reason: isOpen ? leave.reason : null };
    });
  }

  /** For whoever knows that it may be: of what people recorded of their own. */
  async cancelOwn(tx: Tx, actor: Actor, id: string): Promise<void> {
    await this.takeBack(tx, actor, (await this.store.find(tx, id))!);
  }

  private async takeBack(tx: Tx, actor: Actor, leave: LeaveRow): Promise<void> {
    await this.windows.hold(tx, leave.memberId);
    if (!(await this.store.cancel(tx, leave.id, actor.memberId))) return;
    await this.rebuild(tx, leave);
    await this.log(tx, actor, 'member:cancelLeave', leave);
  }

  private rebuild(tx: Tx, { memberId, startsOn, timeZone }: LeaveRow): Promise<void> {
    return this.windows.rebuild(tx, memberId, momentOf(startsOn - 1, 0, timeZone, 'FIRST'));
  }

  /** Neither the kind nor the reason: both are the person's, and the log is read by many. */
  private log(tx: Tx, actor: Actor, action: string, { id, memberId, startsOn, endsOn }: LeaveRow): Promise<void> {
    const detail = { leaveId: toGlobalId('leave', id), from: dateOf(startsOn), until: dateOf(endsOn) };
    return this.changes.record(tx, actor, { action, subjectId: memberId, detail });
  }
}

function checkDays({ startsOn, endsOn }: { startsOn: Day; endsOn: Day }, today: Day): void {
  if (Math.abs(startsOn - today) > mostDaysAway)
    throw ClientFault.invalid('input.from', 'must be within two years of today');
  if (endsOn < startsOn) throw ClientFault.invalid('input.until', `must not be before ${dateOf(startsOn)}`);
  if (endsOn - startsOn >= longestDays)
    throw ClientFault.invalid('input.until', `must be less than ${longestDays} days after the first`);
}

const overlaps = ({ startsOn, endsOn }: LeaveRow): Refusal<'LEAVE_OVERLAPS'> =>
  new Refusal('LEAVE_OVERLAPS', `There is leave from ${dateOf(startsOn)} to ${dateOf(endsOn)} already: cancel that first, or choose other days.`); // prettier-ignore
