import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import { Database, type Tx } from '../../platform/index.js';

export interface NewPrelabel {
  labels: Label[];
  model: string;
  modelVersion: string;
}

/** A task that waits, with what a model needs of it. */
export interface HeldTask {
  id: string;
  project_id: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  media_id: string | null;
  width: number | null;
  height: number | null;
}

const longestNote = 2000;
/** In one transaction: a batch may hold a hundred thousand. */
const sliceSize = 1000;

/** Tasks whose seats are held back. What moves seats goes through functions of the database. */
@Injectable()
export class HeldTasksStore {
  constructor(private readonly database: Database) {}

  /** Undefined when it does not wait any more. */
  async find(tx: Tx, id: string): Promise<HeldTask | undefined> {
    const [row] = await tx.query<HeldTask>(
      `SELECT t.id, t.project_id, t.data, t.metadata, t.media_id, m.width, m.height FROM task t LEFT JOIN media m ON m.id = t.media_id
        WHERE t.id = $1 AND t.prelabel_wait_until IS NOT NULL AND t.state = 'OPEN'`,
      [id],
    );
    return row;
  }

  /** Whether it waits; and whether somebody has begun it all the same, as a lead can have it. */
  async lock(tx: Tx, id: string): Promise<{ is_held: boolean; is_begun: boolean } | undefined> {
    await tx.query(`SELECT FROM task WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    const [row] = await tx.query<{ is_held: boolean; is_begun: boolean }>(
      `SELECT t.state = 'OPEN' AND t.prelabel_wait_until IS NOT NULL AS is_held, EXISTS (SELECT FROM assignment a WHERE a.task_id = t.id) AS is_begun
         FROM task t WHERE t.id = $1`,
      [id],
    );
    return row;
  }

  async setPrelabel(tx: Tx, id: string, { labels, model, modelVersion }: NewPrelabel): Promise<void> {
    await tx.query(`UPDATE task SET prelabel = $2, prelabel_model = $3, prelabel_model_version = $4 WHERE id = $1`, [
      id,
      JSON.stringify(labels),
      model,
      modelVersion,
    ]);
  }

  async release(tx: Tx, id: string, note: string | null): Promise<void> {
    await tx.query(`SELECT release_held_task($1, $2)`, [id, note?.slice(0, longestNote) ?? null]);
  }

  async note(tx: Tx, id: string, note: string): Promise<void> {
    await tx.query(`UPDATE task SET prelabel_note = $2 WHERE id = $1 AND prelabel_wait_until IS NOT NULL`, [
      id,
      note.slice(0, longestNote),
    ]);
  }

  /** The first at once; the time of the others is over, so that the clock releases them, a slice at a time. */
  async releaseOfProject(tx: Tx, projectId: string, note: string): Promise<void> {
    await tx.query(
      `SELECT release_held_task(t.id, $2) FROM (SELECT id FROM task WHERE project_id = $1 AND prelabel_wait_until IS NOT NULL
         ORDER BY id LIMIT ${sliceSize}) t`,
      [projectId, note],
    );
    await tx.query(
      `UPDATE task SET prelabel_wait_until = muster_now(), prelabel_note = $2 WHERE project_id = $1 AND prelabel_wait_until IS NOT NULL`,
      [projectId, note],
    );
  }

  /** The next tasks of a batch without a pre-label that nobody has begun, held from now on. */
  async holdOfBatch(tx: Tx, batchId: string, minutes: number, most: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id FROM (SELECT id FROM task t WHERE batch_id = $1 AND state = 'OPEN' AND prelabel IS NULL AND prelabel_wait_until IS NULL
           AND NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = t.id) ORDER BY id LIMIT $3) t
        WHERE hold_task(t.id, $2)`,
      [batchId, minutes, most],
    );
    return rows.map(({ id }) => id);
  }

  async organizationsWithOverdue(): Promise<string[]> {
    const rows = await this.database.asSystem<{ organization_id: string }>(
      `SELECT DISTINCT organization_id FROM task WHERE prelabel_wait_until <= (SELECT muster_now())`,
    );
    return rows.map((row) => row.organization_id);
  }

  /** Answers whether there may be more. */
  async releaseOverdue(organizationId: string): Promise<boolean> {
    const [row] = await this.database.call<{ count: number }>(
      { name: 'release_overdue_tasks', text: `SELECT release_overdue_tasks($1, $2) AS count` },
      [organizationId, sliceSize],
    );
    return row!.count === sliceSize;
  }
}
