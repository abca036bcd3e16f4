import { Injectable } from '@nestjs/common';
import { Database, newId, type Tx } from '../../platform/index.js';
import type { Day } from './calendar.rules.js';
import type { ShiftException, ShiftRule, TimeWindow } from './shift.types.js';

export type ShiftRuleRow = ShiftRule & { id: string; memberId: string };
export type ShiftExceptionRow = ShiftException & {
  id: string;
  memberId: string;
  note: string | null;
  isCancelled: boolean;
};

/** Days that are looked at, both included; null: no bound. */
export interface DayRange {
  first: Day | null;
  last: Day | null;
}

// Days come and go as numbers: a date of the driver is a moment on the clock of this machine.
const epoch = `DATE '1970-01-01'`;
const ruleColumns = `r.id, r.member_id AS "memberId", r.weekday, r.start_minute AS "startMinute", r.end_minute AS "endMinute", r.time_zone AS "timeZone",
  r.valid_from - ${epoch} AS "validFrom", r.valid_until - ${epoch} AS "validUntil"`;
const exceptionColumns = `x.id, x.member_id AS "memberId", x.kind, x.on_date - ${epoch} AS on, x.to_date - ${epoch} AS to, x.start_minute AS "startMinute",
  x.end_minute AS "endMinute", x.time_zone AS "timeZone", x.note, x.cancelled_at IS NOT NULL AS "isCancelled"`;

/** The rules of people's shifts, the exceptions to them, and the windows that follow. */
@Injectable()
export class ShiftsStore {
  constructor(private readonly database: Database) {}

  /** Makes the plan of a person when there is none, and holds it: two changes come one after the other. */
  async lockPlan(tx: Tx, memberId: string): Promise<void> {
    await tx.query(
      `INSERT INTO shift_plan AS p (member_id, organization_id, expanded_until) VALUES ($1, $2, muster_now())
       ON CONFLICT (member_id) DO UPDATE SET expanded_until = p.expanded_until`,
      [memberId, tx.organizationId],
    );
  }

  /** In order of the week. */
  rulesOf(tx: Tx, memberIds: readonly string[], { first, last }: DayRange): Promise<ShiftRuleRow[]> {
    return tx.query<ShiftRuleRow>(
      `SELECT ${ruleColumns} FROM shift_rule r WHERE r.member_id = ANY ($1)
          AND ($2::int IS NULL OR r.valid_until IS NULL OR r.valid_until >= ${epoch} + $2::int) AND ($3::int IS NULL OR r.valid_from <= ${epoch} + $3::int)
        ORDER BY r.member_id, r.valid_from, r.weekday, r.start_minute, r.id`,
      [memberIds, first, last],
    );
  }

  /** The live ones; a moved shift counts on both of its days. */
  exceptionsOf(tx: Tx, memberIds: readonly string[], { first, last }: DayRange): Promise<ShiftExceptionRow[]> {
    return tx.query<ShiftExceptionRow>(
      `SELECT ${exceptionColumns} FROM shift_exception x WHERE x.member_id = ANY ($1) AND x.cancelled_at IS NULL
          AND ($2::int IS NULL OR greatest(x.on_date, x.to_date) >= ${epoch} + $2::int) AND ($3::int IS NULL OR least(x.on_date, x.to_date) <= ${epoch} + $3::int)
        ORDER BY x.member_id, x.on_date, x.id`,
      [memberIds, first, last],
    );
  }

  /** Up to the day before, what there was stays; from the day on, nothing is left. */
  async endRules(tx: Tx, memberId: string, from: Day): Promise<void> {
    await tx.query(`DELETE FROM shift_rule WHERE member_id = $1 AND valid_from >= ${epoch} + $2::int`, [
      memberId,
      from,
    ]);
    await tx.query(
      `UPDATE shift_rule SET valid_until = ${epoch} + $2::int - 1
        WHERE member_id = $1 AND (valid_until IS NULL OR valid_until >= ${epoch} + $2::int)`,
      [memberId, from],
    );
  }

