import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';

export interface PauseRow {
  memberId: string;
  /** null: everywhere */
  projectId: string | null;
  reason: string;
  pausedAt: Date;
  /** null: a rule of the project's policy */
  pausedBy: string | null;
  pausedByName: string;
}

export interface NewPause {
  memberId: string;
  projectId: string | null;
  reason: string;
  pausedBy: string | null;
}

const select = `
  SELECT p.member_id AS "memberId", p.project_id AS "projectId", p.reason, p.paused_at AS "pausedAt", p.paused_by AS "pausedBy",
         coalesce(m.name, 'A rule of the project') AS "pausedByName" FROM member_pause p LEFT JOIN member m ON m.id = p.paused_by`;

@Injectable()
export class PausesStore {
  /** One live pause a person and place: who is paused there already stays so, for the reason given then. */
  async pause(
    tx: Tx,
    { memberId, projectId, reason, pausedBy }: NewPause,
  ): Promise<{ pause: PauseRow; isNew: boolean }> {
    // The update changes nothing: it waits for whoever is resuming, and finds the row.
    const [kept] = await tx.query<{ id: string; isNew: boolean }>(
      `INSERT INTO member_pause AS p (id, organization_id, member_id, project_id, reason, paused_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (member_id, project_id) WHERE resumed_at IS NULL DO UPDATE SET resumed_by = NULL
       RETURNING p.id, p.id = $1 AS "isNew"`,
      [newId(), tx.organizationId, memberId, projectId, reason, pausedBy],
    );
    const [pause] = await tx.query<PauseRow>(`${select} WHERE p.id = $1`, [kept!.id]);
    return { pause: pause!, isNew: kept!.isNew };
  }

  /** @returns whether they were paused there */
  async resume(tx: Tx, memberId: string, projectId: string | null, by: string): Promise<boolean> {
    const resumed = await tx.query(
      `UPDATE member_pause SET resumed_by = $3, resumed_at = muster_now()
        WHERE member_id = $1 AND project_id IS NOT DISTINCT FROM $2::uuid AND resumed_at IS NULL RETURNING id`,
      [memberId, projectId, by],
    );
    return resumed.length > 0;
  }

  /** The live ones, those that hold everywhere first. */
  ofMembers(tx: Tx, memberIds: string[]): Promise<PauseRow[]> {
    return tx.query<PauseRow>(
      `${select} WHERE p.member_id = ANY ($1) AND p.resumed_at IS NULL ORDER BY p.project_id NULLS FIRST`,
      [memberIds],
    );
  }
}
