import { Injectable } from '@nestjs/common';
import type { Label, LabelSchema } from '../labels/index.js';
import { Database, type Tx } from '../platform/index.js';
import type { AssignmentState, Stage, TaskState } from './task.rules.js';

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
  created_at: Date;
}

/** What a worker gets: the assignment, the item, the schema, and what the stage is about. */
export interface AssignmentRow {
  id: string;
  project_id: string;
  project_name: string;
  label_schema: LabelSchema;
  field_visibility: Record<string, string>;
  stage: Stage;
  ordinal: number;
  state: AssignmentState;
  token: string;
  claimed_at: Date;
  lease_minutes: number;
  lease_expires_at: Date;
  guideline_version: number;
  draft: unknown;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  prelabel: Label[] | null;
  media_id: string | null;
  subject: Label[] | null;
  answers: Label[][] | null;
  feedback: { decision: string; comment: string | null; errors: unknown[] } | null;
}

export interface AnswerRow {
  id: string;
  stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE';
  ordinal: number;
  member_id: string;
  state: 'COUNTED' | 'QUARANTINED' | 'VOID';
  is_late: boolean;
  labels: Label[];
  created_at: Date;
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

export interface SubmitOutcome {
  outcome: 'COUNTED' | 'QUARANTINED' | 'REPEATED' | 'OTHER_ANSWER' | 'LEASE_LOST' | 'NOT_FOUND';
  submission_id: string | null;
}

const columns =
  'id, project_id, batch_id, external_key, state, state_at, overlap, group_key, source, data, metadata, created_at';

/** All SQL of the queue but its functions, which are in the migrations. */
@Injectable()
export class TasksStore {
  constructor(private readonly database: Database) {}

  claim(
    organizationId: string,
    memberId: string,
    stages: Stage[],
    projectId: string | null,
    batchId: string | null,
    key: string | null,
    id: string,
  ) {
    return this.database.call<{ outcome: 'REPEATED' | 'HELD' | 'CLAIMED' | 'EMPTY'; assignment_id: string | null }>(
      'SELECT * FROM claim_task($1, $2, $3, $4, $5, $6, $7)',
      [organizationId, memberId, stages, projectId, batchId, key, id],
    );
  }

  submit(organizationId: string, memberId: string, assignmentId: string, token: string, labels: Label[], id: string) {
    return this.database.call<SubmitOutcome>('SELECT * FROM submit_assignment($1, $2, $3, $4, $5, $6)', [
      organizationId,
      memberId,
      assignmentId,
      token,
      JSON.stringify(labels),
      id,
    ]);
  }

  async expireOverdue(organizationId: string, limit: number): Promise<number> {
    return (
      await this.database.call<{ count: number }>('SELECT expire_overdue($1, $2) AS count', [organizationId, limit])
    ).count;
  }

  async organizationsWithOverdue(): Promise<string[]> {
    const rows = await this.database.asSystem<{ organization_id: string }>(
      `SELECT DISTINCT organization_id FROM assignment WHERE state = 'ACTIVE' AND lease_expires_at <= muster_now()`,
    );
    return rows.map((row) => row.organization_id);
  }

  /** Own assignments only: another's is not found. */
  async assignmentOf(tx: Tx, memberId: string, id: string): Promise<AssignmentRow | undefined> {
    const [row] = await tx.query<AssignmentRow>(
      `SELECT a.id, a.project_id, p.name AS project_name, p.label_schema, p.field_visibility, a.stage, a.ordinal, a.state, a.token::text, a.claimed_at,
              a.lease_minutes, a.lease_expires_at, a.guideline_version, a.draft, t.data, t.metadata, t.prelabel, t.media_id,
              (SELECT s.labels FROM slot JOIN submission s ON s.id = slot.subject_submission_id WHERE slot.id = a.slot_id) AS subject,
              CASE WHEN a.stage = 'ADJUDICATE' THEN (SELECT jsonb_agg(s.labels ORDER BY s.ordinal) FROM submission s
                WHERE s.task_id = a.task_id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') END AS answers,
              CASE WHEN a.stage = 'REWORK' THEN (SELECT jsonb_build_object('decision', v.decision, 'comment', v.comment, 'errors', v.errors)
                FROM verdict v JOIN slot ON slot.subject_submission_id = v.submission_id WHERE slot.id = a.slot_id
                ORDER BY v.created_at DESC LIMIT 1) END AS feedback
         FROM assignment a JOIN task t ON t.id = a.task_id JOIN project p ON p.id = a.project_id
        WHERE a.id = $1 AND a.member_id = $2`,
      [id, memberId],
    );
    return row;
  }

