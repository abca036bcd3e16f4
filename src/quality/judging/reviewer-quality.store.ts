import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { ReviewerCounts } from './reviewer-quality.rules.js';

@Injectable()
export class ReviewerQualityStore {
  /** Whoever gave a review in the project, with how often each thing happened. */
  counts(tx: Tx, projectId: string): Promise<(ReviewerCounts & { name: string })[]> {
    return tx.query(
      `SELECT v.member_id AS "memberId", m.name, count(*)::int AS reviews,
              count(*) FILTER (WHERE v.decision = 'ACCEPT')::int AS accepted,
              count(*) FILTER (WHERE v.decision = 'FIX')::int AS fixed,
              count(*) FILTER (WHERE v.decision = 'REJECT')::int AS rejected,
              count(r.id)::int AS rereviewed,
              count(r.id) FILTER (WHERE (r.decision = 'ACCEPT') = (v.decision = 'ACCEPT'))::int AS alike,
              count(d.id) FILTER (WHERE d.state <> 'OPEN')::int AS disputed,
              count(d.id) FILTER (WHERE d.state = 'OVERTURNED')::int AS overturned
         FROM verdict v JOIN member m ON m.id = v.member_id
              LEFT JOIN verdict r ON r.subject_verdict_id = v.id AND r.purpose = 'REREVIEW'
              LEFT JOIN dispute d ON d.verdict_id = v.id
        WHERE v.project_id = $1 AND v.purpose = 'REVIEW' GROUP BY 1, 2 ORDER BY m.name, v.member_id`,
      [projectId],
    );
  }

  /** First reviews of tasks, and how many of them let the answer stand; what was overturned counts as it was decided then. */
  async firstPasses(tx: Tx, projectId: string): Promise<{ passed: number; n: number }> {
    const [row] = await tx.query<{ passed: number; n: number }>(
      `SELECT count(*) FILTER (WHERE v.decision = 'ACCEPT' OR v.overturned_by IS NOT NULL)::int AS passed, count(*)::int AS n
         FROM verdict v WHERE v.project_id = $1 AND v.purpose = 'REVIEW' AND v.ordinal = 1`,
      [projectId],
    );
    return row!;
  }
}
