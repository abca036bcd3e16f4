import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import { Database, type Tx } from '../../platform/index.js';

/** Claims of one person since the last look. */
export interface NewClaims {
  member_id: string;
  /** where they work now */
  batch_id: string;
  tokens: string[];
  /** what is known of them, when something is */
  alpha: number | null;
  beta: number | null;
}

export interface GoldCandidateRow {
  id: string;
  task_id: string;
  labels: Label[];
  exposures: number;
  shown_at: Date | null;
}

export interface KnownAnswerRow {
  gold_id: string;
  project_id: string;
  task_id: string;
  known: Label[];
  submission_id: string;
  member_id: string;
  answer: Label[];
  /** slipped in; else an answer that counts, to a task whose answer happens to be known */
  is_gold: boolean;
  is_skip: boolean;
  /** when it was given */
  at: Date;
}

export interface ExposureResult {
  goldId: string;
  projectId: string;
  taskId: string;
  memberId: string;
  submissionId: string;
  at: Date;
  score: number;
  isRight: boolean;
}

export interface OutcomeRow {
  member_id: string;
  is_right: boolean;
  at: Date;
  /** mean of their posterior, null when nothing is known */
  trust: number | null;
}

export interface ContestRow {
  gold_id: string;
  task_id: string;
  external_key: string;
  member_id: string;
  member_name: string;
  contest: string;
  contested_at: Date;
  score: number | null;
}

const mostCandidates = 500;
const mostLessons = 50_000;

/** Who was shown which gold, and what came of it. */
@Injectable()
export class ExposuresStore {
  constructor(private readonly database: Database) {}

  projectsWithInjection(): Promise<{ organization_id: string; project_id: string }[]> {
    return this.database.asSystem(`SELECT organization_id, project_id FROM queue_policy WHERE is_gold_injected`);
  }

  /**
   * Everybody's annotation claims since the last look, and the secret of the draw. Tokens do not commit in order, so a claim
   * may be overlooked: then one draw less is made, and nothing else.
   */
  async newClaims(tx: Tx, projectId: string): Promise<{ seed: string; claims: NewClaims[] }> {
    await tx.query(
      `INSERT INTO gold_pace (project_id, organization_id, seed) VALUES ($1, $2, gen_random_uuid()::text) ON CONFLICT DO NOTHING`,
      [projectId, tx.organizationId],
    );
    const [pace] = await tx.query<{ seed: string; last_token: string }>(
      `SELECT seed, last_token FROM gold_pace WHERE project_id = $1 FOR UPDATE`,
      [projectId],
    );
    const claims = await tx.query<NewClaims>(
      `SELECT c.*, t.alpha, t.beta FROM (
         SELECT a.member_id, (array_agg(a.batch_id ORDER BY a.token DESC))[1] AS batch_id, array_agg(a.token::text ORDER BY a.token) AS tokens
           FROM assignment a WHERE a.token > $2 AND a.project_id = $1 AND a.stage = 'ANNOTATE' AND NOT a.is_gold GROUP BY a.member_id) c
         LEFT JOIN trust t ON t.project_id = $1 AND t.member_id = c.member_id AND t.part = 'AUTHOR' AND t.class = ''
        ORDER BY c.member_id`,
      [projectId, pace!.last_token],
    );
    await tx.query(
      `UPDATE gold_pace SET last_token = greatest(last_token, (SELECT coalesce(max(token), 0) FROM assignment)) WHERE project_id = $1`,
      [projectId],
    );
    return { seed: pace!.seed, claims };
  }

  /** Whether gold waits for this person already: one at a time. */
  async isWaiting(tx: Tx, memberId: string): Promise<boolean> {
    return (
      (await tx.query(`SELECT FROM queue_item WHERE for_member_id = $1 AND is_gold LIMIT 1`, [memberId])).length > 0
    );
  }

