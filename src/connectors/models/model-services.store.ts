import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';
import type { Pace } from './pace.rules.js';

export interface ModelServiceRow {
  id: string;
  organization_id: string;
  name: string;
  url: string;
  signing_secret: string | null;
  previous_signing_secret: string | null;
  previous_until: Date | null;
  most_in_flight: number;
  timeout_seconds: number;
  answer_minutes: number;
  most_attempts: number;
  most_per_day: number | null;
  /** of today (UTC), when something was sent today */
  calls_today: number;
  is_enabled: boolean;
  deleted_at: Date | null;
  failures: number;
  open_until: Date | null;
  /** of PostgreSQL's bigint */
  bad_signatures: string;
  bad_signature_at: Date | null;
  bad_signature_reason: string | null;
  created_at: Date;
}

/** Columns that an update may name. */
export interface ModelServiceChange {
  name?: string;
  url?: string;
  most_in_flight?: number;
  timeout_seconds?: number;
  answer_minutes?: number;
  most_attempts?: number;
  most_per_day?: number | null;
  is_enabled?: boolean;
}
export type NewModelService = Required<Omit<ModelServiceChange, 'is_enabled'>> & { id: string; signing_secret: string };

const today = `(muster_now() AT TIME ZONE 'UTC')::date`;
const columns = `id, organization_id, name, url, signing_secret, previous_signing_secret, previous_until, most_in_flight, timeout_seconds,
  answer_minutes, most_attempts, most_per_day, CASE WHEN day = ${today} THEN calls_of_day ELSE 0 END AS calls_today, is_enabled, deleted_at,
  failures, open_until, bad_signatures, bad_signature_at, bad_signature_reason, created_at`;

@Injectable()
export class ModelServicesStore {
  constructor(private readonly database: Database) {}

  /** Before it is known whose it is: an answer has come for it. */
  async findForAnswer(id: string): Promise<ModelServiceRow | undefined> {
    const [row] = await this.database.asSystem<ModelServiceRow>(`SELECT ${columns} FROM model_service WHERE id = $1`, [
      id,
    ]);
    return row;
  }

  /**
   * Services that have something to send, or to give up, or tasks that nobody has asked about yet; those that wait are left out,
   * and those that fail come last. */
  due(limit: number): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT s.organization_id, s.id FROM model_service s
        WHERE s.is_enabled AND s.deleted_at IS NULL AND (s.open_until IS NULL OR s.open_until <= (SELECT muster_now()))
          AND (EXISTS (SELECT FROM model_call c WHERE c.service_id = s.id AND c.ended_at IS NULL AND c.due_at <= (SELECT muster_now()))
            OR EXISTS (SELECT FROM model_service_project p JOIN task t ON t.project_id = p.project_id AND t.prelabel_wait_until IS NOT NULL
                 WHERE p.service_id = s.id AND NOT EXISTS (SELECT FROM model_call c WHERE c.task_id = t.id)))
        ORDER BY s.failures > 0, s.id LIMIT $1`,
      [limit],
    );
  }

  async find(tx: Tx, id: string): Promise<ModelServiceRow | undefined> {
    const sql = `SELECT ${columns} FROM model_service WHERE id = $1 AND deleted_at IS NULL`;
    return (await tx.query<ModelServiceRow>(sql, [id]))[0];
  }

  async lock(tx: Tx, id: string): Promise<ModelServiceRow | undefined> {
    const sql = `SELECT ${columns} FROM model_service WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`;
    return (await tx.query<ModelServiceRow>(sql, [id]))[0];
  }

  async page(tx: Tx, first: number, after: string | null): Promise<{ rows: ModelServiceRow[]; total: number }> {
    const rows = await tx.query<ModelServiceRow>(
      `SELECT ${columns} FROM model_service WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [after, first + 1],
    );
    const [counted] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM model_service WHERE deleted_at IS NULL`,
    );
    return { rows, total: counted!.count };
  }

  async insert(tx: Tx, { id, signing_secret, ...one }: NewModelService): Promise<void> {
    const entries = Object.entries(one);
    await tx.query(
      `INSERT INTO model_service (id, organization_id, signing_secret, ${entries.map(([name]) => name).join(', ')})
       VALUES ($1, $2, $3, ${entries.map((_, index) => `$${index + 4}`).join(', ')})`,
      [id, tx.organizationId, signing_secret, ...entries.map(([, value]) => value)],
    );
  }

  async change(tx: Tx, id: string, change: ModelServiceChange): Promise<void> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    if (entries.length === 0) return;
    const sets = entries.map(([name], index) => `${name} = $${index + 2}`).join(', ');
    await tx.query(`UPDATE model_service SET ${sets} WHERE id = $1`, [id, ...entries.map(([, value]) => value)]);
  }

  /** The old one holds for a day beside the new. */
  async rotate(tx: Tx, id: string, signingSecret: string): Promise<void> {
    await tx.query(
      `UPDATE model_service SET previous_signing_secret = signing_secret, previous_until = muster_now() + interval '24 hours', signing_secret = $2 WHERE id = $1`,
      [id, signingSecret],
    );
  }

  /** Nothing is left of its secrets. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE model_service SET deleted_at = muster_now(), is_enabled = false, signing_secret = NULL, previous_signing_secret = NULL,
              previous_until = NULL WHERE id = $1`,
      [id],
    );
    await tx.query(`DELETE FROM model_service_project WHERE service_id = $1`, [id]);
  }

  async setPace(tx: Tx, id: string, { failures, openUntil }: Pace): Promise<void> {
    await tx.query(`UPDATE model_service SET failures = $2, open_until = $3 WHERE id = $1`, [id, failures, openUntil]);
  }

  async countCall(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE model_service SET calls_of_day = CASE WHEN day = ${today} THEN calls_of_day ELSE 0 END + 1, day = ${today} WHERE id = $1`,
      [id],
    );
  }

  async noteBadSignature(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE model_service SET bad_signatures = bad_signatures + 1, bad_signature_at = muster_now(), bad_signature_reason = $2 WHERE id = $1`,
      [id, reason],
    );
  }

  // Who asks which.

  async ofProject(tx: Tx, projectId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ service_id: string }>(
      `SELECT service_id FROM model_service_project WHERE project_id = $1`,
      [projectId],
    );
    return row?.service_id;
  }

  async setProject(tx: Tx, projectId: string, serviceId: string): Promise<void> {
    await tx.query(
      `INSERT INTO model_service_project (project_id, organization_id, service_id) VALUES ($1, $2, $3)
       ON CONFLICT (project_id) DO UPDATE SET service_id = excluded.service_id`,
      [projectId, tx.organizationId, serviceId],
    );
  }

  async unsetProject(tx: Tx, projectId: string): Promise<void> {
    await tx.query(`DELETE FROM model_service_project WHERE project_id = $1`, [projectId]);
  }

  projectsOf(
    tx: Tx,
    ids: readonly string[],
  ): Promise<{ service_id: string; project_id: string; wait_minutes: number }[]> {
    return tx.query(
      `SELECT m.service_id, m.project_id, p.prelabel_wait_minutes AS wait_minutes FROM model_service_project m JOIN project p ON p.id = m.project_id
        WHERE m.service_id = ANY ($1) ORDER BY m.project_id`,
      [ids],
    );
  }
}
