import { Injectable } from '@nestjs/common';
import type { EvidenceSource } from '../../projects/index.js';
import type { Tx } from '../../platform/index.js';

export type Part = 'AUTHOR' | 'JUDGE';

/** One piece of work, judged. */
export interface NewEvidence {
  memberId: string;
  part: Part;
  taskId: string;
  /** the submission or the verdict that is judged */
  subjectId: string;
  source: EvidenceSource;
  /** absent: the whole answer */
  class?: string;
  isRight: boolean;
  /** above 0, at most 1 */
  weight?: number;
  /** when the work was given */
  at: Date;
}

export interface TrustRow {
  member_id: string;
  part: Part;
  class: string;
  alpha: number;
  beta: number;
  n: number;
}

@Injectable()
export class TrustStore {
  /** What was noted of the same work from the same source before is replaced. */
  async note(tx: Tx, projectId: string, evidence: readonly NewEvidence[]): Promise<void> {
    await tx.query(
      `INSERT INTO evidence (organization_id, project_id, member_id, part, task_id, subject_id, source, class, is_right, weight, at)
       SELECT $1, $2, "memberId", part, "taskId", "subjectId", source, coalesce(class, ''), "isRight", coalesce(weight, 1), at
         FROM jsonb_to_recordset($3) AS e ("memberId" uuid, part text, "taskId" uuid, "subjectId" uuid, source text, class text,
           "isRight" boolean, weight double precision, at timestamptz) ORDER BY "subjectId", source, class
       ON CONFLICT (subject_id, source, class) DO UPDATE SET is_right = EXCLUDED.is_right, weight = EXCLUDED.weight, forgiven_at = NULL,
         noted_at = EXCLUDED.noted_at, is_new = true`,
      [tx.organizationId, projectId, JSON.stringify(evidence)],
    );
  }

  async forgive(tx: Tx, subjectIds: readonly string[], sources: readonly EvidenceSource[]): Promise<void> {
    await tx.query(
      `UPDATE evidence SET forgiven_at = muster_now(), is_new = true WHERE subject_id = ANY ($1) AND source = ANY ($2) AND forgiven_at IS NULL`,
      [subjectIds, sources],
    );
  }

  /** Of whole answers or verdicts. */
  trustOf(tx: Tx, projectId: string, memberIds: readonly string[]): Promise<TrustRow[]> {
    return tx.query<TrustRow>(
      `SELECT member_id, part, class, alpha, beta, n FROM trust WHERE project_id = $1 AND member_id = ANY ($2) AND class = ''`,
      [projectId, memberIds],
    );
  }
}
