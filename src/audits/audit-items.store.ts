import { Injectable } from '@nestjs/common';
import type { Label } from '../labels/index.js';
import type { Tx } from '../platform/index.js';
import type { Severity } from '../quality/index.js';
import type { ItemRow, Stratum } from './audit.types.js';

export interface UnseatedItem {
  id: string;
  task_id: string;
  stratum: Stratum;
  labels: Label[];
  isCurrent: boolean;
}

/** A verdict on an item that was not taken yet. */
export interface NewVerdict {
  itemId: string;
  taskId: string;
  resultId: string;
  stratum: Stratum;
  verdictId: string;
  decision: 'ACCEPT' | 'FIX' | 'REJECT';
  errors: { severity: Severity }[];
}

export interface RiskyItem {
  task_id: string;
  external_key: string;
  result_id: string;
  confidence: number | null;
  agreement: number | null;
}

/** Items to mend: what the auditor's word was, as long as the result is still the one they saw. */
export interface ItemToMend {
  task_id: string;
  result_id: string;
  verdict_id: string;
  decision: 'FIX' | 'REJECT';
  labels: Label[] | null;
}

/**
 * Of items `i` without a verdict, those that nobody may judge: no reviewer of the project's teams is without a part in them. Whoever
 * is off shift, paused or not qualified for now is no reason to look for others.
 */
export const nobodyMayJudge = (projectId: string): string =>
  `(NOT EXISTS (SELECT FROM assignment a WHERE a.slot_id = i.slot_id AND a.state IN ('ACTIVE', 'SUBMITTED')) AND NOT EXISTS (
      SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id JOIN member m ON m.id = tm.member_id
       WHERE pt.project_id = ${projectId} AND m.state = 'ACTIVE' AND 'REVIEWER' = ANY (m.roles) AND NOT EXISTS (
         SELECT FROM participation p WHERE p.task_id = i.task_id AND p.member_id = m.id AND (p.role = 'AUTHOR' OR p.judging_stage <> 'AUDIT'
            OR EXISTS (SELECT FROM assignment a WHERE a.slot_id = i.slot_id AND a.member_id = m.id AND a.state IN ('SKIPPED', 'REVOKED'))))))`;

@Injectable()
export class AuditItemsStore {
  of(tx: Tx, lotId: string): Promise<ItemRow[]> {
    return tx.query<ItemRow>(
      `SELECT id, task_id, external_key, result_id, stratum, place, risk_place, verdict_id, worst, defects FROM audit_item
        WHERE lot_id = $1 ORDER BY place, external_key`,
      [lotId],
    );
  }

  /** In this order, when the stratum is the random one. @param after how many were drawn before */
  async insert(
    tx: Tx,
    lotId: string,
    stratum: Stratum,
    items: readonly { task_id: string; external_key: string; result_id: string }[],
    after = 0,
  ): Promise<void> {
    const list = items.map(({ task_id, external_key, result_id }, index) => {
      return { task_id, external_key, result_id, place: stratum === 'RANDOM' ? after + index + 1 : null };
    });
    await tx.query(
      `INSERT INTO audit_item (organization_id, lot_id, task_id, external_key, result_id, stratum, place)
       SELECT $1, $2, task_id, external_key, result_id, $3, place
         FROM jsonb_to_recordset($4) AS i (task_id uuid, external_key text, result_id uuid, place int)`,
      [tx.organizationId, lotId, stratum, JSON.stringify(list)],
    );
  }

  /** Everything of the lot that nobody has looked at. */
  async insertRest(tx: Tx, lotId: string, batchId: string): Promise<void> {
    await tx.query(
      `INSERT INTO audit_item (organization_id, lot_id, task_id, external_key, result_id, stratum)
       SELECT t.organization_id, $1, t.id, t.external_key, r.id, 'SCREENING' FROM task t JOIN result r ON r.task_id = t.id AND r.is_current
        WHERE t.batch_id = $2 AND t.state = 'SETTLED' ON CONFLICT (lot_id, task_id) DO NOTHING`,
      [lotId, batchId],
    );
  }

  unseated(tx: Tx, lotId: string, limit: number): Promise<UnseatedItem[]> {
    return tx.query<UnseatedItem>(
      `SELECT i.id, i.task_id, i.stratum, r.labels, r.is_current AS "isCurrent" FROM audit_item i JOIN result r ON r.id = i.result_id
        WHERE i.lot_id = $1 AND i.slot_id IS NULL ORDER BY i.task_id LIMIT $2`,
      [lotId, limit],
    );
  }

  async seat(tx: Tx, itemId: string, slotId: string): Promise<void> {
    await tx.query(`UPDATE audit_item SET slot_id = $2 WHERE id = $1`, [itemId, slotId]);
  }

  async remove(tx: Tx, itemId: string): Promise<void> {
    await tx.query(`DELETE FROM audit_item WHERE id = $1`, [itemId]);
  }

