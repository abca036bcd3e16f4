import { Injectable } from '@nestjs/common';
import { Clock, Database, type Tx } from '../../platform/index.js';
import { dayAt } from './calendar.rules.js';
import { LeaveStore } from './leave.store.js';
import { windowsOf } from './shift-windows.rules.js';
import { ShiftsStore } from './shifts.store.js';

const weekMilliseconds = 7 * 86_400_000;
/** How far ahead windows are, and when a plan is due to be extended: once a week a person. */
export const weeksAhead = 12;
const weeksLeft = weeksAhead - 1;
const mostPlans = 500;

/**
 * Keeps the windows of people equal to what their plan says, so that a claim asks one row. Whatever changes a plan calls
 * this in its own transaction; time, which changes all of them, comes by the hour.
 */
@Injectable()
export class ShiftWindows {
  constructor(
    private readonly database: Database,
    private readonly store: ShiftsStore,
    private readonly leave: LeaveStore,
    private readonly clock: Clock,
  ) {}

  /** Before a plan is changed: two changes of one come one after the other. */
  hold(tx: Tx, memberId: string): Promise<void> {
    return this.store.lockPlan(tx, memberId);
  }

  /** Anew from that moment on; the plan is held by the caller. */
  async rebuild(tx: Tx, memberId: string, from: Date): Promise<void> {
    const until = new Date(this.clock.now().getTime() + weeksAhead * weekMilliseconds);
    const range = { first: dayAt(from, 'UTC') - 3, last: null };
    const plan = {
      rules: await this.store.rulesOf(tx, [memberId], range),
      exceptions: await this.store.exceptionsOf(tx, [memberId], range),
      leave: await this.leave.of(tx, [memberId], range),
    };
    await this.store.replaceWindows(tx, memberId, from, until, windowsOf(plan, from, until));
  }

  /**
   * Looks further ahead for everybody whose windows end too early; one plan that cannot be read does not hold up the others.
   * @returns for how many
   * @throws what went wrong with the first that could not be extended, once all others are
   */
  async extendDue(): Promise<number> {
    const wanted = new Date(this.clock.now().getTime() + weeksLeft * weekMilliseconds);
    const due = await this.store.plansEndingBefore(wanted, mostPlans);
    const faults: unknown[] = [];
    for (const { organizationId, memberId } of due) {
      const extended = this.database.transact({ organizationId }, async (tx) => {
        await this.hold(tx, memberId);
        await this.rebuild(tx, memberId, this.clock.now());
      });
      await extended.catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
    return due.length;
  }
}
