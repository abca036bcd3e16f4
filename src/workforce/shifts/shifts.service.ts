import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, type MemberRow } from '../../identity/index.js';
import { ClientFault, Clock, Database, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../people-reach.service.js';
import { type Day, dateOf, dayAt, momentOf, timeOf } from './calendar.rules.js';
import type { ShiftException, ShiftRule } from './shift.types.js';
import { ShiftWindows } from './shift-windows.service.js';
import { type ShiftExceptionRow, type ShiftRuleRow, ShiftsStore } from './shifts.store.js';

export interface SetShifts {
  memberId: string;
  /** null: today, by the zone */
  from: Day | null;
  /** null: the person's */
  timeZone: string | null;
  shifts: WeeklyShift[];
  reason?: string;
}

export type WeeklyShift = Omit<ShiftRule, 'timeZone' | 'validFrom'> & { validFrom: Day | null };

export interface ShiftsSet {
  member: MemberRow;
  timeZone: string;
  shifts: ShiftRuleRow[];
  before: ShiftRuleRow[];
}

interface NewPlan {
  from: Day;
  timeZone: string;
  rules: ShiftRule[];
}

/** What was agreed may be put right for a while; what is far ahead is a slip of the pen. */
const mostDaysBack = 31;
const mostDaysAhead = 366;

/** The weekly shifts of people, and what is otherwise on single days. */
@Injectable()
export class ShiftsService {
  constructor(
    private readonly database: Database,
    private readonly store: ShiftsStore,
    private readonly windows: ShiftWindows,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  /** From a day on these are the shifts, and no others; what was before that day stays as it was. */
  set(actor: Actor, { memberId, reason, ...given }: SetShifts): Promise<ShiftsSet> {
    return this.database.transact(actor, async (tx) => {
      const member = await this.reach.require(tx, actor, 'shift:manage', memberId);
      const plan = this.planOf(member, given);
      const over = plan.rules.findIndex(isOver);
      if (over >= 0)
        throw ClientFault.invalid(`input.shifts[${over}].until`, `must not be before ${dateOf(plan.rules[over]!.validFrom)}`); // prettier-ignore
      const { before } = await this.replace(tx, actor, memberId, plan, reason);
      const shifts = await this.store.rulesOf(tx, [memberId], { first: plan.from, last: null });
      return { member, timeZone: plan.timeZone, shifts, before };
    });
  }

  /**
   * The same for lists of many people, inside the transaction of whoever reads one: it has asked whose shifts the actor may
   * set. What is over by then is left out, so that a list may come again.
   * @returns whether anything changed
   */
  async setWithin(tx: Tx, actor: Actor, member: MemberRow, given: Omit<SetShifts, 'memberId'>): Promise<boolean> {
    const plan = this.planOf(member, given);
    const rules = plan.rules.filter((rule) => !isOver(rule));
    return (await this.replace(tx, actor, member.id, { ...plan, rules }, given.reason)).isChanged;
  }

  private planOf(member: MemberRow, given: Omit<SetShifts, 'memberId'>): NewPlan {
    const timeZone = given.timeZone ?? member.timeZone;
    const from = given.from ?? dayAt(this.clock.now(), timeZone);
    this.requireNear(from, timeZone, 'input.from');
    // What began earlier begins with the plan: so the shifts of before can be given again as they were.
    const rules = given.shifts.map((shift) => ({
      ...shift,
      timeZone,
      validFrom: Math.max(from, shift.validFrom ?? from),
    }));
    return { from, timeZone, rules };
  }

  private async replace(tx: Tx, actor: Actor, memberId: string, plan: NewPlan, reason: string | undefined) {
    const { from, timeZone, rules } = plan;
    await this.windows.hold(tx, memberId);
    const before = await this.store.rulesOf(tx, [memberId], { first: from, last: null });
    if (isSame(before, plan)) return { before, isChanged: false };
    await this.store.endRules(tx, memberId, from);
    await this.store.insertRules(tx, memberId, rules, actor.memberId);
    // A day earlier: the zone may be another one than before.
    await this.windows.rebuild(tx, memberId, momentOf(from - 1, 0, timeZone, 'FIRST'));
    const detail = { from: dateOf(from), timeZone, shifts: rules.map(shiftText) };
    await this.changes.record(tx, actor, { action: 'member:setShifts', subjectId: memberId, reason, detail });
    return { before, isChanged: true };
  }

  addException(
    actor: Actor,
    memberId: string,
    given: Omit<ShiftException, 'timeZone'> & { timeZone: string | null; note: string | null },
  ): Promise<ShiftExceptionRow | Refusal<'DAY_TAKEN'>> {
    return this.database.transact(actor, async (tx) => {
      const member = await this.reach.require(tx, actor, 'shift:manage', memberId);
      const timeZone = given.timeZone ?? member.timeZone;
      this.requireNear(given.on, timeZone, 'input.date');
      if (given.to !== null) this.requireNear(given.to, timeZone, 'input.toDate');
      await this.windows.hold(tx, memberId);
      const exception = await this.store.insertException(tx, { ...given, memberId, timeZone }, actor.memberId);
      if (!exception)
        return new Refusal('DAY_TAKEN' as const, `The shifts of ${dateOf(given.on)} are taken off or moved already: cancel that first.`); // prettier-ignore
      await this.rebuildAround(tx, exception);
      const detail = detailOf(exception);
      await this.changes.record(tx, actor, { action: 'member:addShiftException', subjectId: memberId, detail });
      return exception;
    });
  }

  /** The rules hold on that day again. Cancelling twice is cancelling once. */
  cancelException(actor: Actor, id: string): Promise<ShiftExceptionRow> {
    return this.database.transact(actor, async (tx) => {
      const exception = await this.store.findException(tx, id);
      if (!exception) throw ClientFault.notFound('shift exception');
      await this.reach.require(tx, actor, 'shift:manage', exception.memberId);
      await this.windows.hold(tx, exception.memberId);
      if (await this.store.cancelException(tx, id, actor.memberId)) {
        await this.rebuildAround(tx, exception);
        const change = { action: 'member:cancelShiftException', subjectId: exception.memberId };
        await this.changes.record(tx, actor, { ...change, detail: detailOf(exception) });
      }
      return { ...exception, isCancelled: true };
    });
  }

  private rebuildAround(tx: Tx, { memberId, on, to, timeZone }: ShiftExceptionRow): Promise<void> {
    return this.windows.rebuild(tx, memberId, momentOf(Math.min(on, to ?? on) - 1, 0, timeZone, 'FIRST'));
  }

  private requireNear(day: Day, timeZone: string, path: string): void {
    const today = dayAt(this.clock.now(), timeZone);
    if (day < today - mostDaysBack || day > today + mostDaysAhead)
      throw ClientFault.invalid(path, `must be from ${mostDaysBack} days ago to ${mostDaysAhead} days ahead`);
  }
}

const isOver = ({ validFrom, validUntil }: ShiftRule): boolean => validUntil !== null && validUntil < validFrom;

function isSame(before: ShiftRuleRow[], { from, rules }: NewPlan): boolean {
  const told = (rule: ShiftRule) =>
    `${rule.timeZone} ${shiftText({ ...rule, validFrom: Math.max(from, rule.validFrom) })}`;
  return before.map(told).sort().join() === rules.map(told).sort().join();
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const shiftText = ({ weekday, startMinute, endMinute, validFrom, validUntil }: ShiftRule): string =>
  `${weekdays[weekday - 1]} ${timeOf(startMinute)}–${timeOf(endMinute)} from ${dateOf(validFrom)}${validUntil === null ? '' : ` until ${dateOf(validUntil)}`}`;

const detailOf = ({ id, kind, on, to, startMinute, endMinute, timeZone }: ShiftExceptionRow) => ({
  exceptionId: toGlobalId('shiftException', id),
  kind,
  date: dateOf(on),
  ...(to !== null && { toDate: dateOf(to) }),
  ...(startMinute !== null && endMinute !== null && { start: timeOf(startMinute), end: timeOf(endMinute) }),
  timeZone,
});
