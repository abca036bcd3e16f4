import { Injectable } from '@nestjs/common';
import type { Evidence } from '../consensus/index.js';
import { newId, type Tx } from '../platform/index.js';
import type { TaskRow } from '../tasks/index.js';
import type { ResultRow } from './result.type.js';
import type { Decision, Move } from './workflow.rules.js';

/** The columns that a person may see. */
const shown = `id, task_id, method, labels, agreement, confidence, parts, submission_ids, policy_version, settled_at`;

/** A result with what it takes to learn from it, or to compute it again. */
export interface WholeResultRow extends ResultRow {
  project_id: string;
  evidence: Evidence | null;
  verdict_ids: string[];
  learnt_at: Date | null;
}

@Injectable()
export class ResultsStore {
  current(tx: Tx, taskIds: string[]): Promise<ResultRow[]> {
    return tx.query<ResultRow>(`SELECT ${shown} FROM result WHERE is_current AND task_id = ANY ($1)`, [taskIds]);
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
  ): Promise<void> {
    await tx.query(
      `INSERT INTO result (id, organization_id, project_id, batch_id, task_id, method, labels, agreement, confidence, parts, evidence,
                           submission_ids, verdict_ids, policy_version, fingerprint)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
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
      ],
    );
  }

  /** Locks the current result of a task, so that it is learnt from once. */
  async lockCurrent(tx: Tx, taskId: string): Promise<WholeResultRow | undefined> {
    const [row] = await tx.query<WholeResultRow>(
      `SELECT ${shown}, project_id, evidence, verdict_ids, learnt_at FROM result WHERE task_id = $1 AND is_current FOR UPDATE`,
      [taskId],
    );
    return row;
  }

  async markLearnt(tx: Tx, resultId: string): Promise<void> {
    await tx.query(`UPDATE result SET learnt_at = clock_timestamp() WHERE id = $1`, [resultId]);
  }

  /** Current results of a project that were learnt from, in the order of their tasks; after a task, so many. */
  learnt(
    tx: Tx,
    projectId: string,
    { after, before, since, limit }: { after: string | null; before?: Date; since?: Date; limit: number },
  ): Promise<WholeResultRow[]> {
    return tx.query(
      `SELECT ${shown}, project_id, evidence, verdict_ids, learnt_at FROM result
        WHERE project_id = $1 AND is_current AND task_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
          AND learnt_at < coalesce($3::timestamptz, 'infinity') AND learnt_at >= coalesce($4::timestamptz, '-infinity')
        ORDER BY task_id LIMIT $5`,
      [projectId, after, before ?? null, since ?? null, limit],
    );
  }
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
