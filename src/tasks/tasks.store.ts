import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/index.js';
import type { TaskState } from './task.rules.js';

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

const columns =
  'id, project_id, batch_id, external_key, state, state_at, overlap, group_key, source, data, metadata, media_id, prelabel_model, prelabel_model_version, prelabel_wait_until, prelabel_note, created_at';

/** The tasks themselves, and how far those of a batch are. */
@Injectable()
export class TasksStore {
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
