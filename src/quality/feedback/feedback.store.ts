import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { disputeDays, type DisputeState } from '../disputes/disputes.store.js';
import type { VerdictError } from '../judging/verdict-errors.rules.js';
import type { VerdictDecision } from '../verdict.type.js';

/** A verdict of review on somebody's work, as they see it: not whose it is. */
export interface OwnVerdictRow {
  id: string;
  project_id: string;
  assignment_id: string;
  decision: VerdictDecision;
  errors: VerdictError[];
  comment: string | null;
  created_at: Date;
  dispute_state: DisputeState | null;
  is_disputable: boolean;
}

const select = `SELECT v.id, v.project_id, s.assignment_id, v.decision, v.errors, v.comment, v.created_at, d.state AS dispute_state,
         v.decision <> 'ACCEPT' AND d.id IS NULL AND v.created_at >= muster_now() - interval '${disputeDays} days' AS is_disputable
    FROM verdict v JOIN submission s ON s.id = v.submission_id LEFT JOIN dispute d ON d.verdict_id = v.id
   WHERE v.author_id = $1 AND v.purpose = 'REVIEW' AND s.state <> 'GOLD'`;

@Injectable()
export class FeedbackStore {
  /** Newest first. */
  async page(tx: Tx, memberId: string, first: number, after: string | null) {
    const rows = await tx.query<OwnVerdictRow>(
      `${select} AND ($2::uuid IS NULL OR v.id < $2) ORDER BY v.id DESC LIMIT $3`,
      [memberId, after, first + 1],
    );
    const [total] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM verdict v JOIN submission s ON s.id = v.submission_id
        WHERE v.author_id = $1 AND v.purpose = 'REVIEW' AND s.state <> 'GOLD'`,
      [memberId],
    );
    return { rows, total: total!.count };
  }

  /** Verdicts since the person's claim before this assignment, newest first. */
  sinceClaimBefore(tx: Tx, memberId: string, assignmentId: string, limit: number): Promise<OwnVerdictRow[]> {
    return tx.query<OwnVerdictRow>(
      `${select} AND v.created_at > coalesce((SELECT b.claimed_at FROM assignment a, assignment b
            WHERE a.id = $2 AND a.member_id = $1 AND b.member_id = $1 AND b.claimed_at < a.claimed_at
            ORDER BY b.claimed_at DESC LIMIT 1), '-infinity')
        ORDER BY v.id DESC LIMIT $3`,
      [memberId, assignmentId, limit],
    );
  }
}
