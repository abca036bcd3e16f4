import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';
import type { Stage, TaskState } from './task.rules.js';

export interface TaskRow {
  id: string;
  project_id: string;
  batch_id: string;
  external_key: string;
  state: TaskState;
  state_at: Date;
  overlap: number;
  group_key: string | null;
  source: string | null;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  prelabel_model: string | null;
  prelabel_model_version: string | null;
  /** until when it waits for a pre-label, at the latest */
  prelabel_wait_until: Date | null;
  prelabel_note: string | null;
  media_id: string | null;
  created_at: Date;
}

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

/** A seat beyond the annotation seats: what it is about, and for whom it is. */
export interface NewSlot {
  /** the answer that is judged or mended */
  subjectId?: string;
  /** the verdict that is judged again */
  subjectVerdictId?: string;
  /** labels that are no single answer's */
  subjectLabels?: Label[];
  forMemberId?: string;
  notMemberId?: string;
}

export interface GoldExposure {
  projectId: string;
  /** the batch they work on, not the gold task's own */
  batchId: string;
  taskId: string;
  memberId: string;
  /** one that ordinary seats of the project have */
  ordinal: number;
}

const columns =
  'id, project_id, batch_id, external_key, state, state_at, overlap, group_key, source, data, metadata, media_id, prelabel_model, prelabel_model_version, prelabel_wait_until, prelabel_note, created_at';

