import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../../tasks/index.js';
import type { AttemptState, CourseRules, Standing } from './training.rules.js';

/** Where a person stands in a published course, with what decides it. */
export interface StandingRow extends Standing {
  courseId: string;
  courseName: string;
  description: string;
  projectId: string;
  projectName: string;
  version: number;
  stages: Stage[];
  rules: CourseRules;
  memberId: string;
  memberName: string;
  /** made so far */
  attempts: number;
  /** that an attempt asks */
  examItems: number;
  /** the earliest end of what they are admitted to */
  qualifiedUntil: Date | null;
  now: Date;
}

export interface AttemptRow {
  id: string;
  courseId: string;
  version: number;
  memberId: string;
  state: AttemptState;
  itemIds: string[];
  startedAt: Date;
  endsAt: Date | null;
  finishedAt: Date | null;
  right: number | null;
  isOver: boolean;
}

export interface ExamAnswerRow {
  itemId: string;
  labels: Label[];
  score: number;
  isRight: boolean;
}

export interface GivenAnswer {
  itemId: string;
  labels: Label[];
  score: number;
  isRight: boolean;
}

/** Whoever is in the middle of an exam goes on with it, though the course is retired. */
const running = `SELECT FROM exam_attempt e WHERE e.course_id = c.id AND e.state = 'RUNNING'`;

/** `$1` the people. Of attempts only those count that failed since the last pass, or since a lead let them try again. */
const standing = `
  SELECT c.id AS "courseId", c.name AS "courseName", v.description, c.project_id AS "projectId", p.name AS "projectName", c.version, v.stages, v.rules,
         m.id AS "memberId", m.name AS "memberName", muster_now() AS now,
         v.guideline_version = 0 OR EXISTS (SELECT FROM guideline_acknowledgement g
           WHERE g.project_id = c.project_id AND g.member_id = m.id AND g.version >= v.guideline_version) AS "hasRead",
         coalesce((SELECT s.questions FROM quiz_standing(c.project_id, m.id) s WHERE s.is_read), 0) AS "quizQuestions",
         json_build_object('of', (SELECT count(*) FROM course_item i WHERE i.course_id = c.id AND i.version = c.version AND i.kind = 'PRACTICE'),
           'answered', (SELECT count(DISTINCT a.item_id) FROM practice_answer a JOIN course_item i ON i.id = a.item_id
             WHERE a.course_id = c.id AND a.member_id = m.id AND i.version = c.version)) AS practice,
         least((v.rules ->> 'examItems')::int, (SELECT count(*)::int FROM course_item i WHERE i.course_id = c.id AND i.version = c.version AND i.kind = 'EXAM')) AS "examItems",
         (SELECT json_build_object('id', e.id, 'of', cardinality(e.item_ids), 'isOver', coalesce(e.ends_at <= muster_now(), false),
             'answered', (SELECT count(*) FROM exam_answer x WHERE x.attempt_id = e.id))
            FROM exam_attempt e WHERE e.course_id = c.id AND e.member_id = m.id AND e.state = 'RUNNING') AS running,
         made.attempts, made.failures, made."lastFailedAt",
         held.stages = cardinality(v.stages) AS "isQualified", held.until AS "qualifiedUntil"
    FROM course c JOIN course_version v ON v.course_id = c.id AND v.version = c.version JOIN project p ON p.id = c.project_id
    JOIN member m ON m.id = ANY ($1)
    CROSS JOIN LATERAL (SELECT greatest(
        (SELECT max(l.at) FROM exam_allowance l WHERE l.course_id = c.id AND l.member_id = m.id),
        (SELECT max(e.finished_at) FROM exam_attempt e WHERE e.course_id = c.id AND e.member_id = m.id AND e.state = 'PASSED'), '-infinity') AS at) since
    CROSS JOIN LATERAL (SELECT count(*)::int AS attempts,
        (count(*) FILTER (WHERE e.state = 'FAILED' AND e.finished_at > since.at))::int AS failures,
        max(e.finished_at) FILTER (WHERE e.state = 'FAILED' AND e.finished_at > since.at) AS "lastFailedAt"
       FROM exam_attempt e WHERE e.course_id = c.id AND e.member_id = m.id) made
    CROSS JOIN LATERAL (SELECT count(*)::int AS stages, min(k.expires_at) AS until FROM qualification k
       WHERE k.project_id = c.project_id AND k.member_id = m.id AND k.stage = ANY (v.stages) AND (k.expires_at IS NULL OR k.expires_at > muster_now())) held
   WHERE (c.state = 'PUBLISHED' OR EXISTS (${running} AND e.member_id = m.id))`;

const attempt = `id, course_id AS "courseId", version, member_id AS "memberId", state, item_ids AS "itemIds", started_at AS "startedAt", ends_at AS "endsAt",
  finished_at AS "finishedAt", right_count AS right, coalesce(ends_at <= muster_now(), false) AS "isOver"`;

/** What people do in courses. */
@Injectable()
export class TrainingStore {
  /** Of the courses of these projects that are open to people, a row a person and course. */
  standings(tx: Tx, memberIds: string[], projectIds: string[]): Promise<StandingRow[]> {
    return tx.query<StandingRow>(`${standing} AND c.project_id = ANY ($2) ORDER BY c.id, m.id`, [
      memberIds,
      projectIds,
    ]);
  }

  async standing(tx: Tx, memberId: string, courseId: string): Promise<StandingRow | null> {
    return (await tx.query<StandingRow>(`${standing} AND c.id = $2`, [[memberId], courseId]))[0] ?? null;
  }

  ofCourse(tx: Tx, memberIds: string[], courseId: string): Promise<StandingRow[]> {
    return tx.query<StandingRow>(`${standing} AND c.id = $2 ORDER BY m.id`, [memberIds, courseId]);
  }