  async insertRules(tx: Tx, memberId: string, rules: readonly ShiftRule[], setBy: string): Promise<void> {
    await tx.query(
      `INSERT INTO shift_rule (id, organization_id, member_id, weekday, start_minute, end_minute, time_zone, valid_from, valid_until, set_by)
       SELECT x.id, $1, $2, x.weekday, x."startMinute", x."endMinute", x."timeZone", ${epoch} + x."validFrom", ${epoch} + x."validUntil", $3
         FROM jsonb_to_recordset($4) AS x(id uuid, weekday int, "startMinute" int, "endMinute" int, "timeZone" text, "validFrom" int, "validUntil" int)`,
      [tx.organizationId, memberId, setBy, JSON.stringify(rules.map((rule) => ({ ...rule, id: newId() })))],
    );
  }

  /** @returns undefined when the shifts of that day are taken off or moved already */
  async insertException(
    tx: Tx,
    exception: Omit<ShiftExceptionRow, 'id' | 'isCancelled'>,
    addedBy: string,
  ): Promise<ShiftExceptionRow | undefined> {
    const { memberId, kind, on, to, startMinute, endMinute, timeZone, note } = exception;
    const [row] = await tx.query<ShiftExceptionRow>(
      `INSERT INTO shift_exception AS x (id, organization_id, member_id, kind, on_date, to_date, start_minute, end_minute, time_zone, note, added_by)
       VALUES ($1, $2, $3, $4, ${epoch} + $5::int, ${epoch} + $6::int, $7, $8, $9, $10, $11)
       ON CONFLICT (member_id, on_date) WHERE kind <> 'EXTRA' AND cancelled_at IS NULL DO NOTHING RETURNING ${exceptionColumns}`,
      [newId(), tx.organizationId, memberId, kind, on, to, startMinute, endMinute, timeZone, note, addedBy],
    );
    return row;
  }

  async findException(tx: Tx, id: string): Promise<ShiftExceptionRow | undefined> {
    return (
      await tx.query<ShiftExceptionRow>(`SELECT ${exceptionColumns} FROM shift_exception x WHERE x.id = $1`, [id])
    )[0];
  }

  /** @returns whether it was live */
  async cancelException(tx: Tx, id: string, by: string): Promise<boolean> {
    const cancelled = await tx.query(
      `UPDATE shift_exception SET cancelled_by = $2, cancelled_at = muster_now() WHERE id = $1 AND cancelled_at IS NULL RETURNING id`,
      [id, by],
    );
    return cancelled.length > 0;
  }

  /** Puts the windows that end after a moment in place of those that were there. */
  async replaceWindows(tx: Tx, memberId: string, from: Date, until: Date, windows: TimeWindow[]): Promise<void> {
    await tx.query(`DELETE FROM shift_window WHERE member_id = $1 AND ends_at > $2`, [memberId, from]);
    await tx.query(
      `INSERT INTO shift_window (organization_id, member_id, starts_at, ends_at)
       SELECT $1, $2, w.starts_at, w.ends_at FROM unnest($3::timestamptz[], $4::timestamptz[]) AS w(starts_at, ends_at)`,
      [tx.organizationId, memberId, windows.map(({ startsAt }) => startsAt), windows.map(({ endsAt }) => endsAt)],
    );
    await tx.query(`UPDATE shift_plan SET expanded_until = $2 WHERE member_id = $1`, [memberId, until]);
  }

  windowsOf(tx: Tx, memberIds: readonly string[], from: Date, until: Date) {
    return tx.query<TimeWindow & { memberId: string }>(
      `SELECT w.member_id AS "memberId", w.starts_at AS "startsAt", w.ends_at AS "endsAt" FROM shift_window w
        WHERE w.member_id = ANY ($1) AND w.ends_at > $2 AND w.starts_at < $3 ORDER BY w.member_id, w.ends_at`,
      [memberIds, from, until],
    );
  }

  /** People of all organizations whose windows do not reach that far. */
  plansEndingBefore(moment: Date, limit: number) {
    return this.database.asSystem<{ organizationId: string; memberId: string }>(
      `SELECT organization_id AS "organizationId", member_id AS "memberId" FROM shift_plan WHERE expanded_until < $1
        ORDER BY expanded_until LIMIT $2`,
      [moment, limit],
    );
  }
}
