import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';

export interface LedgerRow {
  id: string;
  assignment_id: string;
  task_id: string;
  member_id: string;
  external_id: string | null;
  placed_at: Date | null;
  place_error: string | null;
  read_error: string | null;
  is_gone: boolean;
  says: string;
  says_labels: unknown;
  left_out: string[];
  other_user: string | null;
  tool_seconds: number | null;
  difference: string | null;
  difference_why: string | null;
  settled_at: Date | null;
  told_refusal_at: Date | null;
  assignment_state: string;
  submission_state: string | null;
}

export interface Probed {
  organization_id: string;
  id: string;
}

@Injectable()
export class ReconcileStore {
  constructor(private readonly database: Database) {}

  due(): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id, id FROM connection WHERE is_enabled AND deleted_at IS NULL AND reconcile_due_at <= muster_now() ORDER BY reconcile_due_at LIMIT 50`,
    );
  }

  /** One at a time: whoever gets it has it for ten minutes. Answers since when changes are to be read, and what time it is. */
  async begin(tx: Tx, id: string, isForced: boolean): Promise<{ since: Date; now: Date } | undefined> {
    const [row] = await tx.query<{ since: Date; now: Date }>(
      `UPDATE connection SET reconcile_due_at = muster_now() + interval '10 minutes'
        WHERE id = $1 AND is_enabled AND ($2 OR reconcile_due_at <= muster_now())
        RETURNING coalesce(reconciled_to, created_at) AS since, muster_now() AS now`,
      [id, isForced],
    );
    return row;
  }

  async end(tx: Tx, id: string, to: Date | null, error: string | null): Promise<void> {
    await tx.query(
      `UPDATE connection SET reconciled_to = coalesce($2, reconciled_to), reconcile_error = $3, reconcile_ended_at = muster_now(),
              reconcile_due_at = muster_now() + reconcile_minutes * interval '1 minute' WHERE id = $1`,
      [id, to, error?.slice(0, 1000) ?? null],
    );
  }

  async itemsNamed(tx: Tx, connectionId: string, externalIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM tool_item WHERE connection_id = $1 AND external_id = ANY ($2) ORDER BY id`,
      [connectionId, externalIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Work that is held, and what could not be read: looked at whatever the tool says has changed. */
  async live(tx: Tx, connectionId: string, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT i.id FROM tool_item i JOIN assignment a ON a.id = i.assignment_id
        WHERE i.connection_id = $1 AND i.external_id IS NOT NULL AND ($2::uuid IS NULL OR i.id > $2)
          AND (a.state = 'ACTIVE' OR i.is_read_wanted OR i.read_error IS NOT NULL) ORDER BY i.id LIMIT $3`,
      [connectionId, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Items that wait to be read from their tool. */
  unread(limit: number): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT i.organization_id, i.id FROM tool_item i JOIN connection c ON c.id = i.connection_id
        WHERE i.is_read_wanted AND i.external_id IS NOT NULL AND i.read_after <= muster_now() AND c.is_enabled ORDER BY i.read_after LIMIT $1`,
      [limit],
    );
  }

  /** Placed work whose lease ends within the minute, and whose tool has not been asked whether it is done. */
  ending(limit: number): Promise<Probed[]> {
    return this.database.asSystem<Probed>(
      `SELECT i.organization_id, i.id FROM assignment a JOIN tool_item i ON i.assignment_id = a.id JOIN connection c ON c.id = i.connection_id
        WHERE a.state = 'ACTIVE' AND a.lease_expires_at > muster_now() AND a.lease_expires_at <= muster_now() + interval '1 minute'
          AND i.external_id IS NOT NULL AND c.is_enabled AND i.probed_for IS DISTINCT FROM a.lease_expires_at
        ORDER BY a.lease_expires_at LIMIT $1`,
      [limit],
    );
  }

  /** Until when the lease may be kept for the probe: five minutes from its own end, and no longer when it was kept before. */
  async grace(tx: Tx, itemId: string): Promise<Date> {
    const [row] = await tx.query<{ grace_until: Date }>(
      `UPDATE tool_item i SET grace_until = CASE WHEN i.grace_until >= a.lease_expires_at THEN i.grace_until
              ELSE a.lease_expires_at + interval '5 minutes' END
         FROM assignment a WHERE a.id = i.assignment_id AND i.id = $1 RETURNING i.grace_until`,
      [itemId],
    );
    return row!.grace_until;
  }

  /** Nothing more is asked for this lease, unless it is renewed. */
  async probed(tx: Tx, itemId: string): Promise<void> {
    await tx.query(
      `UPDATE tool_item i SET probed_for = a.lease_expires_at FROM assignment a WHERE a.id = i.assignment_id AND i.id = $1`,
      [itemId],
    );
  }

  async ledger(tx: Tx, connectionId: string, onlyDifferences: boolean, first: number, after: string | null) {
    // What is not there yet, cannot be read or is not the same in both.
    const differs = `(i.difference IS NOT NULL OR i.read_error IS NOT NULL OR i.place_error IS NOT NULL OR (i.is_gone AND a.state = 'ACTIVE'))`;
    const from = `FROM tool_item i JOIN assignment a ON a.id = i.assignment_id WHERE i.connection_id = $1 AND (NOT $2 OR ${differs})`;
    const rows = await tx.query<LedgerRow>(
      `SELECT i.id, i.assignment_id, i.task_id, i.member_id, i.external_id, i.placed_at, i.place_error, i.read_error, i.is_gone, i.says, i.says_labels,
              i.left_out, i.other_user, i.tool_seconds, i.difference, i.difference_why, i.settled_at, i.told_refusal_at, a.state AS assignment_state,
              (SELECT CASE s.state WHEN 'GOLD' THEN 'COUNTED' ELSE s.state END FROM submission s WHERE s.assignment_id = a.id ORDER BY s.id DESC LIMIT 1) AS submission_state
         ${from} AND ($3::uuid IS NULL OR i.id < $3) ORDER BY i.id DESC LIMIT $4`,
      [connectionId, onlyDifferences, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count ${from}`, [
      connectionId,
      onlyDifferences,
    ]);
    return { rows, total: total!.count };
  }
}
