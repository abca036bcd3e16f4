import { Injectable } from '@nestjs/common';
import type { Known } from '../../consensus/index.js';
import { Database, type Tx } from '../../platform/index.js';

export interface PartRow {
  part: string;
  class_counts: number[];
  gold: number;
}

export interface MemberErrorsRow {
  part: string;
  member_id: string;
  counts: number[];
}

/** So many new results, of all that the last estimate stood on, make another worth it. */
const shareOfResults = 0.05;

/** A project whose people are to be estimated anew. */
export interface DueProject {
  organization_id: string;
  project_id: string;
}

@Injectable()
export class ErrorModelsStore {
  constructor(private readonly database: Database) {}

  parts(tx: Tx, projectId: string): Promise<PartRow[]> {
    return tx.query(`SELECT part, class_counts, gold FROM part_model WHERE project_id = $1`, [projectId]);
  }

  errorsOf(tx: Tx, projectId: string, memberIds: string[]): Promise<MemberErrorsRow[]> {
    return tx.query(
      `SELECT part, member_id, counts FROM member_errors WHERE project_id = $1 AND member_id = ANY ($2)`,
      [projectId, memberIds],
    );
  }

  allErrors(tx: Tx, projectId: string): Promise<MemberErrorsRow[]> {
    return tx.query(`SELECT part, member_id, counts FROM member_errors WHERE project_id = $1`, [projectId]);
  }

  /** Lessons and estimates of a project wait for each other. Answers the time of the database once it is their turn. */
  async lock(tx: Tx, projectId: string): Promise<string> {
    await tx.query(`INSERT INTO error_model (project_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      projectId,
      tx.organizationId,
    ]);
    await tx.query(`SELECT FROM error_model WHERE project_id = $1 FOR UPDATE`, [projectId]);
    // As text: a Date would cut the microseconds off, and much is marked within one millisecond.
    const [row] = await tx.query<{ now: string }>(`SELECT clock_timestamp()::text AS now`);
    return row!.now;
  }

  /** Adds counts to what is there, element by element, in two statements however many parts and people there are. */
  async add(tx: Tx, projectId: string, known: Known): Promise<void> {
    const parts = [...known].map(([part, { classCounts, gold }]) => ({ part, class_counts: classCounts, gold }));
    const errors = [...known].flatMap(([part, { byMember }]) =>
      [...byMember].map(([member_id, counts]) => ({ part, member_id, counts })),
    );
    await tx.query(
      `INSERT INTO part_model (organization_id, project_id, part, class_counts, gold)
       SELECT $1, $2, part, class_counts, gold FROM jsonb_to_recordset($3) AS known (part text, class_counts double precision[], gold integer)
       ON CONFLICT (project_id, part) DO UPDATE
         SET class_counts = add_counts(part_model.class_counts, EXCLUDED.class_counts), gold = part_model.gold + EXCLUDED.gold`,
      [tx.organizationId, projectId, JSON.stringify(parts)],
    );
    await tx.query(
      `INSERT INTO member_errors (organization_id, project_id, part, member_id, counts)
       SELECT $1, $2, part, member_id, counts FROM jsonb_to_recordset($3) AS known (part text, member_id uuid, counts double precision[])
       ON CONFLICT (project_id, part, member_id) DO UPDATE SET counts = add_counts(member_errors.counts, EXCLUDED.counts)`,
      [tx.organizationId, projectId, JSON.stringify(errors)],
    );
  }

  async countResults(tx: Tx, projectId: string, results: number): Promise<void> {
    await tx.query(`UPDATE error_model SET results_since = results_since + $2 WHERE project_id = $1`, [
      projectId,
      results,
    ]);
  }

  /** What is known rests on something that is no longer so: the next estimate is due. */
  async doubt(tx: Tx, projectId: string, fewest: number): Promise<void> {
    await tx.query(
      `UPDATE error_model SET results_since =
         greatest(results_since, $2, ceil(coalesce((estimate ->> 'tasks')::numeric, 0) * ${shareOfResults})::integer)
        WHERE project_id = $1`,
      [projectId, fewest],
    );
  }

  /** Not now: it could not be made, or nobody wants it. */
  async postpone(tx: Tx, projectId: string, isWanted: boolean): Promise<void> {
    await tx.query(
      `UPDATE error_model SET estimated_at = muster_now(), results_since = CASE WHEN $2 THEN results_since ELSE 0 END WHERE project_id = $1`,
      [projectId, isWanted],
    );
  }

  async forget(tx: Tx, projectId: string): Promise<void> {
    await tx.query(`DELETE FROM member_errors WHERE project_id = $1`, [projectId]);
    await tx.query(`DELETE FROM part_model WHERE project_id = $1`, [projectId]);
  }

  async keepEstimate(tx: Tx, projectId: string, estimate: object): Promise<void> {
    await tx.query(
      `UPDATE error_model SET estimate = $2, estimated_at = muster_now(), results_since = 0 WHERE project_id = $1`,
      [projectId, JSON.stringify(estimate)],
    );
  }

  /** @param fewest results since the last estimate, and as a share of all that it stood on */
  due(fewest: number, minutes: number): Promise<DueProject[]> {
    return this.database.asSystem(
      `SELECT organization_id, project_id FROM error_model
        WHERE results_since >= greatest($1, coalesce((estimate ->> 'tasks')::numeric, 0) * ${shareOfResults})
          AND (estimated_at IS NULL OR estimated_at < muster_now() - make_interval(mins => $2))
        ORDER BY estimated_at NULLS FIRST LIMIT 20`,
      [fewest, minutes],
    );
  }
}
