import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Quiz, QuizAnswer } from './quiz.rules.js';

export interface GuidelinesRow {
  projectId: string;
  version: number;
  body: string;
  createdAt: Date;
}

export interface GuidelineNoteRow {
  id: string;
  projectId: string;
  guidelineVersion: number;
  text: string;
  example: unknown;
  mediaId: string | null;
  at: Date;
  /** to the person who asks */
  isNew: boolean;
}

export interface NewGuidelineNote {
  id: string;
  projectId: string;
  text: string;
  disputeId?: string;
  addedBy?: string;
  example?: unknown;
  mediaId?: string | null;
}

/** The next quiz that a person has to pass, and whether they have read the version in force. */
export interface QuizStanding {
  version: number;
  questions: number;
  isRead: boolean;
  /** made before, of this quiz */
  tries: number;
}

/** `$1` is the person who asks. */
const note = `
  SELECT n.id, n.project_id AS "projectId", n.guideline_version AS "guidelineVersion", n.text, n.example, n.media_id AS "mediaId", n.at,
         n.at > coalesce((SELECT l.at FROM guideline_note_look l WHERE l.project_id = n.project_id AND l.member_id = $1), '-infinity') AS "isNew"
    FROM guideline_note n`;

/** The guidelines of projects, what is asked about them, and the notes to them. */
@Injectable()
export class GuidelinesStore {
  async insert(tx: Tx, projectId: string, version: number, body: string, by: string): Promise<void> {
    await tx.query(
      `INSERT INTO project_guideline (organization_id, project_id, version, body, created_by) VALUES ($1, $2, $3, $4, $5)`,
      [tx.organizationId, projectId, version, body, by],
    );
    await tx.query(`UPDATE project SET guideline_version = $2 WHERE id = $1`, [projectId, version]);
  }

  async insertQuiz(tx: Tx, projectId: string, { version, questions, passMark }: Quiz): Promise<void> {
    await tx.query(
      `INSERT INTO guideline_quiz (organization_id, project_id, version, questions, pass_mark) VALUES ($1, $2, $3, $4, $5)`,
      [tx.organizationId, projectId, version, JSON.stringify(questions), passMark],
    );
  }

  async find(tx: Tx, projectId: string, version: number): Promise<GuidelinesRow | null> {
    const [row] = await tx.query<GuidelinesRow>(
      `SELECT project_id AS "projectId", version, body, created_at AS "createdAt" FROM project_guideline WHERE project_id = $1 AND version = $2`,
      [projectId, version],
    );
    return row ?? null;
  }

  async quiz(tx: Tx, projectId: string, version: number): Promise<Quiz | null> {
    const [row] = await tx.query<Quiz>(
      `SELECT version, questions, pass_mark AS "passMark" FROM guideline_quiz WHERE project_id = $1 AND version = $2`,
      [projectId, version],
    );
    return row ?? null;
  }

  /** Null: no quiz stands between the person and the guidelines. */
  async quizStanding(tx: Tx, projectId: string, memberId: string): Promise<QuizStanding | null> {
    const [row] = await tx.query<QuizStanding>(
      `SELECT s.version, s.questions, s.is_read AS "isRead", (SELECT count(*)::int FROM guideline_quiz_try t
          WHERE t.project_id = $1 AND t.member_id = $2 AND t.version = s.version) AS tries FROM quiz_standing($1, $2) s`,
      [projectId, memberId],
    );
    return row ?? null;
  }

  async hasPassed(tx: Tx, projectId: string, version: number, memberId: string): Promise<boolean> {
    const passed = await tx.query(
      `SELECT FROM guideline_quiz_try WHERE project_id = $1 AND version = $2 AND member_id = $3 AND is_passed LIMIT 1`,
      [projectId, version, memberId],
    );
    return passed.length > 0;
  }

  async insertTry(
    tx: Tx,
    of: { projectId: string; version: number; memberId: string },
    made: { answers: QuizAnswer[]; right: number; isPassed: boolean },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO guideline_quiz_try (organization_id, project_id, version, member_id, answers, right_count, is_passed)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.organizationId, of.projectId, of.version, of.memberId, JSON.stringify(made.answers), made.right, made.isPassed], // prettier-ignore
    );
  }

  /** Saying it again changes nothing. */
  async read(tx: Tx, projectId: string, version: number, memberId: string): Promise<void> {
    await tx.query(
      `INSERT INTO guideline_reading (organization_id, project_id, version, member_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [tx.organizationId, projectId, version, memberId],
    );
  }

  /** Once per version and person; saying it again changes nothing. */
  async acknowledge(tx: Tx, projectId: string, version: number, memberId: string): Promise<void> {
    await tx.query(
      `INSERT INTO guideline_acknowledgement (organization_id, project_id, version, member_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [tx.organizationId, projectId, version, memberId],
    );
  }

  async insertNote(tx: Tx, given: NewGuidelineNote): Promise<void> {
    const { id, projectId, text, disputeId = null, addedBy = null, example, mediaId = null } = given;
    await tx.query(
      `INSERT INTO guideline_note (id, organization_id, project_id, guideline_version, text, dispute_id, added_by, example, media_id)
       SELECT $1, $2, p.id, p.guideline_version, $4, $5, $6, $7, $8 FROM project p WHERE p.id = $3`,
      [id, tx.organizationId, projectId, text, disputeId, addedBy, example === undefined ? null : JSON.stringify(example), mediaId], // prettier-ignore
    );
  }

  async note(tx: Tx, memberId: string, id: string): Promise<GuidelineNoteRow | null> {
    return (await tx.query<GuidelineNoteRow>(`${note} WHERE n.id = $2`, [memberId, id]))[0] ?? null;
  }

  /** The newest of each project, newest first. */
  newestNotes(tx: Tx, memberId: string, projectIds: string[], limit: number): Promise<GuidelineNoteRow[]> {
    return tx.query(
      `SELECT n.* FROM unnest($2::uuid[]) p(id), LATERAL (${note} WHERE n.project_id = p.id ORDER BY n.at DESC, n.id DESC LIMIT $3) n
        ORDER BY n.at DESC, n.id DESC`,
      [memberId, projectIds, limit],
    );
  }

  /** Newest first; one more than `first`. */
  async notes(tx: Tx, memberId: string, projectId: string, first: number, after: string | null) {
    const rows = await tx.query<GuidelineNoteRow>(
      `${note} WHERE n.project_id = $2 AND ($3::uuid IS NULL OR (n.at, n.id) < (SELECT o.at, o.id FROM guideline_note o WHERE o.id = $3))
        ORDER BY n.at DESC, n.id DESC LIMIT $4`,
      [memberId, projectId, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM guideline_note WHERE project_id = $1`,
      [projectId],
    );
    return { rows, total: counted!.total };
  }

  async look(tx: Tx, projectId: string, memberId: string): Promise<void> {
    await tx.query(
      `INSERT INTO guideline_note_look (organization_id, project_id, member_id) VALUES ($1, $2, $3)
       ON CONFLICT (project_id, member_id) DO UPDATE SET at = excluded.at`,
      [tx.organizationId, projectId, memberId],
    );
  }
}