/** Tasks, their answers and verdicts. What changes seats goes through functions of the database. */
@Injectable()
export class TasksStore {
  /** Nothing of the task is handed out any more. */
  async withdraw(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT withdraw_task($1)`, [taskId]);
  }

  /** Everything that the task still wants is handed out again. */
  async offer(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT offer_task($1)`, [taskId]);
  }

  /**
   * What judges a settled task ends with its answers, but for a dispute that nobody has decided yet: whoever contests a verdict on
   * their work is heard, whatever has become of the work.
   */
  async endJudging(tx: Tx, taskId: string): Promise<void> {
    await this.withdraw(tx, taskId);
    await tx.query(
      `UPDATE slot SET closed_at = muster_now() WHERE task_id = $1 AND closed_at IS NULL
          AND (stage <> 'DISPUTE' OR EXISTS (SELECT FROM assignment a WHERE a.slot_id = slot.id AND a.state = 'SUBMITTED'))`,
      [taskId],
    );
  }

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

  async lockTask(tx: Tx, id: string): Promise<TaskRow | undefined> {
    const [row] = await tx.query<TaskRow>(`SELECT ${columns} FROM task WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return row;
  }

  /** A triaged task that is triaged again still goes back to where it was. */
  async setState(tx: Tx, id: string, state: TaskState): Promise<void> {
    await tx.query(
      `UPDATE task SET state = $2, state_at = muster_now(), triaged_from = CASE WHEN $2 = 'TRIAGED' THEN coalesce(triaged_from, state) END WHERE id = $1`,
      [id, state],
    );
  }

  async setOverlap(tx: Tx, id: string, overlap: number): Promise<void> {
    await tx.query(`UPDATE task SET overlap = $2 WHERE id = $1`, [id, overlap]);
  }

  async offerSeats(
    tx: Tx,
    taskId: string,
    stage: Stage,
    seats: bigint,
    slot?: { id: string; forMemberId?: string; notMemberId?: string },
  ): Promise<void> {
    await tx.query(`SELECT offer_seats(t, $2, $3, 'FRESH', $4, $5, $6) FROM task t WHERE t.id = $1`, [
      taskId,
      stage,
      seats.toString(),
      slot?.id ?? null,
      slot?.forMemberId ?? null,
      slot?.notMemberId ?? null,
    ]);
  }

  /** Takes free annotation seats back out of the queue; answers whether all of them were still free. */
  async takeBackSeats(tx: Tx, taskId: string, seats: bigint): Promise<boolean> {
    const [row] = await tx.query<{ taken: string }>(`SELECT withdraw_seats($1, 'ANNOTATE', $2) AS taken`, [
      taskId,
      seats.toString(),
    ]);
    return BigInt(row!.taken) === seats;
  }

  async openSlot(
    tx: Tx,
    task: TaskRow,
    stage: Stage,
    { subjectId, subjectVerdictId, subjectLabels, forMemberId, notMemberId }: NewSlot,
  ) {
    const [row] = await tx.query<{ id: string; ordinal: number }>(
      `INSERT INTO slot (organization_id, project_id, task_id, stage, ordinal, subject_submission_id, subject_verdict_id, subject_labels,
         for_member_id, not_member_id)
       SELECT $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1, $5::uuid, $6::uuid, $7::jsonb, $8::uuid, $9::uuid FROM slot WHERE task_id = $3 AND stage = $4
       RETURNING id, ordinal`,
      [
        tx.organizationId,
        task.project_id,
        task.id,
        stage,
        subjectId ?? null,
        subjectVerdictId ?? null,
        subjectLabels ? JSON.stringify(subjectLabels) : null,
        forMemberId ?? null,
        notMemberId ?? null,
      ],
    );
    return row!;
  }

  /** Seats of a stage that nobody has filled: nobody works on them any more, and they are never offered again. */
  async endSeats(tx: Tx, taskId: string, stage: Stage, reason: string, slotId: string | null): Promise<void> {
    const seats = `FROM slot s WHERE s.task_id = $1 AND s.stage = $2 AND ($3::uuid IS NULL OR s.id = $3)`;
    const open = `${seats} AND s.closed_at IS NULL
      AND NOT EXISTS (SELECT FROM assignment a WHERE a.slot_id = s.id AND a.state = 'SUBMITTED')`;
    const seat = [taskId, stage, slotId];
    await tx.query(`SELECT withdraw_seats($1, $2, coalesce((SELECT bit_or(1::bigint << (s.ordinal - 1)) ${open}), 0))`, seat); // prettier-ignore
    await tx.query(
      `SELECT close_assignment(a, 'REVOKED', $4, true, false)
         FROM (SELECT a.* FROM assignment a WHERE a.state = 'ACTIVE' AND a.slot_id IN (SELECT s.id ${seats}) ORDER BY a.id FOR UPDATE) a`,
      [...seat, reason],
    );
    await tx.query(`UPDATE slot SET closed_at = muster_now() WHERE id IN (SELECT s.id ${open})`, seat);
  }

  async lockTaskOfSlot(tx: Tx, slotId: string): Promise<{ task_id: string; stage: Stage }> {
    const [row] = await tx.query<{ task_id: string; stage: Stage }>(
      `SELECT s.task_id, s.stage FROM slot s JOIN task t ON t.id = s.task_id WHERE s.id = $1 FOR NO KEY UPDATE OF t`,
      [slotId],
    );
    return row!;
  }

  /** False when it waits for this person already. */
  async offerGold(tx: Tx, { projectId, batchId, taskId, memberId, ordinal }: GoldExposure): Promise<boolean> {
    const [row] = await tx.query<{ offered: boolean }>(`SELECT offer_gold($1, $2, $3, $4, $5, $6) AS offered`, [
      tx.organizationId,
      projectId,
      batchId,
      taskId,
      memberId,
      ordinal,
    ]);
    return row!.offered;
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

  async find(tx: Tx, id: string): Promise<TaskRow | undefined> {
    const [row] = await tx.query<TaskRow>(`SELECT ${columns} FROM task WHERE id = $1`, [id]);
    return row;
  }

  list(tx: Tx, batchId: string, state: TaskState | null, first: number, after: string | null): Promise<TaskRow[]> {
    return tx.query<TaskRow>(
      `SELECT ${columns} FROM task WHERE batch_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [batchId, state, after, first + 1],
    );
  }

  async idsByExternalKey(tx: Tx, batchId: string, keys: string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; external_key: string }>(
      `SELECT id, external_key FROM task WHERE batch_id = $1 AND external_key = ANY ($2) ORDER BY id`,
      [batchId, keys],
    );
    return new Map(rows.map((row) => [row.external_key, row.id]));
  }

  /** The order keeps to the index of batch and state, where settled tasks stand last: they are not walked. */
  async hasUnsettled(tx: Tx, batchId: string): Promise<boolean> {
    const found = await tx.query(
      `SELECT FROM task WHERE batch_id = $1 AND state NOT IN ('SETTLED', 'CANCELLED') ORDER BY state LIMIT 1`,
      [batchId],
    );
    return found.length > 0;
  }
}
