import { Injectable } from '@nestjs/common';
import { Database, newId, type Tx } from '../../platform/index.js';

export const inboxStates = ['RECEIVED', 'APPLIED', 'SUPERSEDED', 'PARKED', 'IGNORED', 'FAILED'] as const;
export type InboxState = (typeof inboxStates)[number];

export interface InboxRow {
  id: string;
  connection_id: string;
  body: string;
  bytes: number;
  state: InboxState;
  sentence: string | null;
  event: string | null;
  items: string[];
  attempts: number;
  retry_at: Date | null;
  received_at: Date;
  applied_at: Date | null;
}

export interface Applied {
  state: InboxState;
  sentence: string | null;
  event: string | null;
  items: readonly string[];
  /** PARKED: in how many seconds it is tried again */
  retrySeconds: number | null;
}

const columns = `id, connection_id, body, bytes, state, sentence, event, items, attempts, retry_at, received_at, applied_at`;
/** Words of a tool, as far as PostgreSQL can keep them. */
const kept = (text: string | null, most: number): string | null =>
  text?.slice(0, most).replace(/[\0\p{Surrogate}]/gu, '\uFFFD') ?? null;

const keptDays = 30;
const sliceSize = 2000;

@Injectable()
export class InboxStore {
  constructor(private readonly database: Database) {}

  /** The message and the news of it, in one statement. Nothing when it was here before. */
  async keep(tx: Tx, connectionId: string, deliveryKey: string, body: string, bytes: number): Promise<boolean> {
    const rows = await tx.query(
      `WITH kept AS (
         INSERT INTO inbox (id, organization_id, connection_id, delivery_key, body, bytes) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (connection_id, delivery_key) DO NOTHING RETURNING id)
       INSERT INTO event (organization_id, type, subject_id, data)
       SELECT $2, 'inbox.received', id, jsonb_build_object('connectionId', $3::uuid) FROM kept RETURNING subject_id`,
      [newId(), tx.organizationId, connectionId, deliveryKey, body, bytes],
    );
    return rows.length > 0;
  }

  async lock(tx: Tx, id: string): Promise<InboxRow | undefined> {
    const [row] = await tx.query<InboxRow>(`SELECT ${columns} FROM inbox WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  async applied(tx: Tx, id: string, { state, sentence, event, items, retrySeconds }: Applied): Promise<void> {
    await tx.query(
      `UPDATE inbox SET state = $2, sentence = $3, event = $4, items = $5, attempts = attempts + 1, applied_at = muster_now(),
              retry_at = CASE WHEN $6::float8 IS NULL THEN NULL ELSE muster_now() + $6::float8 * interval '1 second' END WHERE id = $1`,
      [
        id,
        state,
        kept(sentence, 2000),
        kept(event, 200),
        items.slice(0, 1000).map((item) => kept(item, 300)),
        retrySeconds,
      ],
    );
  }

  /** What was received and somehow forgotten, and what is parked and due. */
  due(limit: number): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `(SELECT organization_id, id FROM inbox WHERE state = 'RECEIVED' AND received_at < muster_now() - interval '20 seconds' ORDER BY received_at LIMIT $1)
       UNION ALL (SELECT organization_id, id FROM inbox WHERE state = 'PARKED' AND retry_at <= muster_now() ORDER BY retry_at LIMIT $1)`,
      [limit],
    );
  }

  async page(tx: Tx, connectionId: string, states: readonly InboxState[] | null, first: number, after: string | null) {
    const from = `FROM inbox WHERE connection_id = $1 AND ($2::text[] IS NULL OR state = ANY ($2))`;
    const rows = await tx.query<InboxRow>(
      `SELECT ${columns} ${from} AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [connectionId, states, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, [connectionId, states]);
    return { rows, total: total!.count };
  }

  /** As if they had just come. */
  replay(tx: Tx, connectionId: string, ids: readonly string[]): Promise<InboxRow[]> {
    return tx.query<InboxRow>(
      `UPDATE inbox SET state = 'RECEIVED', sentence = NULL, attempts = 0, retry_at = NULL
        WHERE connection_id = $1 AND id = ANY ($2) RETURNING ${columns}`,
      [connectionId, ids],
    );
  }

  /** Beyond 30 days nobody replays a message. */
  async letGo(): Promise<void> {
    for (let count = sliceSize; count === sliceSize;) {
      const [row] = await this.database.asSystem<{ count: number }>(
        `WITH gone AS (DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox WHERE received_at < muster_now() - ${keptDays} * interval '1 day'
           LIMIT ${sliceSize}) RETURNING 1) SELECT count(*)::int AS count FROM gone`,
      );
      count = row!.count;
    }
  }
}
