import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';

export interface AnswerRow {
  id: string;
  stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE';
  ordinal: number;
  member_id: string;
  state: 'COUNTED' | 'QUARANTINED' | 'VOID';
  is_late: boolean;
  labels: Label[];
  /** "cannot be done", where the policy counts that as an answer */
  skip_reason: string | null;
  created_at: Date;
}

export interface SkipRow {
  task_id: string;
  member_id: string;
  member_name: string;
  reason: string | null;
  at: Date;
}

export interface VerdictRow {
  id: string;
  submission_id: string;
  member_id: string;
  ordinal: number;
  decision: 'ACCEPT' | 'FIX' | 'REJECT';
  labels: Label[] | null;
  created_at: Date;
}

/** What people answered and judged, and what they could not. */
@Injectable()
export class AnswersStore {
  async voidAnswers(tx: Tx, taskId: string, reason: string, byOthers: boolean): Promise<void> {
    await tx.query(`UPDATE submission SET state = 'VOID' WHERE task_id = $1 AND state IN ('COUNTED', 'QUARANTINED')`, [
      taskId,
    ]);
    await tx.query(
      `UPDATE assignment SET state = 'REVOKED', close_reason = $2 WHERE task_id = $1 AND state = 'SUBMITTED' AND NOT is_gold`,
      [taskId, reason],
    );
    if (!byOthers) {
      await tx.query(
        `UPDATE participation p SET is_barred = false WHERE p.task_id = $1
            AND NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = $1 AND a.member_id = p.member_id AND a.is_gold)`,
        [taskId],
      );
      await tx.query(
        `UPDATE hand SET dry_until = NULL WHERE dry_until IS NOT NULL AND member_id IN (SELECT member_id FROM participation WHERE task_id = $1)`,
        [taskId],
      );
    }
  }

  /** Of one person: their answers no longer count, and the others' stay; they are not asked again. */
  async voidAnswersOf(tx: Tx, taskId: string, memberId: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE submission SET state = 'VOID' WHERE task_id = $1 AND member_id = $2 AND state IN ('COUNTED', 'QUARANTINED')`,
      [taskId, memberId],
    );
    await tx.query(
      `UPDATE assignment SET state = 'REVOKED', close_reason = $3 WHERE task_id = $1 AND member_id = $2 AND state = 'SUBMITTED' AND NOT is_gold`,
      [taskId, memberId, reason],
    );
  }

  async countedOf(tx: Tx, taskId: string): Promise<AnswerRow[]> {
    return tx.query<AnswerRow>(
      `SELECT id, stage, ordinal, member_id, state, is_late, labels, skip_reason, created_at FROM submission WHERE task_id = $1 AND state = 'COUNTED' ORDER BY stage, ordinal`,
      [taskId],
    );
  }

  countedOfMany(tx: Tx, taskIds: string[]): Promise<(AnswerRow & { task_id: string })[]> {
    return tx.query(
      `SELECT id, task_id, stage, ordinal, member_id, state, is_late, labels, skip_reason, created_at
         FROM submission WHERE task_id = ANY ($1) AND state = 'COUNTED' ORDER BY stage, ordinal`,
      [taskIds],
    );
  }

  /** The verdicts of review; in the place of one that was overturned, what holds instead. */
  async verdictsOf(tx: Tx, taskId: string): Promise<VerdictRow[]> {
    return tx.query<VerdictRow>(
      `SELECT coalesce(d.id, v.id) AS id, v.submission_id, coalesce(d.member_id, v.member_id) AS member_id, v.ordinal,
              coalesce(d.decision, v.decision) AS decision, CASE WHEN d.id IS NULL THEN v.labels ELSE d.labels END AS labels,
              coalesce(d.created_at, v.created_at) AS created_at
         FROM verdict v LEFT JOIN verdict d ON d.id = v.overturned_by WHERE v.task_id = $1 AND v.purpose = 'REVIEW'
          AND (SELECT state FROM submission s WHERE s.id = v.submission_id) = 'COUNTED' ORDER BY v.ordinal`,
      [taskId],
    );
  }

  async answersOfMany(
    tx: Tx,
    taskIds: string[],
    readerId: string,
  ): Promise<(AnswerRow & { task_id: string; member_name: string })[]> {
    // Blindness: whoever works on an unsettled task sees only their own answer, whatever their role.
    return tx.query(
      `SELECT s.id, s.task_id, s.stage, s.ordinal, s.member_id, m.name AS member_name, s.state, s.is_late, s.labels, s.skip_reason, s.created_at
         FROM submission s JOIN task t ON t.id = s.task_id JOIN member m ON m.id = s.member_id
        WHERE s.task_id = ANY ($1) AND s.state <> 'GOLD' AND (t.state IN ('SETTLED', 'CANCELLED') OR s.member_id = $2
              OR NOT EXISTS (SELECT FROM participation p WHERE p.task_id = t.id AND p.member_id = $2))
        ORDER BY s.stage, s.ordinal, s.created_at`,
      [taskIds, readerId],
    );
  }

  /** Skips of these tasks, newest first. */
  skipsOfMany(tx: Tx, taskIds: string[]): Promise<SkipRow[]> {
    return tx.query<SkipRow>(
      `SELECT a.task_id, a.member_id, m.name AS member_name, a.close_reason AS reason, a.closed_at AS at
         FROM assignment a JOIN member m ON m.id = a.member_id WHERE a.task_id = ANY ($1) AND a.state = 'SKIPPED' AND NOT a.is_gold ORDER BY a.closed_at DESC`,
      [taskIds],
    );
  }

  /** Late answers of a batch that wait for somebody's decision, oldest first; blind like every answer. */
  async quarantined(tx: Tx, projectId: string, batchId: string, readerId: string, first: number, after: string | null) {
    const from = `FROM submission s JOIN task t ON t.id = s.task_id JOIN member m ON m.id = s.member_id
        WHERE s.project_id = $1 AND s.state = 'QUARANTINED' AND t.batch_id = $2 AND t.state NOT IN ('SETTLED', 'CANCELLED')
          AND NOT EXISTS (SELECT FROM participation p WHERE p.task_id = t.id AND p.member_id = $3)`;
    const rows = await tx.query<AnswerRow & { task_id: string; member_name: string }>(
      `SELECT s.id, s.task_id, s.stage, s.ordinal, s.member_id, m.name AS member_name, s.state, s.is_late, s.labels, s.skip_reason, s.created_at
         ${from} AND ($4::uuid IS NULL OR s.id > $4) ORDER BY s.id LIMIT $5`,
      [projectId, batchId, readerId, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, [
      projectId,
      batchId,
      readerId,
    ]);
    return { rows, total: total?.count ?? 0 };
  }
}