  /** Locks a live assignment whose token fits; anything else is a lost lease. */
  async lockLive(tx: Tx, memberId: string, id: string, token: string) {
    const [row] = await tx.query<{
      id: string;
      task_id: string;
      batch_id: string;
      project_id: string;
      stage: Stage;
      slot_id: string | null;
      ordinal: number;
      is_over: boolean;
    }>(
      `SELECT id, task_id, batch_id, project_id, stage, slot_id, ordinal, lease_expires_at <= muster_now() AS is_over
         FROM assignment WHERE id = $1 AND member_id = $2 AND token = $3 AND state = 'ACTIVE' FOR UPDATE`,
      [id, memberId, token],
    );
    return row;
  }

  /** The time since the last heartbeat is active up to five minutes, idle beyond. */
  async renew(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE assignment SET heartbeat_at = muster_now(), lease_expires_at = muster_now() + lease_minutes * interval '1 minute',
              active_seconds = active_seconds + least(300, extract(epoch FROM muster_now() - heartbeat_at))::int,
              idle_seconds = idle_seconds + greatest(0, extract(epoch FROM muster_now() - heartbeat_at) - 300)::int
        WHERE id = $1`,
      [id],
    );
  }

  async saveDraft(tx: Tx, id: string, draft: unknown): Promise<void> {
    await tx.query(`UPDATE assignment SET draft = $2, draft_at = muster_now() WHERE id = $1`, [
      id,
      JSON.stringify(draft),
    ]);
  }

  async close(
    tx: Tx,
    id: string,
    state: AssignmentState,
    reason: string | null,
    frees: boolean,
    bars: boolean,
  ): Promise<void> {
    await tx.query(`SELECT close_assignment(a, $2, $3, $4, $5) FROM assignment a WHERE a.id = $1`, [
      id,
      state,
      reason,
      frees,
      bars,
    ]);
  }

  async skipsOf(tx: Tx, taskId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM assignment WHERE task_id = $1 AND state = 'SKIPPED'`,
      [taskId],
    );
    return row?.count ?? 0;
  }

  /** The subject of a judging seat. */
  async subjectOf(tx: Tx, slotId: string): Promise<string | null> {
    const [row] = await tx.query<{ subject_submission_id: string | null }>(
      `SELECT subject_submission_id FROM slot WHERE id = $1`,
      [slotId],
    );
    return row?.subject_submission_id ?? null;
  }

