import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { VerdictDecision } from '../verdict.type.js';
import type { VerdictError } from './verdict-errors.rules.js';

export interface NewVerdict {
  id: string;
  projectId: string;
  taskId: string;
  /** null: a lead's word, for which no seat was filled */
  assignmentId: string | null;
  submissionId: string | null;
  subjectVerdictId: string | null;
  memberId: string;
  purpose: string;
  ordinal: number;
  decision: VerdictDecision;
  /** FIX only */
  labels: Label[] | null;
  errors: VerdictError[];
  comment: string | null;
}

/** A verdict of review, with what it was about. */
export interface ReviewedRow {
  id: string;
  task_id: string;
  member_id: string;
  submission_id: string;
  author_id: string;
  ordinal: number;
  decision: VerdictDecision;
  errors: VerdictError[];
  created_at: Date;
  /** when the answer was given */
  answered_at: Date;
}

@Injectable()
export class JudgingStore {
  /** Answers when. */
  async insert(tx: Tx, verdict: NewVerdict): Promise<Date> {
    const [row] = await tx.query<{ created_at: Date }>(
      `INSERT INTO verdict (id, organization_id, project_id, task_id, assignment_id, submission_id, subject_verdict_id, member_id, purpose,
         ordinal, decision, labels, errors, comment, author_id)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, (SELECT s.member_id FROM submission s WHERE s.id = $6)
       RETURNING created_at`,
      [
        verdict.id,
        tx.organizationId,
        verdict.projectId,
        verdict.taskId,
        verdict.assignmentId,
        verdict.submissionId,
        verdict.subjectVerdictId,
        verdict.memberId,
        verdict.purpose,
        verdict.ordinal,
        verdict.decision,
        verdict.labels && JSON.stringify(verdict.labels),
        JSON.stringify(verdict.errors),
        verdict.comment,
      ],
    );
    return row!.created_at;
  }

  async review(tx: Tx, verdictId: string): Promise<ReviewedRow> {
    const [row] = await tx.query<ReviewedRow>(
      `${reviewed} WHERE v.id = $1 AND v.purpose = 'REVIEW' AND v.author_id IS NOT NULL`,
      [verdictId],
    );
    if (!row) throw new Error(`the verdict ${verdictId} is no review of an answer`);
    return row;
  }

  /** Reviews of a task that nobody was asked to make again. */
  notReviewedAgain(tx: Tx, taskId: string): Promise<ReviewedRow[]> {
    return tx.query<ReviewedRow>(
      `${reviewed} WHERE v.task_id = $1 AND v.purpose = 'REVIEW' AND s.state = 'COUNTED'
          AND NOT EXISTS (SELECT FROM slot WHERE slot.subject_verdict_id = v.id AND slot.stage = 'REREVIEW') ORDER BY v.ordinal`,
      [taskId],
    );
  }
}

const reviewed = `SELECT v.id, v.task_id, v.member_id, v.submission_id, v.author_id, v.ordinal, v.decision, v.errors, v.created_at,
         s.created_at AS answered_at FROM verdict v JOIN submission s ON s.id = v.submission_id`;
