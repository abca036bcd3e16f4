import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { AssignmentView } from './assignments.store.js';

export interface DayRow {
  since: Date;
  time_zone: string;
  answers: number;
  verdicts: number;
  skipped: number;
  active_seconds: number;
}

export interface BreakRow {
  since: Date;
  /** null: until they are back */
  until: Date | null;
}

/** What a person holds, and what they did since midnight where they are. */
@Injectable()
export class OwnWorkStore {
  /** Whose lease is not over, in the order of the claims. */
  async held(tx: Tx, memberId: string, limit: number): Promise<AssignmentView[]> {
    const rows = await tx.query<{ view: AssignmentView }>(
      `SELECT assignment_view(id) AS view FROM assignment
        WHERE member_id = $1 AND state = 'ACTIVE' AND lease_expires_at > muster_now() ORDER BY token LIMIT $2`,
      [memberId, limit],
    );
    return rows.map(({ view }) => view);
  }

  /** Null: they are on no break. */
  async onBreak(tx: Tx, memberId: string): Promise<BreakRow | null> {
    const [row] = await tx.query<BreakRow>(
      `SELECT since, until FROM member_break WHERE member_id = $1 AND (until IS NULL OR until > muster_now())`,
      [memberId],
    );
    return row ?? null;
  }

  /** A lease lasts hours at most, so whatever closed today was claimed in the two days before. */
  async today(tx: Tx, memberId: string): Promise<DayRow> {
    const [row] = await tx.query<DayRow>(
      `WITH day AS (SELECT time_zone, date_trunc('day', muster_now() AT TIME ZONE time_zone) AT TIME ZONE time_zone AS since
                      FROM member WHERE id = $1)
       SELECT day.since, day.time_zone,
              count(*) FILTER (WHERE a.state = 'SUBMITTED' AND a.stage IN ('ANNOTATE', 'REWORK', 'ADJUDICATE'))::int AS answers,
              count(*) FILTER (WHERE a.state = 'SUBMITTED' AND a.stage NOT IN ('ANNOTATE', 'REWORK', 'ADJUDICATE'))::int AS verdicts,
              count(*) FILTER (WHERE a.state = 'SKIPPED')::int AS skipped,
              coalesce(sum(a.active_seconds), 0)::int AS active_seconds
         FROM day LEFT JOIN assignment a ON a.member_id = $1 AND a.claimed_at >= day.since - interval '2 days'
              AND coalesce(a.closed_at, muster_now()) >= day.since
        GROUP BY day.since, day.time_zone`,
      [memberId],
    );
    return row!;
  }
}
