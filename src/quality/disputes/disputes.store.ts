import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { VerdictError } from '../judging/verdict-errors.rules.js';
import type { VerdictDecision } from '../verdict.type.js';

export const disputeStates = ['OPEN', 'UPHELD', 'OVERTURNED'] as const;
/** Days after a verdict within which it may be disputed. */
export const disputeDays = 7;

export type DisputeState = (typeof disputeStates)[number];

/** A dispute with the verdict that it is about. */
export interface DisputeRow {
  id: string;
  project_id: string;
  task_id: string;
  batch_id: string;
  external_key: string;
  verdict_id: string;
  submission_id: string;
  slot_id: string;
  slot_ordinal: number;
  opened_by: string;
  opened_by_name: string;
  reviewer_id: string;
  reviewer_name: string;
  reason: string;
  opened_at: Date;
  state: DisputeState;
  decided_at: Date | null;
  decision_verdict_id: string | null;
  resolution: string | null;
  decision: VerdictDecision;
  errors: VerdictError[];
  comment: string | null;
  /** when the verdict was given, and the answer */
  judged_at: Date;
  answered_at: Date;
}

/** A verdict on one's own work, as far as it may be disputed. */
export interface DisputableRow {
  id: string;
  project_id: string;
  task_id: string;
  submission_id: string;
  decision: VerdictDecision;
  is_too_late: boolean;
}

/** What became of a dispute. */
export interface DisputeDecision {
  state: Exclude<DisputeState, 'OPEN'>;
  decidedBy: string;
  verdictId: string | null;
  /** a lead's reason */
  resolution: string | null;
}

const select = `SELECT d.id, d.project_id, d.task_id, t.batch_id, t.external_key, d.verdict_id, d.submission_id, d.slot_id, sl.ordinal AS slot_ordinal,
         d.opened_by, (SELECT m.name FROM member m WHERE m.id = d.opened_by) AS opened_by_name, v.member_id AS reviewer_id,
         (SELECT m.name FROM member m WHERE m.id = v.member_id) AS reviewer_name, d.reason, d.opened_at, d.state, d.decided_at, d.decision_verdict_id, d.resolution,
         v.decision, v.errors, v.comment, v.created_at AS judged_at, s.created_at AS answered_at
    FROM dispute d JOIN verdict v ON v.id = d.verdict_id JOIN submission s ON s.id = d.submission_id JOIN slot sl ON sl.id = d.slot_id
    JOIN task t ON t.id = d.task_id`;

@Injectable()
export class DisputesStore {
  /** The last verdict of review on this person's work: this one, or that of their assignment. */
  async disputable(
    tx: Tx,
    memberId: string,
    by: { verdictId?: string; assignmentId?: string },
  ): Promise<DisputableRow | undefined> {
    const [row] = await tx.query<DisputableRow>(
      `SELECT v.id, v.project_id, v.task_id, v.submission_id, v.decision, v.created_at < muster_now() - $4 * interval '1 day' AS is_too_late
         FROM verdict v JOIN submission s ON s.id = v.submission_id
        WHERE v.author_id = $1 AND v.purpose = 'REVIEW' AND ($2::uuid IS NULL OR v.id = $2) AND ($3::uuid IS NULL OR s.assignment_id = $3)
        ORDER BY v.id DESC LIMIT 1`,
      [memberId, by.verdictId ?? null, by.assignmentId ?? null, disputeDays],
    );
    return row;
  }

  async isDisputed(tx: Tx, verdictId: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM dispute WHERE verdict_id = $1`, [verdictId])).length > 0;
  }

  async insert(
    tx: Tx,
    id: string,
    verdict: DisputableRow,
    by: { memberId: string; reason: string; slotId: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO dispute (id, organization_id, project_id, task_id, verdict_id, submission_id, slot_id, opened_by, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        tx.organizationId,
        verdict.project_id,
        verdict.task_id,
        verdict.id,
        verdict.submission_id,
        by.slotId,
        by.memberId,
        by.reason,
      ],
    );
  }

  async find(tx: Tx, id: string): Promise<DisputeRow | undefined> {
    return (await tx.query<DisputeRow>(`${select} WHERE d.id = $1`, [id]))[0];
  }

  async ofSlot(tx: Tx, slotId: string): Promise<DisputeRow> {
    const [row] = await tx.query<DisputeRow>(`${select} WHERE d.slot_id = $1`, [slotId]);
    if (!row) throw new Error(`the seat ${slotId} is about no dispute`);
    return row;
  }

  async decide(
    tx: Tx,
    { id, verdict_id }: DisputeRow,
    { state, decidedBy, verdictId, resolution }: DisputeDecision,
  ): Promise<void> {
    await tx.query(
      `UPDATE dispute SET state = $2, decided_by = $3, decided_at = muster_now(), decision_verdict_id = $4, resolution = $5 WHERE id = $1`,
      [id, state, decidedBy, verdictId, resolution],
    );
    if (state === 'OVERTURNED')
      await tx.query(`UPDATE verdict SET overturned_by = $2 WHERE id = $1`, [verdict_id, verdictId]);
  }

  async page(tx: Tx, projectId: string, state: DisputeState | null, first: number, after: string | null) {
    const rows = await tx.query<DisputeRow>(
      `${select} WHERE d.project_id = $1 AND ($2::text IS NULL OR d.state = $2) AND ($3::uuid IS NULL OR d.id > $3) ORDER BY d.id LIMIT $4`,
      [projectId, state, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM dispute WHERE project_id = $1 AND ($2::text IS NULL OR state = $2)`,
      [projectId, state],
    );
    return { rows, total: total!.count };
  }

  /** Whether the person has a part in the task, as author or as judge. */
  async hasPart(tx: Tx, taskId: string, memberId: string): Promise<boolean> {
    return (
      (await tx.query(`SELECT FROM participation WHERE task_id = $1 AND member_id = $2`, [taskId, memberId])).length > 0
    );
  }
}
