import { Injectable } from '@nestjs/common';
import type { GoldSink, NewGold } from '../../batches/index.js';
import type { Label } from '../../labels/index.js';
import { copyText, type Tx } from '../../platform/index.js';

export interface GoldRow {
  id: string;
  task_id: string;
  external_key: string;
  labels: Label[];
  source: 'ADDED' | 'IMPORTED';
  reason: string | null;
  at: Date;
  retired_at: Date | null;
  retired_reason: string | null;
}

export interface Note {
  by: string;
  reason: string;
}

const select = `SELECT g.id, g.task_id, t.external_key, g.labels, g.source, g.reason, g.at, g.retired_at, g.retired_reason
  FROM gold g JOIN task t ON t.id = g.task_id`;

@Injectable()
export class GoldStore implements GoldSink {
  async insert(
    tx: Tx,
    gold: { id: string; projectId: string; taskId: string; labels: Label[] },
    { by, reason }: Note,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO gold (id, organization_id, project_id, task_id, labels, source, added_by, reason)
       VALUES ($1, $2, $3, $4, $5, 'ADDED', $6, $7)`,
      [gold.id, tx.organizationId, gold.projectId, gold.taskId, JSON.stringify(gold.labels), by, reason],
    );
  }

  async retire(tx: Tx, ids: string[], { by, reason }: Note): Promise<void> {
    await tx.query(
      `UPDATE gold SET retired_at = muster_now(), retired_by = $2, retired_reason = $3 WHERE id = ANY ($1)`,
      [ids, by, reason],
    );
  }

  /** The known answers of these tasks that hold now. */
  live(tx: Tx, taskIds: string[]): Promise<GoldRow[]> {
    return tx.query<GoldRow>(`${select} WHERE g.task_id = ANY ($1) AND g.retired_at IS NULL ORDER BY g.id`, [taskIds]);
  }

  byIds(tx: Tx, ids: string[]): Promise<GoldRow[]> {
    return tx.query<GoldRow>(`${select} WHERE g.id = ANY ($1) ORDER BY g.id`, [ids]);
  }

  liveOfProject(tx: Tx, projectId: string): Promise<{ task_id: string; labels: Label[] }[]> {
    return tx.query(`SELECT task_id, labels FROM gold WHERE project_id = $1 AND retired_at IS NULL ORDER BY task_id`, [
      projectId,
    ]);
  }

  async page(tx: Tx, projectId: string, first: number, after: string | null) {
    const rows = await tx.query<GoldRow>(
      `${select} WHERE g.project_id = $1 AND ($2::uuid IS NULL OR g.id > $2) ORDER BY g.id LIMIT $3`,
      [projectId, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM gold WHERE project_id = $1`, [
      projectId,
    ]);
    return { rows, total: total!.count };
  }

  /** The table belongs to the connection, and is empty when a transaction begins. */
  async stage(tx: Tx, gold: NewGold[]): Promise<void> {
    await tx.query(`CREATE TEMP TABLE IF NOT EXISTS staged_gold (task_id uuid, labels jsonb) ON COMMIT DELETE ROWS`);
    const lines = gold.map(({ taskId, labels }) => Buffer.from(`${taskId}\t${copyText(JSON.stringify(labels))}\n`));
    await tx.copyIn(`COPY staged_gold FROM STDIN`, lines);
  }

  async insertStaged(tx: Tx, from: { projectId: string; importId: string; addedBy: string }): Promise<void> {
    // The task's id is its own: nothing else has it yet, and a row whose key was there already has no task of this id.
    await tx.query(
      `INSERT INTO gold (id, organization_id, project_id, task_id, labels, source, import_id, added_by)
       SELECT t.id, $1, $2, t.id, s.labels, 'IMPORTED', $3, $4 FROM staged_gold s JOIN task t ON t.id = s.task_id`,
      [tx.organizationId, from.projectId, from.importId, from.addedBy],
    );
  }
}
