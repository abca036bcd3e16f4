import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { callOut, type Tx } from '../../platform/index.js';
import { dueTopic } from '../sending/sending.store.js';

export const deliveryStates = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  type: string;
  body: string;
  state: DeliveryState;
  attempts: number;
  due_at: Date;
  occurred_at: Date;
  created_at: Date;
  attempted_at: Date | null;
  status: number | null;
  milliseconds: number | null;
  answer: string | null;
  error: string | null;
}

/** One attempt: an answer with its status, or why there was none. */
export interface AttemptRow {
  at: Date;
  status: number | null;
  milliseconds: number | null;
  answer: string | null;
  error: string | null;
}
type Earlier = [at: string, status: number | null, milliseconds: number, answer: string | null, error: string | null];

export interface DeliveryFilter {
  endpointId: string | null;
  state: DeliveryState | null;
  type: string | null;
}

export interface NewDelivery {
  id: string;
  organizationId: string;
  endpointId: string;
  eventId: string;
  type: string;
  subjectId: string;
  occurredAt: Date;
  body: string;
}

/** Which of them are sent again; each leaves out what waits to be sent anyway. */
export type Replayed =
  { ids: string[] } | { endpointId: string; failed: true } | { endpointId: string; from: Date; to: Date };

export interface ListeningEndpoint {
  id: string;
  organization_id: string;
  types: string[];
  project_ids: string[];
  client_id: string | null;
}

const columns = `id, endpoint_id, event_id, type, body, state, attempts, due_at, occurred_at, created_at, attempted_at, status,
  milliseconds, answer, error`;
const matching = `($1::uuid IS NULL OR endpoint_id = $1) AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR type = $3)`;
const days = 30;

@Injectable()
export class DeliveriesStore {
  /** Newest first: ids are time-ordered. */
  async page(tx: Tx, filter: DeliveryFilter, first: number, after: string | null) {
    const values = [filter.endpointId, filter.state, filter.type];
    const rows = await tx.query<DeliveryRow>(
      `SELECT ${columns} FROM webhook_delivery WHERE ${matching} AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
      [...values, after, first + 1],
    );
    const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM webhook_delivery WHERE ${matching}`,
      values,
    );
    return { rows, total };
  }

  async find(tx: Tx, id: string): Promise<DeliveryRow | null> {
    const [row] = await tx.query<DeliveryRow>(`SELECT ${columns} FROM webhook_delivery WHERE id = $1`, [id]);
    return row ?? null;
  }

  /** Every attempt of each, the first one first. */
  async attempts(tx: Tx, ids: readonly string[]): Promise<Map<string, AttemptRow[]>> {
    const rows = await tx.query<DeliveryRow & { earlier: Earlier[] | null }>(
      `SELECT id, earlier, attempted_at, status, milliseconds, answer, error FROM webhook_delivery WHERE id = ANY ($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, attemptsOf(row)]));
  }

  async insert(tx: Tx, delivery: NewDelivery): Promise<void> {
    await tx.query(insertSql, valuesOf([delivery]));
    await callOut(tx, dueTopic);
  }

  /** Idempotent: an event goes to an endpoint once, however often it is relayed. */
  async insertAll(client: PoolClient, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length > 0) await client.query(insertSql, valuesOf(deliveries));
  }

  async listening(client: PoolClient, organizationIds: readonly string[]): Promise<ListeningEndpoint[]> {
    const { rows } = await client.query<ListeningEndpoint>(
      `SELECT id, organization_id, types, project_ids, client_id FROM webhook_endpoint
        WHERE organization_id = ANY ($1) AND is_enabled AND deleted_at IS NULL`,
      [organizationIds],
    );
    return rows;
  }

  /** The projects of each client: those that are open to one of their teams. */
  async projectsOf(client: PoolClient, clientIds: readonly string[]): Promise<{ id: string; projectId: string }[]> {
    const { rows } = await client.query<{ id: string; projectId: string }>(
      `SELECT m.member_id AS id, p.project_id AS "projectId" FROM team_member m JOIN project_team p ON p.team_id = m.team_id
        WHERE m.member_id = ANY ($1)`,
      [clientIds],
    );
    return rows;
  }

  /** Due now, with all attempts before them; the oldest first, and `most` of them at most. */
  async replay(tx: Tx, replayed: Replayed, most: number): Promise<number> {
    const [which, values] = whichOf(replayed);
    const [row] = await tx.query<{ count: number }>(
      `WITH chosen AS (
         SELECT d.id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
          WHERE e.is_enabled AND d.state <> 'PENDING' AND d.created_at > muster_now() - interval '${days} days' AND ${which}
          ORDER BY d.id LIMIT $1 FOR UPDATE OF d),
       again AS (
         UPDATE webhook_delivery d SET state = 'PENDING', attempts = 0, due_at = muster_now() FROM chosen
          WHERE d.id = chosen.id RETURNING 1)
       SELECT count(*)::int AS count FROM again`,
      [most, ...values],
    );
    if (row!.count > 0) await callOut(tx, dueTopic);
    return row!.count;
  }

  /** Those of the endpoints of these deliveries that are not enabled. */
  async areEnabled(tx: Tx, replayed: Replayed): Promise<boolean> {
    const rows = await tx.query(
      'ids' in replayed
        ? `SELECT FROM webhook_endpoint e JOIN webhook_delivery d ON d.endpoint_id = e.id WHERE d.id = ANY ($1) AND NOT e.is_enabled LIMIT 1`
        : `SELECT FROM webhook_endpoint WHERE id = $1 AND NOT is_enabled`,
      ['ids' in replayed ? replayed.ids : replayed.endpointId],
    );
    return rows.length === 0;
  }
}

function whichOf(replayed: Replayed): [string, unknown[]] {
  if ('ids' in replayed) return ['d.id = ANY ($2)', [replayed.ids]];
  if ('failed' in replayed) return [`d.endpoint_id = $2 AND d.state = 'FAILED'`, [replayed.endpointId]];
  const { endpointId, from, to } = replayed;
  return ['d.endpoint_id = $2 AND d.occurred_at >= $3 AND d.occurred_at < $4', [endpointId, from, to]];
}

function attemptsOf({ earlier, attempted_at: at, ...row }: DeliveryRow & { earlier: Earlier[] | null }): AttemptRow[] {
  const { status, milliseconds, answer, error } = row;
  const before = (earlier ?? []).map(([at, status, milliseconds, answer, error]) => {
    return { at: new Date(at), status, milliseconds, answer, error };
  });
  const all = at ? [...before, { at, status, milliseconds, answer, error }] : before;
  // That the endpoint was disabled afterwards is said of the delivery; of an attempt that was answered it says nothing.
  return all.map((one) => ({ ...one, error: one.status === null ? one.error : null }));
}

const insertSql = `
  INSERT INTO webhook_delivery (id, organization_id, endpoint_id, event_id, type, subject_id, occurred_at, body, due_at)
  SELECT n.*, muster_now() FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[], $8::text[]) n
  ON CONFLICT (event_id, endpoint_id) DO NOTHING`;

const valuesOf = (rows: readonly NewDelivery[]): unknown[] => [
  rows.map((row) => row.id),
  rows.map((row) => row.organizationId),
  rows.map((row) => row.endpointId),
  rows.map((row) => row.eventId),
  rows.map((row) => row.type),
  rows.map((row) => row.subjectId),
  rows.map((row) => row.occurredAt),
  rows.map((row) => row.body),
];
