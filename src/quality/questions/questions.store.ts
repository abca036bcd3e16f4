import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Addressee, Part, QuestionState } from './question.rules.js';

export interface QuestionRow {
  id: string;
  projectId: string;
  projectName: string;
  askedBy: string;
  askedByName: string;
  addressee: Addressee;
  text: string;
  state: QuestionState;
  askedAt: Date;
  closedAt: Date | null;
  noteId: string | null;
  /** of what was held; null: it is about the project */
  taskId: string | null;
  externalKey: string | null;
  data: Record<string, unknown> | null;
  metadata: Record<string, unknown> | null;
  mediaId: string | null;
  /** by who asked, still */
  isHeld: boolean;
}

export interface ReplyRow {
  id: string;
  questionId: string;
  memberId: string;
  memberName: string;
  part: Part;
  isAnswer: boolean;
  text: string;
  at: Date;
}

export interface NewQuestion {
  id: string;
  projectId: string;
  askedBy: string;
  addressee: Addressee;
  assignmentId: string | null;
  taskId: string | null;
  text: string;
}

const select = `
  SELECT q.id, q.project_id AS "projectId", p.name AS "projectName", q.asked_by AS "askedBy", m.name AS "askedByName", q.addressee, q.text, q.state,
         q.asked_at AS "askedAt", q.closed_at AS "closedAt", q.note_id AS "noteId", q.task_id AS "taskId", t.external_key AS "externalKey", t.data, t.metadata,
         t.media_id AS "mediaId", coalesce(a.state = 'ACTIVE' AND a.lease_expires_at > muster_now(), false) AS "isHeld"
    FROM question q JOIN project p ON p.id = q.project_id JOIN member m ON m.id = q.asked_by
    LEFT JOIN task t ON t.id = q.task_id LEFT JOIN assignment a ON a.id = q.assignment_id`;

@Injectable()
export class QuestionsStore {
  /** What this person holds now. */
  async held(tx: Tx, memberId: string, assignmentId: string): Promise<{ taskId: string; projectId: string } | null> {
    const [row] = await tx.query<{ taskId: string; projectId: string }>(
      `SELECT task_id AS "taskId", project_id AS "projectId" FROM assignment WHERE id = $1 AND member_id = $2 AND state = 'ACTIVE'`,
      [assignmentId, memberId],
    );
    return row ?? null;
  }

