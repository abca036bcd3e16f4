import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../policy.types.js';

export interface QualificationRow {
  memberId: string;
  projectId: string;
  stage: Stage;
  expiresAt: Date | null;
  isExpired: boolean;
  grantedAt: Date;
}

export type QualificationKey = Pick<QualificationRow, 'memberId' | 'projectId' | 'stage'>;

const columns = `member_id AS "memberId", project_id AS "projectId", stage, expires_at AS "expiresAt",
  coalesce(expires_at <= muster_now(), false) AS "isExpired", granted_at AS "grantedAt"`;

@Injectable()
export class QualificationsStore {
  /** Granting again sets the expiry anew. */
  async grant(tx: Tx, key: QualificationKey, expiresAt: Date | null, grantedBy: string): Promise<QualificationRow> {
    const [row] = await tx.query<QualificationRow>(
      `INSERT INTO qualification (organization_id, member_id, project_id, stage, expires_at, granted_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (member_id, project_id, stage) DO UPDATE SET expires_at = excluded.expires_at, granted_by = excluded.granted_by,
         granted_at = muster_now(), course_id = NULL
       RETURNING ${columns}`,
      [tx.organizationId, key.memberId, key.projectId, key.stage, expiresAt, grantedBy],
    );
    return row!;
  }

  /** What is held without end, or for longer, stays so. */
  async grantByCourse(tx: Tx, key: QualificationKey, courseId: string, days: number | null): Promise<void> {
    await tx.query(
      `INSERT INTO qualification AS q (organization_id, member_id, project_id, stage, course_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, muster_now() + make_interval(days => $6))
       ON CONFLICT (member_id, project_id, stage) DO UPDATE SET course_id = excluded.course_id, granted_at = muster_now(),
         expires_at = CASE WHEN q.expires_at IS NOT NULL AND excluded.expires_at IS NOT NULL THEN greatest(q.expires_at, excluded.expires_at) END`,
      [tx.organizationId, key.memberId, key.projectId, key.stage, courseId, days],
    );
  }

  /** What a person granted, or a course, stays as it was granted. */
  async grantByRule(tx: Tx, key: QualificationKey, days: number): Promise<void> {
    await tx.query(
      `INSERT INTO qualification AS q (organization_id, member_id, project_id, stage, expires_at) VALUES ($1, $2, $3, $4, muster_now() + make_interval(days => $5))
       ON CONFLICT (member_id, project_id, stage) DO UPDATE SET expires_at = excluded.expires_at WHERE q.granted_by IS NULL AND q.course_id IS NULL`,
      [tx.organizationId, key.memberId, key.projectId, key.stage, days],
    );
  }

  async revokeByRule(tx: Tx, { memberId, projectId, stage }: QualificationKey): Promise<void> {
    await tx.query(
      `DELETE FROM qualification WHERE member_id = $1 AND project_id = $2 AND stage = $3 AND granted_by IS NULL AND course_id IS NULL`,
      [memberId, projectId, stage],
    );
  }

  /** @returns whether they had it */
  async revoke(tx: Tx, { memberId, projectId, stage }: QualificationKey): Promise<boolean> {
    const revoked = await tx.query(
      `DELETE FROM qualification WHERE member_id = $1 AND project_id = $2 AND stage = $3 RETURNING stage`,
      [memberId, projectId, stage],
    );
    return revoked.length > 0;
  }

  /** Also those that have expired. */
  ofMembers(tx: Tx, memberIds: string[]): Promise<QualificationRow[]> {
    return tx.query<QualificationRow>(
      `SELECT ${columns} FROM qualification WHERE member_id = ANY ($1) ORDER BY granted_at, project_id, stage`,
      [memberIds],
    );
  }
}
