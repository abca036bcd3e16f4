import { Injectable } from '@nestjs/common';
import type { Lesson } from '../../consensus/index.js';
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
  async lock(tx: Tx, projectId: string): Promise<Date> {
    await tx.query(`INSERT INTO error_model (project_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      projectId,
      tx.organizationId,
    ]);
    await tx.query(`SELECT FROM error_model WHERE project_id = $1 FOR UPDATE`, [projectId]);
    const [row] = await tx.query<{ now: Date }>(`SELECT clock_timestamp() AS now`);
    return row!.now;
  }

  async add(tx: Tx, projectId: string, lessons: readonly Lesson[]): Promise<void> {
    for (const { part, classCounts, gold, byMember } of lessons) {
      await tx.query(
        `INSERT INTO part_model (organization_id, project_id, part, class_counts, gold) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (project_id, part) DO UPDATE
           SET class_counts = add_counts(part_model.class_counts, EXCLUDED.class_counts), gold = part_model.gold + EXCLUDED.gold`,
        [tx.organizationId, projectId, part, classCounts, gold],
      );
      for (const [memberId, counts] of byMember)
        await tx.query(
          `INSERT INTO member_errors (organization_id, project_id, part, member_id, counts) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (project_id, part, member_id) DO UPDATE SET counts = add_counts(member_errors.counts, EXCLUDED.counts)`,
          [tx.organizationId, projectId, part, memberId, counts],
        );
    }
  }

  async countResult(tx: Tx, projectId: string): Promise<void> {
    await tx.query(`UPDATE error_model SET results_since = results_since + 1 WHERE project_id = $1`, [projectId]);
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
        WHERE results_since >= greatest($1, coalesce((estimate ->> 'tasks')::numeric, 0) * 0.05)
          AND (estimated_at IS NULL OR estimated_at < muster_now() - make_interval(mins => $2))
        ORDER BY estimated_at NULLS FIRST LIMIT 20`,
      [fewest, minutes],
    );
  }
}