  /** Who may come to take a course: the workers of the project's teams, of one's own teams when led. One more than `first`. */
  async people(tx: Tx, projectId: string, ledBy: string | null, first: number, after: string | null) {
    const where = `m.roles && ARRAY['ANNOTATOR', 'REVIEWER'] AND EXISTS (SELECT FROM team_member tm JOIN project_team pt ON pt.team_id = tm.team_id
        WHERE tm.member_id = m.id AND pt.project_id = $1 AND ($2::uuid IS NULL OR EXISTS (
          SELECT FROM team_member l WHERE l.team_id = tm.team_id AND l.member_id = $2 AND l.is_lead)))`;
    const rows = await tx.query<{ id: string }>(
      `SELECT m.id FROM member m WHERE ${where} AND ($3::uuid IS NULL OR m.id > $3) ORDER BY m.id LIMIT $4`,
      [projectId, ledBy, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(`SELECT count(*)::int AS total FROM member m WHERE ${where}`, [
      projectId,
      ledBy,
    ]);
    return { ids: rows.map(({ id }) => id), total: counted!.total };
  }

  /** Projects that a person's teams work in and that have a course in force, or one whose exam they are in. */
  async projectsOf(tx: Tx, memberId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT c.project_id AS id FROM course c JOIN project_team pt ON pt.project_id = c.project_id
         JOIN team_member tm ON tm.team_id = pt.team_id WHERE tm.member_id = $1 AND (c.state = 'PUBLISHED' OR EXISTS (${running} AND e.member_id = $1))`,
      [memberId],
    );
    return rows.map(({ id }) => id);
  }

  /** The items of the version in force that the person has not practised yet, in their order. */
  async toPractise(
    tx: Tx,
    courseId: string,
    version: number,
    memberId: string,
  ): Promise<{ id: string; ordinal: number }[]> {
    return tx.query(
      `SELECT i.id, i.ordinal FROM course_item i WHERE i.course_id = $1 AND i.version = $2 AND i.kind = 'PRACTICE'
          AND NOT EXISTS (SELECT FROM practice_answer a WHERE a.course_id = $1 AND a.member_id = $3 AND a.item_id = i.id) ORDER BY i.ordinal`,
      [courseId, version, memberId],
    );
  }

  async insertPractice(tx: Tx, id: string, courseId: string, memberId: string, given: GivenAnswer): Promise<void> {
    await tx.query(
      `INSERT INTO practice_answer (id, organization_id, course_id, item_id, member_id, labels, score, is_right) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, tx.organizationId, courseId, given.itemId, memberId, JSON.stringify(given.labels), given.score, given.isRight], // prettier-ignore
    );
  }

  /** One at a time a person and course: whoever is second waits, and finds the attempt of the first. */
  async lockPerson(tx: Tx, courseId: string, memberId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 3))`, [`${courseId}/${memberId}`]);
  }

  async insertAttempt(
    tx: Tx,
    row: Pick<AttemptRow, 'id' | 'courseId' | 'version' | 'memberId' | 'itemIds'>,
    minutes: number | null,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO exam_attempt (id, organization_id, course_id, version, member_id, item_ids, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, muster_now() + make_interval(secs => $7))`,
      [row.id, tx.organizationId, row.courseId, row.version, row.memberId, row.itemIds, minutes && minutes * 60],
    );
  }

  async attempt(tx: Tx, id: string): Promise<AttemptRow | null> {
    return (await tx.query<AttemptRow>(`SELECT ${attempt} FROM exam_attempt WHERE id = $1`, [id]))[0] ?? null;
  }

  async running(tx: Tx, courseId: string, memberId: string): Promise<AttemptRow | null> {
    const [row] = await tx.query<AttemptRow>(
      `SELECT ${attempt} FROM exam_attempt WHERE course_id = $1 AND member_id = $2 AND state = 'RUNNING'`,
      [courseId, memberId],
    );
    return row ?? null;
  }

  /** Newest first. */
  attemptsOf(tx: Tx, courseId: string, memberIds: string[]): Promise<AttemptRow[]> {
    return tx.query<AttemptRow>(
      `SELECT ${attempt} FROM exam_attempt WHERE course_id = $1 AND member_id = ANY ($2) ORDER BY started_at DESC LIMIT 1000`,
      [courseId, memberIds],
    );
  }

  answers(tx: Tx, attemptId: string): Promise<ExamAnswerRow[]> {
    return tx.query<ExamAnswerRow>(
      `SELECT item_id AS "itemId", labels, score, is_right AS "isRight" FROM exam_answer WHERE attempt_id = $1`,
      [attemptId],
    );
  }

  async insertAnswer(tx: Tx, attemptId: string, given: GivenAnswer): Promise<void> {
    await tx.query(
      `INSERT INTO exam_answer (organization_id, attempt_id, item_id, labels, score, is_right) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.organizationId, attemptId, given.itemId, JSON.stringify(given.labels), given.score, given.isRight],
    );
  }

  /** What time has ended was over then, however late somebody comes back to hear of it: they wait from there. */
  async finish(tx: Tx, attemptId: string, state: AttemptState, right: number): Promise<void> {
    await tx.query(
      `UPDATE exam_attempt SET state = $2, right_count = $3, finished_at = least(muster_now(), ends_at) WHERE id = $1 AND state = 'RUNNING'`,
      [attemptId, state, right],
    );
  }

  async allow(tx: Tx, row: { id: string; courseId: string; memberId: string; by: string; reason: string }) {
    await tx.query(
      `INSERT INTO exam_allowance (id, organization_id, course_id, member_id, allowed_by, reason) VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.id, tx.organizationId, row.courseId, row.memberId, row.by, row.reason],
    );
  }
}