  /** Drawn beyond what decided the lot, and not looked at: they are as any other item that was not drawn. */
  async removeUndecided(tx: Tx, lotId: string): Promise<void> {
    await tx.query(`DELETE FROM audit_item WHERE lot_id = $1 AND stratum = 'RANDOM' AND verdict_id IS NULL`, [lotId]);
  }

  /** Their seat was closed because the work is done again: nothing to look at here any more. */
  async removeClosed(tx: Tx, lotId: string): Promise<void> {
    await tx.query(
      `DELETE FROM audit_item i USING slot s WHERE s.id = i.slot_id AND i.lot_id = $1 AND i.stratum <> 'RANDOM' AND i.verdict_id IS NULL AND s.closed_at IS NOT NULL`,
      [lotId],
    );
  }

  /** Seats that still wait for a verdict. */
  async openSlots(tx: Tx, lotId: string): Promise<string[]> {
    const rows = await tx.query<{ slot_id: string }>(
      `SELECT slot_id FROM audit_item WHERE lot_id = $1 AND verdict_id IS NULL AND slot_id IS NOT NULL ORDER BY task_id`,
      [lotId],
    );
    return rows.map(({ slot_id }) => slot_id);
  }

  /** Items with a seat and without a verdict, and how many of them nobody may judge. */
  async waiting(tx: Tx, lotId: string, projectId: string): Promise<{ open: number; judgeless: number }> {
    const [row] = await tx.query<{ open: number; judgeless: number }>(
      `SELECT count(*)::int AS open, count(*) FILTER (WHERE ${nobodyMayJudge('$2')})::int AS judgeless
         FROM audit_item i WHERE i.lot_id = $1 AND i.slot_id IS NOT NULL AND i.verdict_id IS NULL`,
      [lotId, projectId],
    );
    return row!;
  }

  newVerdicts(tx: Tx, lotId: string): Promise<NewVerdict[]> {
    return tx.query<NewVerdict>(
      `SELECT i.id AS "itemId", i.task_id AS "taskId", i.result_id AS "resultId", i.stratum, v.id AS "verdictId", v.decision, v.errors
         FROM audit_item i JOIN assignment a ON a.slot_id = i.slot_id JOIN verdict v ON v.assignment_id = a.id
        WHERE i.lot_id = $1 AND i.verdict_id IS NULL ORDER BY i.task_id`,
      [lotId],
    );
  }

  async keepVerdict(
    tx: Tx,
    itemId: string,
    verdictId: string,
    defects: ItemRow['defects'],
    worst: Severity | null,
  ): Promise<void> {
    await tx.query(`UPDATE audit_item SET verdict_id = $2, defects = $3, worst = $4 WHERE id = $1`, [
      itemId,
      verdictId,
      JSON.stringify(defects),
      worst,
    ]);
  }

  async hasUnjudged(tx: Tx, lotId: string, stratum: Stratum): Promise<boolean> {
    const found = await tx.query(
      `SELECT FROM audit_item WHERE lot_id = $1 AND stratum = $2 AND verdict_id IS NULL LIMIT 1`,
      [lotId, stratum],
    );
    return found.length > 0;
  }

  /** Of the batch's items those that nobody looked at, the least sure first. */
  riskiest(tx: Tx, lotId: string, batchId: string, limit: number): Promise<RiskyItem[]> {
    return tx.query<RiskyItem>(
      `SELECT t.id AS task_id, t.external_key, r.id AS result_id, r.confidence, (r.agreement ->> 'score')::float AS agreement
         FROM task t JOIN result r ON r.task_id = t.id AND r.is_current
        WHERE t.batch_id = $2 AND t.state = 'SETTLED' AND NOT EXISTS (SELECT FROM audit_item i WHERE i.lot_id = $1 AND i.task_id = t.id)
        ORDER BY coalesce(r.confidence, (r.agreement ->> 'score')::float) NULLS LAST, t.external_key LIMIT $3`,
      [lotId, batchId, limit],
    );
  }

  /** Where the lot's items stand among all of the batch, in the order of `riskiest`. */
  async keepRiskPlaces(tx: Tx, lotId: string, batchId: string): Promise<void> {
    await tx.query(
      `UPDATE audit_item i SET risk_place = ranked.place FROM (
         SELECT t.id, row_number() OVER (ORDER BY coalesce(r.confidence, (r.agreement ->> 'score')::float) NULLS LAST, t.external_key) AS place
           FROM task t JOIN result r ON r.task_id = t.id AND r.is_current WHERE t.batch_id = $2 AND t.state = 'SETTLED') ranked
        WHERE i.lot_id = $1 AND i.task_id = ranked.id`,
      [lotId, batchId],
    );
  }

  toMend(tx: Tx, lotId: string): Promise<ItemToMend[]> {
    return tx.query<ItemToMend>(
      `SELECT i.task_id, i.result_id, v.id AS verdict_id, v.decision, v.labels FROM audit_item i JOIN verdict v ON v.id = i.verdict_id
         JOIN result r ON r.id = i.result_id AND r.is_current
        WHERE i.lot_id = $1 AND v.decision IN ('FIX', 'REJECT') ORDER BY i.task_id`,
      [lotId],
    );
  }
}