  /**
   * Gold of the project that this person has no part in, least shown first. Left alone are tasks that somebody judges, those that a
   * course shows with their answer, and those whose pre-label has not come: work beside them has one.
   */
  candidates(tx: Tx, projectId: string, memberId: string, most: number, coolDownMinutes: number) {
    return tx.query<GoldCandidateRow>(
      `SELECT g.id, g.task_id, g.labels, g.exposures, g.shown_at FROM gold g JOIN task t ON t.id = g.task_id
        WHERE g.project_id = $1 AND g.retired_at IS NULL AND g.exposures < $3 AND t.state <> 'CANCELLED' AND t.prelabel_wait_until IS NULL
          AND (g.shown_at IS NULL OR g.shown_at <= muster_now() - make_interval(mins => $4))
          AND NOT EXISTS (SELECT FROM gold_exposure e WHERE e.task_id = g.task_id AND e.member_id = $2)
          AND NOT EXISTS (SELECT FROM participation p WHERE p.task_id = g.task_id AND p.member_id = $2)
          AND NOT EXISTS (SELECT FROM course_item i WHERE i.task_id = g.task_id)
        ORDER BY g.exposures, g.id LIMIT ${mostCandidates}`,
      [projectId, memberId, most, coolDownMinutes],
    );
  }

  /** The known answers that this person was compared with. */
  async seenBy(tx: Tx, projectId: string, memberId: string): Promise<Label[][]> {
    const rows = await tx.query<{ labels: Label[] }>(
      `SELECT g.labels FROM gold_exposure e JOIN gold g ON g.id = e.gold_id WHERE e.project_id = $1 AND e.member_id = $2
        ORDER BY e.answered_at DESC NULLS FIRST LIMIT 200`,
      [projectId, memberId],
    );
    return rows.map(({ labels }) => labels);
  }

  async offered(tx: Tx, gold: GoldCandidateRow, projectId: string, memberId: string): Promise<void> {
    await tx.query(
      `INSERT INTO gold_exposure (organization_id, project_id, gold_id, task_id, member_id, offered_at)
       VALUES ($1, $2, $3, $4, $5, muster_now())`,
      [tx.organizationId, projectId, gold.id, gold.task_id, memberId],
    );
    await tx.query(`UPDATE gold SET exposures = exposures + 1, shown_at = muster_now() WHERE id = $1`, [gold.id]);
  }

  /** What nobody came for, or may not have any more: it was not shown, so it may be offered again. */
  async withdrawStale(tx: Tx, projectId: string, hours: number): Promise<void> {
    const gone = await tx.query<{ task_id: string; for_member_id: string }>(
      `DELETE FROM queue_item q USING lane l, batch b, gold_exposure e, gold g
        WHERE q.is_gold AND l.id = q.lane_id AND b.id = l.batch_id AND l.project_id = $1 AND e.task_id = q.task_id AND e.member_id = q.for_member_id
          AND g.id = e.gold_id
          AND (b.state <> 'OPEN' OR g.retired_at IS NOT NULL OR e.offered_at < muster_now() - make_interval(hours => $2))
        RETURNING q.task_id, q.for_member_id`,
      [projectId, hours],
    );
    for (const { task_id, for_member_id } of gone) {
      await tx.query(
        `UPDATE gold SET exposures = exposures - 1 WHERE id = (SELECT gold_id FROM gold_exposure WHERE task_id = $1 AND member_id = $2)`,
        [task_id, for_member_id],
      );
      await tx.query(`DELETE FROM gold_exposure WHERE task_id = $1 AND member_id = $2 AND answered_at IS NULL`, [
        task_id,
        for_member_id,
      ]);
    }
  }

  /** Answers to tasks whose answer is known now: independent ones that count, and those to gold that was slipped in. */
  known(tx: Tx, taskIds: readonly string[]): Promise<KnownAnswerRow[]> {
    return tx.query<KnownAnswerRow>(
      `SELECT g.id AS gold_id, g.project_id, g.task_id, g.labels AS known, s.id AS submission_id, s.member_id, s.labels AS answer,
              s.state = 'GOLD' AS is_gold, s.skip_reason IS NOT NULL AS is_skip, s.created_at AS at
         FROM gold g JOIN submission s ON s.task_id = g.task_id AND s.stage = 'ANNOTATE' AND s.state IN ('COUNTED', 'GOLD')
        WHERE g.task_id = ANY ($1) AND g.retired_at IS NULL ORDER BY s.id`,
      [taskIds],
    );
  }

  /** Answers to gold that was slipped in, newest first, so many. */
  slippedIn(tx: Tx, projectId: string): Promise<KnownAnswerRow[]> {
    return tx.query<KnownAnswerRow>(
      `SELECT g.id AS gold_id, g.project_id, g.task_id, g.labels AS known, s.id AS submission_id, s.member_id, s.labels AS answer,
              s.state = 'GOLD' AS is_gold, s.skip_reason IS NOT NULL AS is_skip, s.created_at AS at
         FROM gold_exposure e JOIN gold g ON g.id = e.gold_id JOIN submission s ON s.id = e.submission_id AND s.state = 'GOLD'
        WHERE e.project_id = $1 AND e.forgiven_at IS NULL AND g.retired_at IS NULL ORDER BY e.answered_at DESC LIMIT ${mostLessons}`,
      [projectId],
    );
  }

