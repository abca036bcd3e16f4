import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { LeaveDays, LeaveKind } from '../shifts/shift.types.js';

export const leaveRequestStates = ['REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const;
export type LeaveRequestState = (typeof leaveRequestStates)[number];

export interface LeaveRequestRow extends LeaveDays {
  id: string;
  memberId: string;
  memberName: string;
  kind: LeaveKind;
  reason: string | null;
  state: LeaveRequestState;
  requestedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** the leave that was recorded when it was approved */
  leaveId: string | null;
  /** that leave was cancelled since */
  isCancelled: boolean;
}

/** Whose requests are read: all that is given holds. */
export interface LeaveRequestsOf {
  memberId: string | null;
  state: LeaveRequestState | null;
  /** only of this person and, when they lead, of the people of their teams; null: everybody's */
  seenBy: string | null;
  isLead: boolean;
}

export type NewLeaveRequest = Pick<LeaveRequestRow, 'kind' | 'startsOn' | 'endsOn' | 'timeZone' | 'reason'>;

const epoch = `DATE '1970-01-01'`;
const columns = `r.id, r.member_id AS "memberId", r.kind, r.starts_on - ${epoch} AS "startsOn", r.ends_on - ${epoch} AS "endsOn", r.time_zone AS "timeZone",
  r.reason, r.state, r.requested_at AS "requestedAt", r.decided_by AS "decidedBy", r.decided_at AS "decidedAt", r.decision_reason AS "decisionReason",
  r.leave_id AS "leaveId", EXISTS (SELECT FROM leave l WHERE l.id = r.leave_id AND l.cancelled_at IS NOT NULL) AS "isCancelled",
  (SELECT m.name FROM member m WHERE m.id = r.member_id) AS "memberName", (SELECT m.name FROM member m WHERE m.id = r.decided_by) AS "decidedByName"`;
const seen = `($1::uuid IS NULL OR r.member_id = $1) AND ($2::text IS NULL OR r.state = $2)
  AND ($3::uuid IS NULL OR r.member_id = $3 OR ($4 AND EXISTS (SELECT FROM team_member lead JOIN team_member own ON own.team_id = lead.team_id
       WHERE lead.member_id = $3 AND lead.is_lead AND own.member_id = r.member_id)))`;

@Injectable()
export class LeaveRequestsStore {
  async insert(tx: Tx, memberId: string, asked: NewLeaveRequest): Promise<LeaveRequestRow> {
    const { kind, startsOn, endsOn, timeZone, reason } = asked;
    const [row] = await tx.query<LeaveRequestRow>(
      `INSERT INTO leave_request AS r (id, organization_id, member_id, kind, starts_on, ends_on, time_zone, reason)
       VALUES ($1, $2, $3, $4, ${epoch} + $5::int, ${epoch} + $6::int, $7, $8) RETURNING ${columns}`,
      [newId(), tx.organizationId, memberId, kind, startsOn, endsOn, timeZone, reason],
    );
    return row!;
  }

  /** Locked: of two who decide at once the second finds it decided. */
  async lock(tx: Tx, id: string): Promise<LeaveRequestRow | undefined> {
    return (await tx.query<LeaveRequestRow>(`SELECT ${columns} FROM leave_request r WHERE r.id = $1 FOR UPDATE`, [id]))[0]; // prettier-ignore
  }

  /** An open request of the person that touches these days. */
  async openOn(tx: Tx, memberId: string, { startsOn, endsOn }: NewLeaveRequest): Promise<LeaveRequestRow | undefined> {
    const rows = await tx.query<LeaveRequestRow>(
      `SELECT ${columns} FROM leave_request r WHERE r.member_id = $1 AND r.state = 'REQUESTED'
          AND r.ends_on >= ${epoch} + $2::int AND r.starts_on <= ${epoch} + $3::int LIMIT 1`,
      [memberId, startsOn, endsOn],
    );
    return rows[0];
  }

  async decide(
    tx: Tx,
    id: string,
    by: string,
    to: { state: LeaveRequestState; reason?: string | null; leaveId?: string },
  ): Promise<LeaveRequestRow> {
    const [row] = await tx.query<LeaveRequestRow>(
      `UPDATE leave_request r SET state = $2, decided_by = $3, decided_at = muster_now(), decision_reason = $4, leave_id = $5 WHERE r.id = $1 RETURNING ${columns}`,
      [id, to.state, by, to.reason ?? null, to.leaveId ?? null],
    );
    return row!;
  }

  /** Nothing is decided any more. */
  async reopen(tx: Tx, id: string): Promise<LeaveRequestRow> {
    const [row] = await tx.query<LeaveRequestRow>(
      `UPDATE leave_request r SET state = 'REQUESTED', decided_by = NULL, decided_at = NULL, decision_reason = NULL WHERE r.id = $1 RETURNING ${columns}`,
      [id],
    );
    return row!;
  }

  /** Whether people record their own leave; they ask for it where nobody has said otherwise. */
  async isRecordedByPeople(tx: Tx): Promise<boolean> {
    const [rule] = await tx.query<{ isOn: boolean }>(`SELECT is_recorded_by_people AS "isOn" FROM leave_rule`);
    return rule?.isOn ?? false;
  }

  async letPeopleRecord(tx: Tx, isOn: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO leave_rule (organization_id, is_recorded_by_people) VALUES ($1, $2)
       ON CONFLICT (organization_id) DO UPDATE SET is_recorded_by_people = excluded.is_recorded_by_people`,
      [tx.organizationId, isOn],
    );
  }

  /** Latest first, one more than `first`. */
  async page(tx: Tx, { memberId, state, seenBy, isLead }: LeaveRequestsOf, first: number, after: string | null) {
    const of = [memberId, state, seenBy, isLead];
    const rows = await tx.query<LeaveRequestRow>(
      `SELECT ${columns} FROM leave_request r WHERE ${seen} AND ($5::uuid IS NULL OR r.id < $5) ORDER BY r.id DESC LIMIT $6`,
      [...of, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM leave_request r WHERE ${seen}`,
      of,
    );
    return { rows, total: counted!.total };
  }
}
