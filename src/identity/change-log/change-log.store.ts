import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export interface ChangeRow {
  id: string;
  at: Date;
  actorId: string | null;
  actorName: string | null;
  action: string;
  subjectId: string | null;
  reason: string | null;
  policyVersion: number | null;
  detail: Record<string, unknown>;
}

@Injectable()
export class ChangeLogStore {
  async insert(tx: Tx, row: Omit<ChangeRow, 'at' | 'actorName'>): Promise<void> {
    await tx.query(
      `INSERT INTO change_log (id, organization_id, actor_id, action, subject_id, reason, policy_version, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.id, tx.organizationId, row.actorId, row.action, row.subjectId, row.reason, row.policyVersion, row.detail],
    );
  }

  /**
   * Newest first: ids are time-ordered.
   * @param without of the changes to these nouns nothing is shown, and an import of known answers is one like others where gold is among them
   */
  async page(
    tx: Tx,
    first: number,
    after: string | null,
    subjectId: string | null,
    without: readonly string[],
  ): Promise<{ rows: ChangeRow[]; total: number }> {
    const rows = await tx.query<ChangeRow>(
      `SELECT c.id, c.at, c.actor_id AS "actorId", m.name AS "actorName", c.action, c.subject_id AS "subjectId", c.reason,
              c.policy_version AS "policyVersion",
              CASE WHEN 'gold' = ANY ($4) AND c.detail ->> 'annotationsAs' = 'GOLD' THEN c.detail || '{"annotationsAs": "IGNORE"}' ELSE c.detail END AS detail
         FROM change_log c LEFT JOIN member m ON m.id = c.actor_id
        WHERE ($1::uuid IS NULL OR c.id < $1) AND ($2::uuid IS NULL OR c.subject_id = $2) AND split_part(c.action, ':', 1) <> ALL ($4)
        ORDER BY c.id DESC LIMIT $3`,
      [after, subjectId, first + 1, without],
    );
    const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM change_log WHERE ($1::uuid IS NULL OR subject_id = $1) AND split_part(action, ':', 1) <> ALL ($2)`,
      [subjectId, without],
    );
    return { rows, total };
  }
}
