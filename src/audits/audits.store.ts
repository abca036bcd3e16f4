import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/index.js';
import type { Findings, LockedLot, LotRow, LotState, Plans, Remedy } from './audit.types.js';

const names = [
  ...['id', 'project_id', 'batch_id', 'team_id', 'round', 'state', 'is_resubmitted', 'is_committed_before', 'policy_version', 'rule', 'sequential'],
  ...['commitment', 'seed', 'published_at', 'keys_digest', 'lot_size', 'sample_size', 'inspection', 'plans', 'verdict'],
  ...['reasons', 'findings', 'judged_at', 'decided_by', 'decided_at', 'decision_reason', 'remedy', 'mended_at'],
  ...['void_reason', 'created_at'],
]; // prettier-ignore
/** All but the keys, which may be very many. */
const columns = `${names.map((name) => `l.${name}`).join(', ')}, (SELECT t.name FROM team t WHERE t.id = l.team_id) AS team_name`;

/** An item of the batch as it stands, to be drawn from. */
export interface LotItem {
  task_id: string;
  external_key: string;
  result_id: string;
}

export type NewLot = Pick<
  LotRow,
  'id' | 'project_id' | 'batch_id' | 'commitment' | 'policy_version' | 'rule' | 'sequential' | 'is_committed_before'
> & {
  seed: string | null;
  openedBy: string;
};

@Injectable()
export class AuditsStore {
  constructor(private readonly database: Database) {}

  async find(tx: Tx, id: string): Promise<LotRow | undefined> {
    return (await tx.query<LotRow>(`SELECT ${columns} FROM audit_lot l WHERE l.id = $1`, [id]))[0];
  }

  /** Oldest first. */
  ofBatch(tx: Tx, batchId: string): Promise<LotRow[]> {
    return tx.query<LotRow>(`SELECT ${columns} FROM audit_lot l WHERE l.batch_id = $1 ORDER BY l.round`, [batchId]);
  }

  /** The batch must be locked by now. */
  async lock(tx: Tx, id: string): Promise<LockedLot | undefined> {
    const [row] = await tx.query<LockedLot>(
      `SELECT ${columns}, b.state AS batch_state, l.completed_at IS DISTINCT FROM b.completed_at AS is_outdated
         FROM audit_lot l JOIN batch b ON b.id = l.batch_id WHERE l.id = $1 FOR UPDATE OF l`,
      [id],
    );
    return row;
  }

  /** The next round of its batch. One that was judged before makes it a lot that comes again. */
  async insert(tx: Tx, lot: NewLot): Promise<void> {
    await tx.query(
      `INSERT INTO audit_lot (id, organization_id, project_id, batch_id, round, is_resubmitted, is_committed_before, policy_version, rule, commitment, opened_by, sequential)
       SELECT $1, $2, $3, $4, coalesce(max(round), 0) + 1, coalesce(bool_or(verdict IS NOT NULL), false), $5, $6, $7, $8, $9, $10
         FROM audit_lot WHERE batch_id = $4`,
      [
        lot.id,
        tx.organizationId,
        lot.project_id,
        lot.batch_id,
        lot.is_committed_before,
        lot.policy_version,
        JSON.stringify(lot.rule),
        lot.commitment,
        lot.openedBy,
        lot.sequential && JSON.stringify(lot.sequential),
      ],
    );
    if (lot.seed === null) return;
    await tx.query(`INSERT INTO audit_secret (lot_id, organization_id, seed) VALUES ($1, $2, $3)`, [
      lot.id,
      tx.organizationId,
      lot.seed,
    ]);
  }

  /** Undefined when the client has it. */
  async secretOf(tx: Tx, lotId: string): Promise<string | undefined> {
    return (await tx.query<{ seed: string }>(`SELECT seed FROM audit_secret WHERE lot_id = $1`, [lotId]))[0]?.seed;
  }

  /** @param keys all when left out */
  itemsOfBatch(tx: Tx, batchId: string, keys: readonly string[] | null = null): Promise<LotItem[]> {
    return tx.query<LotItem>(
      `SELECT t.id AS task_id, t.external_key, r.id AS result_id FROM task t JOIN result r ON r.task_id = t.id AND r.is_current
        WHERE t.batch_id = $1 AND t.state = 'SETTLED' AND ($2::text[] IS NULL OR t.external_key = ANY ($2)) ORDER BY t.id`,
      [batchId, keys],
    );
  }

