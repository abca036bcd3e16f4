import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { TrustPart } from '../../quality/index.js';
import type { TaskAtRisk } from './recheck.types.js';

export interface JudgedWork {
  isRight: boolean;
  weight: number;
  at: Date;
}

/** Seats that the person filled, found by person: the only index there is, and theirs alone. */
const seats = (stages: string) => `
  SELECT a.id, a.task_id FROM assignment a
   WHERE a.project_id = $1 AND a.member_id = $2 AND a.state = 'SUBMITTED' AND NOT a.is_gold AND a.stage IN (${stages})`;

const settled = `JOIN task t ON t.id = seat.task_id AND t.state = 'SETTLED' JOIN result r ON r.task_id = t.id AND r.is_current`;

const works: Record<TrustPart, string> = {
  AUTHOR: `
    SELECT r.task_id, s.id, s.stage, NULL::uuid AS subject_id, s.created_at AS at
      FROM (${seats(`'ANNOTATE', 'REWORK', 'ADJUDICATE'`)}) seat
      JOIN submission s ON s.assignment_id = seat.id AND s.state = 'COUNTED' AND s.created_at >= $3
      ${settled} AND s.id = ANY (r.submission_ids)`,
  JUDGE: `
    SELECT r.task_id, v.id, 'REVIEW' AS stage, v.submission_id AS subject_id, v.created_at AS at
      FROM (${seats(`'REVIEW'`)}) seat JOIN verdict v ON v.assignment_id = seat.id AND v.created_at >= $3
      ${settled} AND v.id = ANY (r.verdict_ids)`,
};

/** Somebody else looked at the work afterwards: at an answer in any judging stage, at a verdict by judging it again. */
const judged: Record<TrustPart, string> = {
  AUTHOR: `cardinality(r.verdict_ids) > 0 OR EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.created_at >= w.at AND v.member_id <> $2
    AND (v.submission_id IS NULL OR v.submission_id = ANY (r.submission_ids)))`,
  JUDGE: `EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.created_at > w.at AND v.member_id <> $2 AND v.purpose <> 'REVIEW')
    OR EXISTS (SELECT FROM slot WHERE slot.task_id = t.id AND slot.subject_verdict_id = w.id AND slot.closed_at IS NULL)`,
};

@Injectable()
export class RechecksStore {
  /** The newest of a person's judged work, oldest first: whole answers or verdicts, each by the strongest who judged it. */
  async stream(tx: Tx, projectId: string, memberId: string, part: TrustPart, limit: number): Promise<JudgedWork[]> {
    const newest = await tx.query<JudgedWork>(
      `SELECT is_right AS "isRight", weight, at FROM (
         SELECT DISTINCT ON (subject_id) subject_id, is_right, weight, at FROM evidence
          WHERE project_id = $1 AND member_id = $2 AND part = $3 AND class = '' AND forgiven_at IS NULL
          ORDER BY subject_id, array_position(ARRAY['DISPUTE', 'AUDIT', 'GOLD', 'REVIEW', 'CONSENSUS'], source)) strongest
        ORDER BY at DESC, subject_id DESC LIMIT $4`,
      [projectId, memberId, part, limit],
    );
    return newest.reverse();
  }

  /** Tasks whose current result rests on what the person did since, newest first. */
  async tasksSince(tx: Tx, projectId: string, memberId: string, part: TrustPart, since: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT task_id AS id FROM (${works[part]}) w GROUP BY task_id ORDER BY max(at) DESC, task_id DESC`,
      [projectId, memberId, since],
    );
    return rows.map(({ id }) => id);
  }

  /** What it takes to judge how far these tasks depend on the person; in the order of their ids. */
  atRisk(
    tx: Tx,
    projectId: string,
    memberId: string,
    part: TrustPart,
    since: Date,
    taskIds: string[],
  ): Promise<TaskAtRisk[]> {
    return tx.query<TaskAtRisk>(
      `SELECT DISTINCT ON (t.id) t.id AS "taskId", t.external_key AS "externalKey", t.batch_id AS "batchId", b.state AS "batchState", t.overlap,
              r.method, r.policy_version AS "policyVersion", r.evidence, w.id AS "workId", w.stage AS "workStage", w.subject_id AS "subjectId", w.at,
              (${judged[part]}) AS "isJudged",
              ${part === 'JUDGE' ? `'[]'::json` : answersOfResult} AS answers
         FROM (${works[part]} WHERE seat.task_id = ANY ($4)) w
         JOIN task t ON t.id = w.task_id JOIN batch b ON b.id = t.batch_id JOIN result r ON r.task_id = t.id AND r.is_current
        ORDER BY t.id, w.at DESC`,
      [projectId, memberId, since, taskIds],
    );
  }

  async endResult(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`UPDATE result SET is_current = false WHERE task_id = $1 AND is_current`, [taskId]);
  }

  /** Whom a rule of the policy says that work is to be opened again for: the subject of `trust.lost` is that action, or the person. */
  reopenings(tx: Tx, subjectId: string): Promise<{ project_id: string; member_id: string; sentence: string }[]> {
    return tx.query(
      `SELECT DISTINCT ON (project_id, member_id) project_id, member_id, sentence FROM trust_action
        WHERE (id = $1 OR member_id = $1) AND action = 'REOPEN_WORK' AND lifted_at IS NULL ORDER BY project_id, member_id, at DESC`,
      [subjectId],
    );
  }
}

const answersOfResult = `coalesce((SELECT json_agg(json_build_object('id', s.id, 'stage', s.stage, 'ordinal', s.ordinal, 'memberId', s.member_id,
  'isSkip', s.skip_reason IS NOT NULL, 'labels', s.labels) ORDER BY s.ordinal) FROM submission s WHERE s.id = ANY (r.submission_ids)), '[]')`;