  async withdrawSeats(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`DELETE FROM queue_item WHERE task_id = $1`, [taskId]);
  }

  async lockTask(tx: Tx, id: string): Promise<TaskRow | undefined> {
    const [row] = await tx.query<TaskRow>(`SELECT ${columns} FROM task WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return row;
  }

  async setState(tx: Tx, id: string, state: TaskState): Promise<void> {
    await tx.query(`UPDATE task SET state = $2, state_at = muster_now() WHERE id = $1`, [id, state]);
  }

  async setOverlap(tx: Tx, id: string, overlap: number): Promise<void> {
    await tx.query(`UPDATE task SET overlap = $2 WHERE id = $1`, [id, overlap]);
  }

  async offerSeats(
    tx: Tx,
    task: TaskRow,
    stage: Stage,
    seats: bigint,
    slot?: { id: string; forMemberId?: string; notMemberId?: string },
  ): Promise<void> {
    await tx.query(`SELECT offer_seats($1, $2, $3, $4, $5, $6, false, $7, $8, $9)`, [
      tx.organizationId,
      task.project_id,
      task.batch_id,
      task.id,
      stage,
      seats.toString(),
      slot?.id ?? null,
      slot?.forMemberId ?? null,
      slot?.notMemberId ?? null,
    ]);
  }

  /** Takes free annotation seats back out of the queue; answers whether all of them were still free. */
  async takeBackSeats(tx: Tx, taskId: string, seats: bigint): Promise<boolean> {
    const rows = await tx.query<{ lane_id: string; seq: string; seats: string }>(
      `SELECT q.lane_id, q.seq, q.seats FROM queue_item q JOIN lane l ON l.id = q.lane_id WHERE q.task_id = $1 AND l.stage = 'ANNOTATE' FOR UPDATE OF q`,
      [taskId],
    );
    const free = rows.reduce((mask, row) => mask | BigInt(row.seats), 0n);
    if ((free & seats) !== seats) return false;
    for (const row of rows) {
      const rest = BigInt(row.seats) & ~seats;
      if (rest === 0n) await tx.query(`DELETE FROM queue_item WHERE lane_id = $1 AND seq = $2`, [row.lane_id, row.seq]);
      else
        await tx.query(`UPDATE queue_item SET seats = $3 WHERE lane_id = $1 AND seq = $2`, [
          row.lane_id,
          row.seq,
          rest.toString(),
        ]);
    }
    return true;
  }

  async openSlot(
    tx: Tx,
    task: TaskRow,
    stage: Stage,
    subjectId: string | null,
    forMemberId: string | null,
    notMemberId: string | null,
  ) {
    const [row] = await tx.query<{ id: string; ordinal: number }>(
      `INSERT INTO slot (organization_id, project_id, task_id, stage, ordinal, subject_submission_id, for_member_id, not_member_id)
       SELECT $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1, $5::uuid, $6::uuid, $7::uuid FROM slot WHERE task_id = $3 AND stage = $4
       RETURNING id, ordinal`,
      [tx.organizationId, task.project_id, task.id, stage, subjectId, forMemberId, notMemberId],
    );
    return row!;
  }

  async countedOf(tx: Tx, taskId: string): Promise<AnswerRow[]> {
    return tx.query<AnswerRow>(
      `SELECT id, stage, ordinal, member_id, state, is_late, labels, created_at FROM submission WHERE task_id = $1 AND state = 'COUNTED' ORDER BY stage, ordinal`,
      [taskId],
    );
  }

  async verdictsOf(tx: Tx, taskId: string): Promise<VerdictRow[]> {
    return tx.query<VerdictRow>(
      `SELECT id, submission_id, member_id, ordinal, decision, labels, created_at FROM verdict WHERE task_id = $1 AND purpose = 'REVIEW' ORDER BY ordinal`,
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
      `SELECT s.id, s.task_id, s.stage, s.ordinal, s.member_id, m.name AS member_name, s.state, s.is_late, s.labels, s.created_at
         FROM submission s JOIN task t ON t.id = s.task_id JOIN member m ON m.id = s.member_id
        WHERE s.task_id = ANY ($1) AND (t.state IN ('SETTLED', 'CANCELLED') OR s.member_id = $2
              OR NOT EXISTS (SELECT FROM participation p WHERE p.task_id = t.id AND p.member_id = $2))
        ORDER BY s.stage, s.ordinal, s.created_at`,
      [taskIds, readerId],
    );
  }

  async find(tx: Tx, id: string): Promise<TaskRow | undefined> {
    const [row] = await tx.query<TaskRow>(`SELECT ${columns} FROM task WHERE id = $1`, [id]);
    return row;
  }

  async list(tx: Tx, batchId: string, state: TaskState | null, first: number, after: string | null) {
    const rows = await tx.query<TaskRow>(
      `SELECT ${columns} FROM task WHERE batch_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [batchId, state, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM task WHERE batch_id = $1 AND ($2::text IS NULL OR state = $2)`,
      [batchId, state],
    );
    return { rows, total: total?.count ?? 0 };
  }

  async idsByExternalKey(tx: Tx, batchId: string, keys: string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; external_key: string }>(
      `SELECT id, external_key FROM task WHERE batch_id = $1 AND external_key = ANY ($2) ORDER BY id`,
      [batchId, keys],
    );
    return new Map(rows.map((row) => [row.external_key, row.id]));
  }

  async progress(tx: Tx, batchId: string) {
    const states = await tx.query<{ state: TaskState; count: number }>(
      `SELECT state, count(*)::int AS count FROM task WHERE batch_id = $1 GROUP BY state`,
      [batchId],
    );
    const [answers] = await tx.query<{
      wanted: number;
      counted: number;
      quarantined: number;
      over_collected: number;
      reviewed: number;
    }>(
      `WITH counted AS (
         SELECT t.id, t.overlap, count(s.id) FILTER (WHERE s.state = 'COUNTED')::int AS counted, count(s.id) FILTER (WHERE s.state = 'QUARANTINED')::int AS quarantined
           FROM task t LEFT JOIN submission s ON s.task_id = t.id AND s.stage = 'ANNOTATE' WHERE t.batch_id = $1 GROUP BY t.id)
       SELECT coalesce(sum(overlap), 0)::int AS wanted, coalesce(sum(counted), 0)::int AS counted, coalesce(sum(quarantined), 0)::int AS quarantined,
              coalesce(sum(greatest(0, counted - overlap)), 0)::int AS over_collected,
              (SELECT count(DISTINCT v.task_id)::int FROM verdict v JOIN task t ON t.id = v.task_id WHERE t.batch_id = $1 AND v.purpose = 'REVIEW') AS reviewed
         FROM counted`,
      [batchId],
    );
    return { states, answers: answers! };
  }

  async unsettledCount(tx: Tx, batchId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM task WHERE batch_id = $1 AND state NOT IN ('SETTLED', 'CANCELLED')`,
      [batchId],
    );
    return row?.count ?? 0;
  }

  /** Why a claim found nothing, a row a project of the person's teams. */
  async emptyReasons(tx: Tx, memberId: string, stages: Stage[], projectId: string | null, batchId: string | null) {
    return tx.query<{
      project_id: string;
      project_name: string;
      reason: 'NO_OPEN_BATCH' | 'GUIDELINES_UNREAD' | 'NO_OPEN_SLOT' | 'ALL_ANSWERED_BY_YOU';
    }>(
      `SELECT p.id AS project_id, p.name AS project_name, CASE
           WHEN NOT EXISTS (SELECT FROM batch b WHERE b.project_id = p.id AND b.state = 'OPEN' AND ($4::uuid IS NULL OR b.id = $4)) THEN 'NO_OPEN_BATCH'
           WHEN p.guideline_version > 0 AND NOT EXISTS (SELECT FROM guideline_acknowledgement g WHERE g.project_id = p.id AND g.version = p.guideline_version AND g.member_id = $1) THEN 'GUIDELINES_UNREAD'
           WHEN EXISTS (SELECT FROM queue_item q JOIN lane l ON l.id = q.lane_id JOIN batch b ON b.id = l.batch_id
                         WHERE l.project_id = p.id AND l.stage = ANY ($2) AND b.state = 'OPEN' AND ($4::uuid IS NULL OR b.id = $4)) THEN 'ALL_ANSWERED_BY_YOU'
           ELSE 'NO_OPEN_SLOT' END AS reason
         FROM project p
        WHERE ($3::uuid IS NULL OR p.id = $3)
          AND EXISTS (SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = p.id AND tm.member_id = $1)
        ORDER BY p.name LIMIT 50`,
      [memberId, stages, projectId, batchId],
    );
  }
}