  /** Two answers to one gold task that come together are looked at one after the other. */
  async lockGold(tx: Tx, taskId: string): Promise<void> {
    await tx.query(`SELECT FROM gold WHERE task_id = $1 AND retired_at IS NULL FOR NO KEY UPDATE`, [taskId]);
  }

  async answersOf(tx: Tx, taskId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM submission WHERE task_id = $1`, [taskId]);
    return rows.map(({ id }) => id);
  }

  async taskOfSubmission(tx: Tx, submissionId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ task_id: string }>(`SELECT task_id FROM submission WHERE id = $1`, [submissionId]);
    return row?.task_id;
  }

  /** Answers whether it is new, or was other before. */
  async keep(
    tx: Tx,
    { goldId, projectId, taskId, memberId, submissionId, at, score, isRight }: ExposureResult,
  ): Promise<boolean> {
    const kept = await tx.query(
      `INSERT INTO gold_exposure AS e (organization_id, project_id, gold_id, task_id, member_id, submission_id, answered_at, score, is_right)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (task_id, member_id) DO UPDATE SET gold_id = $3, submission_id = $6, answered_at = $7, score = $8, is_right = $9, forgiven_at = NULL
         WHERE (e.gold_id, e.submission_id, e.score, e.is_right) IS DISTINCT FROM ($3, $6, $8, $9)
       RETURNING e.task_id`,
      [tx.organizationId, projectId, goldId, taskId, memberId, submissionId, at, score, isRight],
    );
    return kept.length > 0;
  }

  /** What came of a gold task so far, in the order of its exposures. */
  outcomes(tx: Tx, goldId: string): Promise<OutcomeRow[]> {
    return tx.query<OutcomeRow>(
      `SELECT e.member_id, e.is_right, e.answered_at AS at, t.alpha / (t.alpha + t.beta) AS trust
         FROM gold_exposure e LEFT JOIN trust t ON t.project_id = e.project_id AND t.member_id = e.member_id AND t.part = 'AUTHOR' AND t.class = ''
        WHERE e.gold_id = $1 AND e.answered_at IS NOT NULL AND e.forgiven_at IS NULL ORDER BY e.answered_at, e.member_id`,
      [goldId],
    );
  }

  /** The person says that they were right; null when it was no gold, which they must not learn. */
  async contest(tx: Tx, memberId: string, assignmentId: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE gold_exposure e SET contested_at = muster_now(), contest = $3 FROM submission s
        WHERE s.assignment_id = $2 AND s.member_id = $1 AND e.submission_id = s.id AND e.contested_at IS NULL`,
      [memberId, assignmentId, reason],
    );
  }

  async ownAnswer(tx: Tx, memberId: string, assignmentId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `SELECT s.id FROM submission s JOIN assignment a ON a.id = s.assignment_id
        WHERE a.id = $2 AND a.member_id = $1 AND a.state = 'SUBMITTED'`,
      [memberId, assignmentId],
    );
    return row?.id;
  }

  /** Those that wait for a word, oldest first. */
  contests(tx: Tx, projectId: string, limit: number): Promise<ContestRow[]> {
    return tx.query<ContestRow>(
      `SELECT e.gold_id, e.task_id, t.external_key, e.member_id, m.name AS member_name, e.contest, e.contested_at, e.score
         FROM gold_exposure e JOIN task t ON t.id = e.task_id JOIN member m ON m.id = e.member_id
        WHERE e.project_id = $1 AND e.contested_at IS NOT NULL AND e.forgiven_at IS NULL ORDER BY e.contested_at LIMIT $2`,
      [projectId, limit],
    );
  }

  /** Nobody's failure at these gold tasks is held against them any more; answers whose. */
  forgive(tx: Tx, goldIds: readonly string[]): Promise<{ submission_id: string; member_id: string }[]> {
    return tx.query(
      `UPDATE gold_exposure SET forgiven_at = muster_now() WHERE gold_id = ANY ($1) AND forgiven_at IS NULL AND NOT is_right
       RETURNING submission_id, member_id`,
      [goldIds],
    );
  }
}
