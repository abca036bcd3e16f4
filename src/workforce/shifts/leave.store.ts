import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { LeaveDays, LeaveKind } from './shift.types.js';
import type { DayRange } from './shifts.store.js';

export interface LeaveRow extends LeaveDays {
  id: string;
  memberId: string;
  kind: LeaveKind;
  reason: string | null;
  isCancelled: boolean;
}

const epoch = `DATE '1970-01-01'`;
const columns = `l.id, l.member_id AS "memberId", l.kind, l.starts_on - ${epoch} AS "startsOn", l.ends_on - ${epoch} AS "endsOn", l.time_zone AS "timeZone",
  l.reason, l.cancelled_at IS NOT NULL AS "isCancelled"`;

@Injectable()
export class LeaveStore {
  /** The live leave that touches these days, in order. */
  of(tx: Tx, memberIds: readonly string[], { first, last }: DayRange): Promise<LeaveRow[]> {
    return tx.query<LeaveRow>(
      `SELECT ${columns} FROM leave l WHERE l.member_id = ANY ($1) AND l.cancelled_at IS NULL
          AND ($2::int IS NULL OR l.ends_on >= ${epoch} + $2::int) AND ($3::int IS NULL OR l.starts_on <= ${epoch} + $3::int)
        ORDER BY l.member_id, l.starts_on, l.id`,
      [memberIds, first, last],
    );
  }

  async find(tx: Tx, id: string): Promise<LeaveRow | undefined> {
    return (await tx.query<LeaveRow>(`SELECT ${columns} FROM leave l WHERE l.id = $1`, [id]))[0];
  }

  async insert(tx: Tx, leave: Omit<LeaveRow, 'id' | 'isCancelled'>, recordedBy: string): Promise<LeaveRow> {
    const { memberId, kind, startsOn, endsOn, timeZone, reason } = leave;
    const [row] = await tx.query<LeaveRow>(
      `INSERT INTO leave AS l (id, organization_id, member_id, kind, starts_on, ends_on, time_zone, reason, recorded_by)
       VALUES ($1, $2, $3, $4, ${epoch} + $5::int, ${epoch} + $6::int, $7, $8, $9) RETURNING ${columns}`,
      [newId(), tx.organizationId, memberId, kind, startsOn, endsOn, timeZone, reason, recordedBy],
    );
    return row!;
  }

  /** @returns whether it was live */
  async cancel(tx: Tx, id: string, by: string): Promise<boolean> {
    const cancelled = await tx.query(
      `UPDATE leave SET cancelled_by = $2, cancelled_at = muster_now() WHERE id = $1 AND cancelled_at IS NULL RETURNING id`,
      [id, by],
    );
    return cancelled.length > 0;
  }
}
