import { Injectable } from '@nestjs/common';
import type { Evidence } from '../consensus/index.js';
import { Database, newId, type Tx } from '../platform/index.js';
import type { TaskRow } from '../tasks/index.js';
import type { ResultRow } from './result.type.js';
import type { Decision, Move } from './workflow.rules.js';

/** The columns that a person may see. */
const shown = `id, task_id, method, labels, agreement, confidence, parts, submission_ids, policy_version, settled_at`;

/** … and what it takes to learn from it. */
const whole = `${shown}, project_id, evidence, verdict_ids, learnt_at`;

/** A result with what it takes to learn from it, or to compute it again. */
export interface WholeResultRow extends ResultRow {
  project_id: string;
  evidence: Evidence | null;
  verdict_ids: string[];
  learnt_at: Date | null;
}

@Injectable()
export class ResultsStore {
  constructor(private readonly database: Database) {}

  current(tx: Tx, taskIds: string[]): Promise<ResultRow[]> {
    return tx.query<ResultRow>(`SELECT ${shown} FROM result WHERE is_current AND task_id = ANY ($1)`, [taskIds]);
  }

  /** Whether the correction that this verdict made is the task's result. */
  async isMadeBy(tx: Tx, taskId: string, verdictId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM result WHERE task_id = $1 AND is_current AND method = 'FIXED' AND $2 = ANY (verdict_ids)`,
      [taskId, verdictId],
    );
    return rows.length > 0;
  }

  /** It stays on record, and does not hold any more. */
  async end(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`UPDATE result SET is_current = false WHERE task_id = $1 AND is_current`, [taskId]);
  }

  /** What was decided, once a fingerprint: false when it was decided before. */
  async keepDecision(
    tx: Tx,
    task: TaskRow,
    { agreement, consensus }: Decision,
    move: Move,
    policyVersion: number,
    fingerprint: string,
  ): Promise<boolean> {
    const summary = consensus && {
      confidence: consensus.confidence,
      parts: consensus.parts.map(({ part, confidence, agreement, isSure }) => ({
        part,
        confidence,
        agreement,
        isSure,
      })),
    };
    const kept = await tx.query(
      `INSERT INTO decision (organization_id, task_id, fingerprint, move, agreement, consensus, rule, policy_version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING task_id`,
      [
        tx.organizationId,
        task.id,
        fingerprint,
        move.move,
        json(agreement),
        json(summary),
        json(move.move === 'REVIEW' ? move.rule : null),
        policyVersion,
      ],
    );
    return kept.length > 0;
  }

  async insert(
    tx: Tx,
    task: TaskRow,
    settled: Extract<Move, { move: 'SETTLE' }>,
    { agreement, consensus, evidence }: Decision & { evidence: Evidence | null },
    policyVersion: number,
    fingerprint: string,
    isLessonDue: boolean,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO result (id, organization_id, project_id, batch_id, task_id, method, labels, agreement, confidence, parts, evidence,
                           submission_ids, verdict_ids, policy_version, fingerprint, is_lesson_due)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        newId(),
        tx.organizationId,
        task.project_id,
        task.batch_id,
        task.id,
        settled.method,
        JSON.stringify(settled.labels),
        json(agreement),
        consensus?.confidence ?? null,
        json(consensus?.parts),
        json(consensus && evidence),
        settled.submissionIds,
        settled.verdictIds,
        policyVersion,
        fingerprint,
        isLessonDue,
      ],
    );
  }

  /**
   * The same task with the labels of a verdict: made from the same answers under the same policy, and the verdict is the last
   * word it names. Undefined when the result is not the current one any more.
   */
  async replaceByFix(
    tx: Tx,
    resultId: string,
    verdictId: string,
    labels: unknown,
  ): Promise<{ task_id: string; batch_id: string } | undefined> {
    const [replaced] = await tx.query<{ task_id: string; batch_id: string }>(
      `UPDATE result SET is_current = false WHERE id = $1 AND is_current RETURNING task_id, batch_id`,
      [resultId],
    );
    if (!replaced) return undefined;
    await tx.query(
      `INSERT INTO result (id, organization_id, project_id, batch_id, task_id, method, labels, agreement, submission_ids, verdict_ids, policy_version, fingerprint)
       SELECT $2, organization_id, project_id, batch_id, task_id, 'FIXED', $3, agreement, submission_ids, verdict_ids || $4::uuid, policy_version,
              encode(sha256(convert_to(fingerprint || $4::text, 'UTF8')), 'hex') FROM result WHERE id = $1`,
      [resultId, newId(), JSON.stringify(labels), verdictId],
    );
    return replaced;
  }

  async byIds(tx: Tx, ids: string[]): Promise<Map<string, WholeResultRow>> {
    const rows = await tx.query<WholeResultRow>(`SELECT ${whole} FROM result WHERE id = ANY ($1)`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Projects with results that nobody has learnt from yet. */
  withLessons(limit: number): Promise<{ organization_id: string; project_id: string }[]> {
    return this.database.asSystem(
      `SELECT DISTINCT organization_id, project_id FROM result WHERE is_lesson_due AND is_current LIMIT $1`,
      [limit],
    );
  }

  /** The next results to learn from, locked, so that each is learnt from once. */
  lockLessons(tx: Tx, projectId: string, limit: number): Promise<WholeResultRow[]> {
    return tx.query(
      `SELECT ${whole} FROM result WHERE project_id = $1 AND is_lesson_due AND is_current ORDER BY task_id LIMIT $2 FOR UPDATE`,
      [projectId, limit],
    );
  }

  async markLearnt(tx: Tx, resultIds: string[]): Promise<void> {
    await tx.query(`UPDATE result SET is_lesson_due = false, learnt_at = clock_timestamp() WHERE id = ANY ($1)`, [
      resultIds,
    ]);
  }

  /** All that is current counts as learnt: the estimate that begins now takes it in. */
  async markAllLearnt(tx: Tx, projectId: string): Promise<void> {
    await tx.query(
      `UPDATE result SET is_lesson_due = false, learnt_at = clock_timestamp()
        WHERE project_id = $1 AND is_current AND learnt_at IS NULL`,
      [projectId],
    );
  }

  async forgetLessons(tx: Tx, projectId: string): Promise<void> {
    await tx.query(`UPDATE result SET is_lesson_due = false WHERE project_id = $1 AND is_lesson_due AND is_current`, [
      projectId,
    ]);
  }

  /** Current results that were learnt before a moment, newest tasks first; before a task, so many. */
  learntBefore(
    tx: Tx,
    projectId: string,
    moment: string,
    before: string | null,
    limit: number,
  ): Promise<WholeResultRow[]> {
    return tx.query(
      `SELECT ${whole} FROM result
        WHERE project_id = $1 AND is_current AND task_id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AND learnt_at < $3
        ORDER BY task_id DESC LIMIT $4`,
      [projectId, before, moment, limit],
    );
  }

  learntSince(tx: Tx, projectId: string, moment: string): Promise<WholeResultRow[]> {
    return tx.query(
      `SELECT ${whole} FROM result WHERE project_id = $1 AND is_current AND learnt_at >= $2 ORDER BY learnt_at, task_id`,
      [projectId, moment],
    );
  }
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
