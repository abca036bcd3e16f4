import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { CorrectionRow, CorrectionState, NewCorrection } from './time.types.js';

const select = `SELECT c.id, c.member_id, c.entry_id, c.started_at, c.ended_at, c.code, c.is_removal, c.project_id, c.at, c.seconds, c.reason, c.state,
  c.proposed_at, c.decided_by, c.decided_at, c.decision_reason, c.undone_by, c.undone_at, c.undo_reason,
  (SELECT m.name FROM member m WHERE m.id = c.member_id) AS member_name, (SELECT m.name FROM member m WHERE m.id = c.decided_by) AS decided_by_name,
  (SELECT p.name FROM project p WHERE p.id = c.project_id) AS project_name,
  e.code AS noted_code, e.started_at AS noted_from, coalesce(e.ended_at, e.until_at) AS noted_until
  FROM time_correction c LEFT JOIN time_entry e ON e.id = c.entry_id`;
const seen = `($1::uuid IS NULL OR c.member_id = $1) AND ($2::text IS NULL OR c.state = $2)
  AND ($3::uuid IS NULL OR EXISTS (SELECT FROM team_member lead JOIN team_member m ON m.team_id = lead.team_id
       WHERE lead.member_id = $3 AND lead.is_lead AND m.member_id = c.member_id))`;

@Injectable()
export class TimeCorrectionsStore {
  async insert(tx: Tx, id: string, memberId: string, correction: NewCorrection): Promise<CorrectionRow> {
    const times = correction.entryId !== null && !correction.isRemoval ? correction : null;
    const work = correction.entryId === null ? correction : null;
    await tx.query(
      `INSERT INTO time_correction (id, organization_id, member_id, entry_id, started_at, ended_at, code, is_removal, project_id, at, seconds, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id, tx.organizationId, memberId, correction.entryId, times?.startedAt ?? null, times?.endedAt ?? null, times?.code ?? null,
        correction.entryId !== null && correction.isRemoval, work?.projectId ?? null, work?.at ?? null, work?.seconds ?? null, correction.reason,
      ], // prettier-ignore
    );
    return (await this.find(tx, id))!;
  }

  async find(tx: Tx, id: string, locks = false): Promise<CorrectionRow | undefined> {
    return (await tx.query<CorrectionRow>(`${select} WHERE c.id = $1 ${locks ? 'FOR UPDATE OF c' : ''}`, [id]))[0];
  }

  async decide(
    tx: Tx,
    id: string,
    by: string,
    state: 'APPROVED' | 'REFUSED' | 'WITHDRAWN',
    reason: string | null,
  ): Promise<CorrectionRow> {
    await tx.query(
      `UPDATE time_correction SET state = $2, decided_by = $3, decided_at = muster_now(), decision_reason = $4 WHERE id = $1`,
      [id, state, by, reason],
    );
    return (await this.find(tx, id))!;
  }

  async undo(tx: Tx, id: string, by: string, reason: string): Promise<CorrectionRow> {
    await tx.query(
      `UPDATE time_correction SET state = 'UNDONE', undone_by = $2, undone_at = muster_now(), undo_reason = $3 WHERE id = $1`,
      [id, by, reason],
    );
    return (await this.find(tx, id))!;
  }

  /** Latest first. @param ledBy only of people whom this member leads */
  async page(
    tx: Tx,
    { memberId, state, ledBy }: { memberId: string | null; state: CorrectionState | null; ledBy: string | null },
    first: number,
    after: string | null,
  ): Promise<{ rows: CorrectionRow[]; total: number }> {
    const rows = await tx.query<CorrectionRow>(
      `${select} WHERE ${seen} AND ($4::uuid IS NULL OR c.id < $4) ORDER BY c.id DESC LIMIT $5`,
      [memberId, state, ledBy, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM time_correction c WHERE ${seen}`,
      [memberId, state, ledBy],
    );
    return { rows, total: counted!.total };
  }
}