  async fix(
    tx: Tx,
    id: string,
    fixed: {
      keys: string[];
      digest: string;
      sampleSize: number;
      inspection: string;
      plans: Plans;
      teamId: string | null;
    },
  ): Promise<void> {
    await tx.query(
      `UPDATE audit_lot l SET state = 'FIXED', keys = $2, keys_digest = $3, lot_size = cardinality($2::text[]), sample_size = $4, inspection = $5,
              plans = $6, team_id = $7, completed_at = b.completed_at FROM batch b WHERE b.id = l.batch_id AND l.id = $1`,
      [id, fixed.keys, fixed.digest, fixed.sampleSize, fixed.inspection, JSON.stringify(fixed.plans), fixed.teamId],
    );
  }

  async publish(tx: Tx, id: string, seed: string): Promise<void> {
    await tx.query(`UPDATE audit_lot SET state = 'OPEN', seed = $2, published_at = muster_now() WHERE id = $1`, [
      id,
      seed,
    ]);
  }

  async keysOf(tx: Tx, id: string): Promise<string[]> {
    return (await tx.query<{ keys: string[] | null }>(`SELECT keys FROM audit_lot WHERE id = $1`, [id]))[0]?.keys ?? [];
  }

  /** @param sampleSize how many items decided it */
  async judge(tx: Tx, id: string, verdict: string, reasons: string[], findings: Findings, sampleSize: number) {
    await tx.query(
      `UPDATE audit_lot SET state = 'JUDGED', verdict = $2, reasons = $3, findings = $4, sample_size = $5, judged_at = muster_now() WHERE id = $1`,
      [id, verdict, reasons, JSON.stringify(findings), sampleSize],
    );
  }

  /** @param by null: the policy */
  async decide(
    tx: Tx,
    id: string,
    state: LotState,
    { by, reason, remedy = null }: { by: string | null; reason: string; remedy?: Remedy | null },
  ): Promise<void> {
    await tx.query(
      `UPDATE audit_lot SET state = $2, decided_by = $3, decision_reason = $4, remedy = $5, decided_at = muster_now() WHERE id = $1`,
      [id, state, by, reason, remedy],
    );
  }

  async mended(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE audit_lot SET mended_at = muster_now() WHERE id = $1`, [id]);
  }

  async makeVoid(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(`UPDATE audit_lot SET state = 'VOID', void_reason = $2 WHERE id = $1`, [id, reason]);
  }

  /** A returned lot of the batch that is still being mended: nothing is drawn from it meanwhile. */
  async isBeingMended(tx: Tx, batchId: string): Promise<boolean> {
    const found = await tx.query(
      `SELECT FROM audit_lot WHERE batch_id = $1 AND state = 'RETURNED' AND mended_at IS NULL LIMIT 1`,
      [batchId],
    );
    return found.length > 0;
  }

  /** Lots that may have something to do, of a batch, of a project, or those that look at a task. */
  async unfinished(tx: Tx, of: { batchId?: string; projectId?: string; taskId?: string }): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT l.id FROM audit_lot l WHERE (l.state IN ('COMMITTED', 'FIXED', 'OPEN', 'JUDGED') OR (l.state = 'RETURNED' AND l.mended_at IS NULL))
          AND ($1::uuid IS NULL OR l.batch_id = $1) AND ($2::uuid IS NULL OR l.project_id = $2)
          AND ($3::uuid IS NULL OR EXISTS (SELECT FROM audit_item i WHERE i.lot_id = l.id AND i.task_id = $3 AND i.verdict_id IS NULL))
        ORDER BY l.created_at`,
      [of.batchId ?? null, of.projectId ?? null, of.taskId ?? null],
    );
    return rows.map(({ id }) => id);
  }

  /** In every organization. In no order: those that wait long for people must not keep the others from their turn. */
  someUnfinished(limit: number): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT organization_id, id FROM audit_lot WHERE state IN ('COMMITTED', 'OPEN') OR (state = 'RETURNED' AND mended_at IS NULL)
        ORDER BY random() LIMIT $1`,
      [limit],
    );
  }
}
