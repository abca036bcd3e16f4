import { Injectable } from '@nestjs/common';
import type { GoldSink, NewGold } from '../../batches/index.js';
import type { Label } from '../../labels/index.js';
import { copyText, type Tx } from '../../platform/index.js';

export interface GoldRow {
  id: string;
  task_id: string;
  batch_id: string;
  external_key: string;
  labels: Label[];
  source: 'ADDED' | 'IMPORTED' | 'MINTED';
  reason: string | null;
  at: Date;
  /** how often it was slipped in */
  exposures: number;
  /** a suspicion that its answer goes around */
  leak: string | null;
  retired_at: Date | null;
  retired_reason: string | null;
}

export interface Note {
  /** null: a rule */
  by: string | null;
  reason: string;
}

export interface MintedGold {
  id: string;
  projectId: string;
  taskId: string;
  labels: Label[];
}

const select = `SELECT g.id, g.task_id, t.batch_id, t.external_key, g.labels, g.source, g.reason, g.at, g.exposures, g.leak, g.retired_at, g.retired_reason
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

  async mint(tx: Tx, gold: MintedGold[], { by, reason }: Note): Promise<GoldRow[]> {
    for (const { id, projectId, taskId, labels } of gold)
      await tx.query(
        `INSERT INTO gold (id, organization_id, project_id, task_id, labels, source, added_by, reason)
         VALUES ($1, $2, $3, $4, $5, 'MINTED', $6, $7)`,
        [id, tx.organizationId, projectId, taskId, JSON.stringify(labels), by, reason],
      );
    return this.byIds(tx, gold.map(({ id }) => id)); // prettier-ignore
  }

  /**
   * Settled tasks without gold that so many people answered, and that somebody who judged let pass: newest first, each with
   * its independent answers.
   */
  mintable(tx: Tx, projectId: string, fewestAnswers: number, limit: number) {
    return tx.query<{ task_id: string; answers: Label[][] }>(
      `SELECT t.id AS task_id, s.answers FROM task t
         CROSS JOIN LATERAL (SELECT jsonb_agg(s.labels ORDER BY s.ordinal) AS answers, count(*) AS count FROM submission s
           WHERE s.task_id = t.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED' AND s.skip_reason IS NULL) s
        WHERE t.project_id = $1 AND t.state = 'SETTLED' AND s.count >= $2
          AND NOT EXISTS (SELECT FROM gold g WHERE g.task_id = t.id)
          AND EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.purpose IN ('AUDIT', 'REVIEW') AND v.decision = 'ACCEPT')
          AND NOT EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.decision <> 'ACCEPT')
        ORDER BY t.id DESC LIMIT $3`,
      [projectId, fewestAnswers, limit],
    );
  }

  async suspect(tx: Tx, goldId: string, leak: string | null): Promise<void> {
    await tx.query(`UPDATE gold SET leak = $2 WHERE id = $1 AND leak IS DISTINCT FROM $2`, [goldId, leak]);
  }

  /** The known answers of these tasks that hold now. */
  live(tx: Tx, taskIds: string[]): Promise<GoldRow[]> {
    return tx.query<GoldRow>(`${select} WHERE g.task_id = ANY ($1) AND g.retired_at IS NULL ORDER BY g.id`, [taskIds]);
  }

  /** Those of the task that hold now and say something else than this answer. */
  async against(tx: Tx, taskId: string, submissionId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT g.id FROM gold g JOIN submission s ON s.id = $2 WHERE g.task_id = $1 AND g.retired_at IS NULL AND g.labels <> s.labels`,
      [taskId, submissionId],
    );
    return rows.map(({ id }) => id);
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
