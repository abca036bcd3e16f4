import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';
import type { ConnectionKind } from '../connector.types.js';

export interface ConnectionRow {
  id: string;
  organization_id: string;
  kind: ConnectionKind;
  name: string;
  settings: unknown;
  signing_secret: string | null;
  previous_signing_secret: string | null;
  previous_until: Date | null;
  api_secret: string | null;
  body_limit_kilobytes: number;
  reconcile_minutes: number;
  refuses_others: boolean;
  is_enabled: boolean;
  deleted_at: Date | null;
  /** of PostgreSQL's bigint */
  bad_signatures: string;
  bad_signature_at: Date | null;
  bad_signature_reason: string | null;
  reconciled_to: Date | null;
  reconcile_ended_at: Date | null;
  reconcile_error: string | null;
  created_at: Date;
}

export interface NewConnection {
  id: string;
  kind: ConnectionKind;
  name: string;
  settings: unknown;
  signingSecret: string;
  apiSecret: string | null;
  bodyLimitKilobytes: number;
  reconcileMinutes: number;
  refusesOthers: boolean;
}

const columns = `id, organization_id, kind, name, settings, signing_secret, previous_signing_secret, previous_until, api_secret,
  body_limit_kilobytes, reconcile_minutes, refuses_others, is_enabled, deleted_at, bad_signatures, bad_signature_at,
  bad_signature_reason, reconciled_to, reconcile_ended_at, reconcile_error, created_at`;

/** Columns that an update may name. */
export interface ConnectionChange {
  name?: string;
  settings?: unknown;
  api_secret?: string | null;
  body_limit_kilobytes?: number;
  reconcile_minutes?: number;
  refuses_others?: boolean;
  is_enabled?: boolean;
}

@Injectable()
export class ConnectionsStore {
  constructor(private readonly database: Database) {}

  /** Before it is known whose it is: a message has come for it. */
  async findForMessage(id: string): Promise<ConnectionRow | undefined> {
    const [row] = await this.database.asSystem<ConnectionRow>(`SELECT ${columns} FROM connection WHERE id = $1`, [id]);
    return row;
  }

  async find(tx: Tx, id: string): Promise<ConnectionRow | undefined> {
    const [row] = await tx.query<ConnectionRow>(
      `SELECT ${columns} FROM connection WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    return row;
  }

  async lock(tx: Tx, id: string): Promise<ConnectionRow | undefined> {
    const [row] = await tx.query<ConnectionRow>(
      `SELECT ${columns} FROM connection WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`,
      [id],
    );
    return row;
  }

  page(tx: Tx, first: number, after: string | null): Promise<ConnectionRow[]> {
    return tx.query<ConnectionRow>(
      `SELECT ${columns} FROM connection WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [after, first + 1],
    );
  }

  async count(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM connection WHERE deleted_at IS NULL`,
    );
    return row!.count;
  }

  async insert(tx: Tx, one: NewConnection): Promise<void> {
    await tx.query(
      `INSERT INTO connection (id, organization_id, kind, name, settings, signing_secret, api_secret, body_limit_kilobytes,
         reconcile_minutes, refuses_others, reconciled_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, muster_now())`,
      [
        one.id,
        tx.organizationId,
        one.kind,
        one.name,
        JSON.stringify(one.settings),
        one.signingSecret,
        one.apiSecret,
        one.bodyLimitKilobytes,
        one.reconcileMinutes,
        one.refusesOthers,
      ],
    );
  }

  async change(tx: Tx, id: string, change: ConnectionChange): Promise<void> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    if (entries.length === 0) return;
    const sets = entries.map(([name], index) => `${name} = $${index + 2}`).join(', ');
    const values = entries.map(([name, value]) => (name === 'settings' ? JSON.stringify(value) : value));
    await tx.query(`UPDATE connection SET ${sets} WHERE id = $1`, [id, ...values]);
  }

  /** The old one holds for a day beside the new. */
  async rotate(tx: Tx, id: string, signingSecret: string): Promise<void> {
    await tx.query(
      `UPDATE connection SET previous_signing_secret = signing_secret, previous_until = muster_now() + interval '24 hours', signing_secret = $2 WHERE id = $1`,
      [id, signingSecret],
    );
  }

  /** Nothing is left of its secrets. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE connection SET deleted_at = muster_now(), is_enabled = false, signing_secret = NULL, previous_signing_secret = NULL,
              previous_until = NULL, api_secret = NULL WHERE id = $1`,
      [id],
    );
    await tx.query(`DELETE FROM connection_project WHERE connection_id = $1`, [id]);
    await tx.query(`DELETE FROM tool_user WHERE connection_id = $1`, [id]);
  }

  async projectsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tx.query<{ connection_id: string; project_ids: string[] }>(
      `SELECT connection_id, array_agg(project_id ORDER BY project_id) AS project_ids FROM connection_project
        WHERE connection_id = ANY ($1) GROUP BY connection_id`,
      [ids],
    );
    return new Map(rows.map((row) => [row.connection_id, row.project_ids]));
  }

  /** @returns a project that has another connection already, or null */
  async setProjects(tx: Tx, id: string, projectIds: readonly string[]): Promise<string | null> {
    await tx.query(`DELETE FROM connection_project WHERE connection_id = $1 AND project_id <> ALL ($2)`, [
      id,
      projectIds,
    ]);
    await tx.query(
      `INSERT INTO connection_project (project_id, organization_id, connection_id) SELECT p, $2, $3 FROM unnest($1::uuid[]) p ON CONFLICT DO NOTHING`,
      [projectIds, tx.organizationId, id],
    );
    const [taken] = await tx.query<{ project_id: string }>(
      `SELECT project_id FROM connection_project WHERE project_id = ANY ($1) AND connection_id <> $2 LIMIT 1`,
      [projectIds, id],
    );
    return taken?.project_id ?? null;
  }

  async ofProject(tx: Tx, projectId: string): Promise<ConnectionRow | undefined> {
    const [row] = await tx.query<ConnectionRow>(
      `SELECT ${columns} FROM connection WHERE id = (SELECT connection_id FROM connection_project WHERE project_id = $1) AND is_enabled`,
      [projectId],
    );
    return row;
  }

  async usersOf(tx: Tx, id: string): Promise<{ tool_user: string; member_id: string }[]> {
    return tx.query(`SELECT tool_user, member_id FROM tool_user WHERE connection_id = $1 ORDER BY tool_user`, [id]);
  }

  async setUsers(tx: Tx, id: string, users: readonly { toolUser: string; memberId: string }[]): Promise<void> {
    await tx.query(`DELETE FROM tool_user WHERE connection_id = $1`, [id]);
    await tx.query(
      `INSERT INTO tool_user (organization_id, connection_id, tool_user, member_id)
       SELECT $1, $2, u ->> 'toolUser', (u ->> 'memberId')::uuid FROM jsonb_array_elements($3::jsonb) u`,
      [tx.organizationId, id, JSON.stringify(users)],
    );
  }

  async countMembers(tx: Tx, ids: readonly string[]): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM member WHERE id = ANY ($1)`, [
      ids,
    ]);
    return row!.count;
  }

  async noteBadSignature(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE connection SET bad_signatures = bad_signatures + 1, bad_signature_at = muster_now(), bad_signature_reason = $2 WHERE id = $1`,
      [id, reason],
    );
  }
}
