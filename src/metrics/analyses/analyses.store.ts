import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';
import type { AnalysisRow } from './analysis.types.js';

/** A run that has given no sign for so long is taken to be dead. */
export const silentSeconds = 30;

const columns = 'id, project_id, kind, input, state, done, total, result, error, created_by, created_at, finished_at';

@Injectable()
export class AnalysesStore {
  constructor(private readonly database: Database) {}

  async insert(
    tx: Tx,
    row: Pick<AnalysisRow, 'id' | 'project_id' | 'kind' | 'input' | 'created_by'>,
  ): Promise<AnalysisRow> {
    const [inserted] = await tx.query<AnalysisRow>(
      `INSERT INTO analysis (id, organization_id, project_id, kind, input, created_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${columns}`,
      [row.id, tx.organizationId, row.project_id, row.kind, JSON.stringify(row.input), row.created_by],
    );
    return inserted!;
  }

  async find(tx: Tx, id: string): Promise<AnalysisRow | undefined> {
    return (await tx.query<AnalysisRow>(`SELECT ${columns} FROM analysis WHERE id = $1`, [id]))[0];
  }

  /** The same question that is being worked on already. */
  async running(tx: Tx, projectId: string, kind: string, input: object): Promise<AnalysisRow | undefined> {
    const [row] = await tx.query<AnalysisRow>(
      `SELECT ${columns} FROM analysis WHERE project_id = $1 AND kind = $2 AND state = 'RUNNING' AND input = $3::jsonb`,
      [projectId, kind, JSON.stringify(input)],
    );
    return row;
  }

  async countRunning(tx: Tx, projectId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM analysis WHERE project_id = $1 AND state = 'RUNNING'`,
      [projectId],
    );
    return row!.count;
  }

  /** Who asks for an analysis of a project waits for who asks at the same moment. */
  async lockProject(tx: Tx, projectId: string): Promise<void> {
    await tx.query(`SELECT FROM project WHERE id = $1 FOR NO KEY UPDATE`, [projectId]);
  }

  async page(tx: Tx, projectId: string, first: number, after: string | null) {
    const rows = await tx.query<AnalysisRow>(
      `SELECT ${columns} FROM analysis WHERE project_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [projectId, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM analysis WHERE project_id = $1`,
      [projectId],
    );
    return { rows, total: total!.count };
  }

  /** Answers what is to be done, unless it is done or another run is at it. */
  async begin(tx: Tx, id: string, runId: string): Promise<(AnalysisRow & { runs: number }) | undefined> {
    const [row] = await tx.query<AnalysisRow & { runs: number }>(
      `UPDATE analysis SET run_id = $2, runs = runs + 1, done = 0, total = NULL, progress_at = muster_now()
        WHERE id = $1 AND state = 'RUNNING' AND (run_id IS NULL OR progress_at < muster_now() - interval '${silentSeconds} seconds')
        RETURNING ${columns}, runs`,
      [id, runId],
    );
    return row;
  }

  /** A sign of life. False when the analysis was cancelled or is another run's. */
  async progress(tx: Tx, id: string, runId: string, done: number, total: number | null): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE analysis SET done = $3, total = $4, progress_at = muster_now() WHERE id = $1 AND run_id = $2 AND state = 'RUNNING' RETURNING 1`,
      [id, runId, done, total],
    );
    return rows.length > 0;
  }

  /** The next run begins anew, and this one does not count. */
  async release(tx: Tx, id: string, runId: string): Promise<void> {
    await tx.query(`UPDATE analysis SET run_id = NULL, runs = runs - 1 WHERE id = $1 AND run_id = $2`, [id, runId]);
  }

  /** False when it had ended otherwise. */
  async finish(tx: Tx, id: string, runId: string, outcome: { result: object } | { error: string }): Promise<boolean> {
    const [state, result, error] =
      'result' in outcome ? ['DONE', JSON.stringify(outcome.result), null] : ['FAILED', null, outcome.error];
    const rows = await tx.query(
      `UPDATE analysis SET state = $3, result = $4, error = $5, done = coalesce(CASE WHEN $3 = 'DONE' THEN total END, done),
              progress_at = muster_now(), finished_at = muster_now()
        WHERE id = $1 AND run_id = $2 AND state = 'RUNNING' RETURNING 1`,
      [id, runId, state, result, error],
    );
    return rows.length > 0;
  }

  async cancel(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE analysis SET state = 'CANCELLED', finished_at = muster_now() WHERE id = $1 AND state = 'RUNNING' RETURNING 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** Of any organization: nobody gives a sign of life. */
  silent(): Promise<{ organizationId: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id AS "organizationId", id FROM analysis
        WHERE state = 'RUNNING' AND progress_at < muster_now() - interval '${silentSeconds} seconds' ORDER BY progress_at LIMIT 100`,
    );
  }
}
