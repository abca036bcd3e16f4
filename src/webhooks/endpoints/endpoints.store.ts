import { Injectable } from '@nestjs/common';
import { callOut, type Tx } from '../../platform/index.js';
import { dueTopic } from '../sending/sending.store.js';
import type { SignatureKind } from '../sending/signature.rules.js';

export type DisabledWhy = 'ASKED' | 'GONE' | 'FAILING';

/** Without its keys: those are read where something is signed, and nowhere else. */
export interface EndpointRow {
  id: string;
  url: string;
  description: string | null;
  types: string[];
  project_ids: string[];
  client_id: string | null;
  is_ordered: boolean;
  signature: SignatureKind;
  former_until: Date | null;
  is_enabled: boolean;
  disabled_why: DisabledWhy | null;
  disabled_at: Date | null;
  failures: number;
  failing_since: Date | null;
  open_until: Date | null;
  created_at: Date;
}

export type EndpointSettings = Pick<
  EndpointRow,
  'url' | 'description' | 'types' | 'project_ids' | 'client_id' | 'is_ordered'
>;

const columns = `id, url, description, types, project_ids, client_id, is_ordered, signature, former_until, is_enabled, disabled_why,
  disabled_at, failures, failing_since, open_until, created_at`;
const closed = `failures = 0, failing_since = NULL, open_until = NULL`;

@Injectable()
export class EndpointsStore {
  /** Whoever counts or changes the organization's endpoints takes turns. */
  async takeTurn(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 40))`, [tx.organizationId]);
  }

  async count(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM webhook_endpoint WHERE deleted_at IS NULL`,
    );
    return row!.count;
  }

  async insert(
    tx: Tx,
    row: EndpointSettings & { id: string; signature: SignatureKind; secret: string; created_by: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO webhook_endpoint (id, organization_id, url, description, types, project_ids, client_id, is_ordered, signature, secret, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id,
        tx.organizationId,
        row.url,
        row.description,
        row.types,
        row.project_ids,
        row.client_id,
        row.is_ordered,
        row.signature,
        row.secret,
        row.created_by,
      ],
    );
  }

  async find(tx: Tx, id: string): Promise<EndpointRow | null> {
    const [row] = await tx.query<EndpointRow>(
      `SELECT ${columns} FROM webhook_endpoint WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    return row ?? null;
  }

  async lock(tx: Tx, id: string): Promise<EndpointRow | null> {
    const [row] = await tx.query<EndpointRow>(
      `SELECT ${columns} FROM webhook_endpoint WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`,
      [id],
    );
    return row ?? null;
  }

  async page(tx: Tx, first: number, after: string | null): Promise<{ rows: EndpointRow[]; total: number }> {
    const rows = await tx.query<EndpointRow>(
      `SELECT ${columns} FROM webhook_endpoint WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [after, first + 1],
    );
    return { rows, total: await this.count(tx) };
  }

  async update(tx: Tx, id: string, settings: EndpointSettings): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoint SET url = $2, description = $3, types = $4, project_ids = $5, client_id = $6, is_ordered = $7 WHERE id = $1`,
      [
        id,
        settings.url,
        settings.description,
        settings.types,
        settings.project_ids,
        settings.client_id,
        settings.is_ordered,
      ],
    );
  }

  async enable(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoint SET is_enabled = true, disabled_why = NULL, disabled_at = NULL, ${closed} WHERE id = $1`,
      [id],
    );
    await callOut(tx, dueTopic);
  }

  /** What still waits for it is failed: it can be replayed once the endpoint is enabled again. */
  async disable(tx: Tx, id: string, why: DisabledWhy): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoint SET is_enabled = false, disabled_why = $2, disabled_at = muster_now() WHERE id = $1`,
      [id, why],
    );
    await tx.query(
      `UPDATE webhook_delivery SET state = 'FAILED', error = coalesce(error, 'The endpoint was disabled.')
        WHERE endpoint_id = $1 AND state = 'PENDING'`,
      [id],
    );
  }

  /** The row stays as long as its deliveries do; its keys do not. */
  async markDeleted(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoint SET deleted_at = muster_now(), secret = '', former_secret = NULL, former_until = NULL WHERE id = $1`,
      [id],
    );
  }

  /** The key of before is valid beside the new one for so many hours; the one before that no longer. */
  async rotate(tx: Tx, id: string, secret: string, hours: number): Promise<void> {
    await tx.query(
      `UPDATE webhook_endpoint SET former_secret = secret, former_until = muster_now() + $3 * interval '1 hour', secret = $2 WHERE id = $1`,
      [id, secret, hours],
    );
  }

  /** Every type that an enabled endpoint asks for; with one that asks for all, all of these. */
  async typesWanted(tx: Tx, all: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ type: string }>(
      `SELECT DISTINCT t.type FROM webhook_endpoint e, unnest(CASE WHEN cardinality(e.types) = 0 THEN $1::text[] ELSE e.types END) t (type)
        WHERE e.is_enabled AND t.type = ANY ($1)`,
      [all],
    );
    return rows.map(({ type }) => type);
  }
}