  async openBy(tx: Tx, memberId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM question WHERE asked_by = $1 AND state = 'OPEN'`,
      [memberId],
    );
    return row!.count;
  }

  async insert(tx: Tx, row: NewQuestion): Promise<void> {
    await tx.query(
      `INSERT INTO question (id, organization_id, project_id, asked_by, addressee, assignment_id, task_id, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.id, tx.organizationId, row.projectId, row.askedBy, row.addressee, row.assignmentId, row.taskId, row.text],
    );
  }

  async find(tx: Tx, id: string): Promise<QuestionRow | null> {
    return (await tx.query<QuestionRow>(`${select} WHERE q.id = $1`, [id]))[0] ?? null;
  }

  /** Waits for whoever is speaking. */
  async lock(tx: Tx, id: string): Promise<QuestionRow | null> {
    await tx.query(`SELECT FROM question WHERE id = $1 FOR UPDATE`, [id]);
    return this.find(tx, id);
  }

  /** One more than `first`. @param of the project's, oldest first; or a person's own, newest first */
  async page(
    tx: Tx,
    of: { projectId: string; state: QuestionState | null } | { askedBy: string },
    first: number,
    after: string | null,
  ) {
    const isOwn = 'askedBy' in of;
    const where = isOwn ? 'q.asked_by = $1' : 'q.project_id = $1 AND ($2::text IS NULL OR q.state = $2)';
    const values = isOwn ? [of.askedBy] : [of.projectId, of.state];
    const [cursor, limit] = [`$${values.length + 1}`, `$${values.length + 2}`];
    const rows = await tx.query<QuestionRow>(
      `${select} WHERE ${where} AND (${cursor}::uuid IS NULL OR q.id ${isOwn ? '<' : '>'} ${cursor}) ORDER BY q.id ${isOwn ? 'DESC' : ''} LIMIT ${limit}`,
      [...values, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM question q WHERE ${where}`,
      values,
    );
    return { rows, total: counted!.total };
  }

  /** Oldest first, of each question those that it may have. */
  replies(tx: Tx, questionIds: string[]): Promise<ReplyRow[]> {
    return tx.query<ReplyRow>(
      `SELECT r.id, r.question_id AS "questionId", r.member_id AS "memberId", m.name AS "memberName", r.part, r.is_answer AS "isAnswer", r.text, r.at
         FROM unnest($1::uuid[]) q (id)
         CROSS JOIN LATERAL (SELECT * FROM question_reply WHERE question_id = q.id ORDER BY id LIMIT 200) r
         JOIN member m ON m.id = r.member_id ORDER BY r.id`,
      [questionIds],
    );
  }

  async countReplies(tx: Tx, questionId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM question_reply WHERE question_id = $1`,
      [questionId],
    );
    return row!.count;
  }

  async reply(tx: Tx, row: Omit<ReplyRow, 'memberName' | 'at'>): Promise<void> {
    await tx.query(
      `INSERT INTO question_reply (id, organization_id, question_id, member_id, part, is_answer, text) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [row.id, tx.organizationId, row.questionId, row.memberId, row.part, row.isAnswer, row.text],
    );
  }

  async setState(tx: Tx, id: string, state: QuestionState, closedBy: string | null = null): Promise<void> {
    await tx.query(
      `UPDATE question SET state = $2, closed_by = $3, closed_at = CASE WHEN $3::uuid IS NOT NULL THEN muster_now() END WHERE id = $1`,
      [id, state, closedBy],
    );
  }

  async setNote(tx: Tx, id: string, noteId: string): Promise<void> {
    await tx.query(`UPDATE question SET note_id = $2 WHERE id = $1`, [id, noteId]);
  }

  /**
   * Whom a question goes to: the leads of the asker's teams in the project, or the project's clients; never the asker, nor who may not answer. Where there
   * is no client the leads, and where there is no lead the managers: it would wait for nobody.
   */
  async recipients(tx: Tx, { projectId, askedBy, addressee }: NewQuestion): Promise<string[]> {
    const leads = `SELECT DISTINCT m.id FROM team_member own JOIN team_member l ON l.team_id = own.team_id AND l.is_lead JOIN member m ON m.id = l.member_id
       JOIN project_team pt ON pt.team_id = own.team_id WHERE pt.project_id = $1 AND own.member_id = $2 AND m.id <> $2 AND m.state = 'ACTIVE'
        AND m.roles && ARRAY['TEAM_LEAD', 'OWNER', 'ADMIN', 'PROJECT_MANAGER'] LIMIT 100`;
    const clients = `SELECT DISTINCT m.id FROM member m JOIN team_member tm ON tm.member_id = m.id JOIN project_team pt ON pt.team_id = tm.team_id
       WHERE pt.project_id = $1 AND m.id <> $2 AND 'CLIENT' = ANY (m.roles) AND m.state = 'ACTIVE' LIMIT 100`;
    const managers = `SELECT m.id FROM member m JOIN project p ON p.organization_id = m.organization_id
       WHERE p.id = $1 AND m.id <> $2 AND m.roles && ARRAY['OWNER', 'ADMIN', 'PROJECT_MANAGER'] AND m.state = 'ACTIVE' LIMIT 100`;
    for (const query of addressee === 'CLIENT' ? [clients, leads, managers] : [leads, managers]) {
      const rows = await tx.query<{ id: string }>(query, [projectId, askedBy]);
      if (rows.length > 0) return rows.map(({ id }) => id);
    }
    return [];
  }

  /** What a task of the project shows, for an example. */
  async example(tx: Tx, projectId: string, taskId: string): Promise<{ data: unknown; mediaId: string | null } | null> {
    const [row] = await tx.query<{ data: unknown; mediaId: string | null }>(
      `SELECT data, media_id AS "mediaId" FROM task WHERE id = $1 AND project_id = $2`,
      [taskId, projectId],
    );
    return row ?? null;
  }

  /** The tasks that everybody sees with this example: the task itself, and whatever has the same picture. */
  async shownBy(tx: Tx, projectId: string, taskId: string | null, mediaId: string | null): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id FROM gold g JOIN task t ON t.id = g.task_id WHERE g.project_id = $1 AND g.retired_at IS NULL AND (t.id = $2 OR t.media_id = $3)`,
      [projectId, taskId, mediaId],
    );
    return rows.map(({ id }) => id);
  }

  async hasMedia(tx: Tx, projectId: string, mediaId: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM media WHERE id = $1 AND project_id = $2`, [mediaId, projectId])).length > 0;
  }
}
