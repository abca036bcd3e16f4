import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { ComparedPart } from './corrections.rules.js';
import type { CorrectionCounts, CorrectionFilter, CorrectionGrouping } from './corrections.types.js';

/** A result and the pre-label that its people started from. */
export interface Comparable {
  result_id: string;
  project_id: string;
  task_id: string;
  prelabel: Label[];
  model: string;
  model_version: string;
  labels: Label[];
}

const sliceSize = 200;

/** Days and weeks (from Monday) are UTC. */
const keys: Record<CorrectionGrouping, { key: string; label: string }> = {
  NONE: { key: `'ALL'`, label: `'All'` },
  CLASS: { key: 'p.class', label: 'p.class' },
  BATCH: { key: 't.batch_id::text', label: '(SELECT name FROM batch WHERE id = t.batch_id)' },
  MODEL: { key: `trim(c.model || ' ' || c.model_version)`, label: `coalesce(nullif(trim(c.model || ' ' || c.model_version), ''), 'Not named')` }, // prettier-ignore
  WEEK: {
    key: `to_char(date_trunc('week', r.settled_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')`,
    label: `'Week of ' || to_char(date_trunc('week', r.settled_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')`,
  },
};

/** Comparisons are kept here; tasks and results belong to features to the left. */
@Injectable()
export class CorrectionsStore {
  /** The current result of a task, when it had a pre-label and is not compared yet. "Cannot be done" says nothing of a prediction. */
  private readonly comparable = `
    SELECT r.id AS result_id, r.project_id, r.task_id, t.prelabel, coalesce(t.prelabel_model, '') AS model,
           coalesce(t.prelabel_model_version, '') AS model_version, r.labels
      FROM result r JOIN task t ON t.id = r.task_id
     WHERE r.is_current AND t.prelabel IS NOT NULL AND NOT EXISTS (SELECT FROM prelabel_comparison c WHERE c.result_id = r.id)
       AND EXISTS (SELECT FROM submission s WHERE s.id = ANY (r.submission_ids) AND s.skip_reason IS NULL)`;

  ofTask(tx: Tx, taskId: string): Promise<Comparable[]> {
    return tx.query<Comparable>(`${this.comparable} AND r.task_id = $1`, [taskId]);
  }

  ofBatch(tx: Tx, batchId: string): Promise<Comparable[]> {
    return tx.query<Comparable>(`${this.comparable} AND r.batch_id = $1 ORDER BY r.id LIMIT ${sliceSize}`, [batchId]);
  }

  /** Nothing when it was kept before. */
  async keep(tx: Tx, one: Comparable, parts: readonly ComparedPart[]): Promise<void> {
    const kept = await tx.query(
      `INSERT INTO prelabel_comparison (result_id, organization_id, project_id, task_id, model, model_version) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING result_id`,
      [one.result_id, tx.organizationId, one.project_id, one.task_id, one.model, one.model_version],
    );
    if (kept.length === 0 || parts.length === 0) return;
    const of = <Name extends keyof ComparedPart>(name: Name) => parts.map((part) => part[name]);
    await tx.query(
      `INSERT INTO prelabel_part (organization_id, result_id, ordinal, class, kind, outcome, iou, became)
       SELECT $1, $2, p.ordinal, p.class, p.kind, p.outcome, p.iou, p.became
         FROM unnest($3::text[], $4::text[], $5::text[], $6::float8[], $7::text[]) WITH ORDINALITY p (class, kind, outcome, iou, became, ordinal)`,
      [tx.organizationId, one.result_id, of('class'), of('kind'), of('outcome'), of('iou'), of('became')],
    );
  }

  /** Of results that hold now. */
  counts(tx: Tx, projectId: string, filter: CorrectionFilter, by: CorrectionGrouping): Promise<CorrectionCounts[]> {
    const { key, label } = keys[by];
    const n = (outcome: string) => `count(*) FILTER (WHERE outcome = '${outcome}')::int`;
    const quantile = (share: number) => `percentile_cont(${share}) WITHIN GROUP (ORDER BY iou) FILTER (WHERE iou IS NOT NULL)`; // prettier-ignore
    return tx.query<CorrectionCounts>(
      `WITH part AS MATERIALIZED (
         SELECT ${key} AS key, ${label} AS label, c.task_id, p.outcome, p.iou, p.became
           FROM prelabel_comparison c JOIN result r ON r.id = c.result_id AND r.is_current JOIN task t ON t.id = c.task_id
           JOIN prelabel_part p ON p.result_id = c.result_id
          WHERE c.project_id = $1 AND ($2::uuid[] IS NULL OR t.batch_id = ANY ($2)) AND ($3::text[] IS NULL OR c.model = ANY ($3))
            AND ($4::text[] IS NULL OR c.model_version = ANY ($4)) AND ($5::text[] IS NULL OR p.class = ANY ($5))
            AND ($6::timestamptz IS NULL OR r.settled_at >= $6) AND ($7::timestamptz IS NULL OR r.settled_at < $7)),
       one AS (SELECT key, task_id, sum(iou) AS s, count(iou)::float8 AS n FROM part WHERE iou IS NOT NULL GROUP BY key, task_id),
       sums AS (SELECT key, count(*)::int AS tasks, sum(s) AS s, sum(n) AS n, sum(s * s) AS ss, sum(s * n) AS sn, sum(n * n) AS nn FROM one GROUP BY key),
       counted AS (SELECT key, min(label) AS label, count(DISTINCT task_id)::int AS "allTasks", ${n('UNCHANGED')} AS unchanged, ${n('CORRECTED')} AS corrected,
           ${n('REMOVED')} AS removed, ${n('ADDED')} AS added, count(became)::int AS renamed, ${quantile(0.5)} AS median, ${quantile(0.1)} AS p10
         FROM part GROUP BY key)
       SELECT counted.*, coalesce(tasks, 0) AS tasks, coalesce(s, 0) AS s, coalesce(n, 0) AS n, coalesce(ss, 0) AS ss, coalesce(sn, 0) AS sn, coalesce(nn, 0) AS nn
         FROM counted LEFT JOIN sums USING (key) ORDER BY key LIMIT 1000`,
      [
        projectId,
        filter.batchIds ?? null,
        filter.models ?? null,
        filter.modelVersions ?? null,
        filter.classes ?? null,
        filter.from ?? null,
        filter.to ?? null,
      ],
    );
  }
}
