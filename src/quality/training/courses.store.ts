import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../../tasks/index.js';
import type { CourseRules, CourseState } from './training.rules.js';

export const itemKinds = ['PRACTICE', 'EXAM'] as const;
export type ItemKind = (typeof itemKinds)[number];

export interface CourseRow {
  id: string;
  projectId: string;
  projectName: string;
  name: string;
  state: CourseState;
  /** in force; 0: none was published */
  version: number;
  createdBy: string;
  createdAt: Date;
}

export interface VersionRow {
  courseId: string;
  version: number;
  description: string;
  stages: Stage[];
  rules: CourseRules;
  /** of the project's guidelines when it was published; null: a draft */
  guidelineVersion: number | null;
  publishedAt: Date | null;
}

export interface ItemRow {
  id: string;
  courseId: string;
  version: number;
  kind: ItemKind;
  /** from 1 within its kind */
  ordinal: number;
  data: Record<string, unknown>;
  mediaId: string | null;
  labels: Label[];
  explanation: string;
  taskId: string | null;
}

/** With where the task is that it was copied from. */
export interface ListedItem extends ItemRow {
  batchId: string | null;
  externalKey: string | null;
}

export type NewItem = Omit<ItemRow, 'courseId' | 'version'>;

/** A task to copy an item from, with its known answer when it has one. */
export interface CopiedTask {
  id: string;
  externalKey: string;
  data: Record<string, unknown>;
  mediaId: string | null;
  gold: Label[] | null;
}

const course = `
  SELECT c.id, c.project_id AS "projectId", p.name AS "projectName", c.name, c.state, c.version, c.created_by AS "createdBy", c.created_at AS "createdAt"
    FROM course c JOIN project p ON p.id = c.project_id`;
const version = `course_id AS "courseId", version, description, stages, rules, guideline_version AS "guidelineVersion", published_at AS "publishedAt"`;
const item = `id, course_id AS "courseId", version, kind, ordinal, data, media_id AS "mediaId", labels, explanation, task_id AS "taskId"`;

/** What courses are made of. */
@Injectable()
export class CoursesStore {
  /** @returns false when the project has a course of this name */
  async insert(tx: Tx, id: string, projectId: string, name: string, by: string): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO course (id, organization_id, project_id, name, created_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (project_id, name) DO NOTHING RETURNING id`,
      [id, tx.organizationId, projectId, name, by],
    );
    return inserted.length > 0;
  }

  /** @returns false when the project has another course of this name */
  async rename(tx: Tx, { id, projectId }: CourseRow, name: string): Promise<boolean> {
    const renamed = await tx.query(
      `UPDATE course SET name = $3 WHERE id = $1 AND NOT EXISTS (SELECT FROM course o WHERE o.project_id = $2 AND o.name = $3 AND o.id <> $1) RETURNING id`,
      [id, projectId, name],
    );
    return renamed.length > 0;
  }

  /** Waits for whoever changes it. */
  async lock(tx: Tx, id: string): Promise<CourseRow | null> {
    await tx.query(`SELECT FROM course WHERE id = $1 FOR UPDATE`, [id]);
    return this.find(tx, id);
  }

  async find(tx: Tx, id: string): Promise<CourseRow | null> {
    return (await tx.query<CourseRow>(`${course} WHERE c.id = $1`, [id]))[0] ?? null;
  }

  /** One more than `first`, oldest first. */
  async page(tx: Tx, projectId: string, first: number, after: string | null) {
    const rows = await tx.query<CourseRow>(
      `${course} WHERE c.project_id = $1 AND ($2::uuid IS NULL OR c.id > $2) ORDER BY c.id LIMIT $3`,
      [projectId, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM course WHERE project_id = $1`,
      [projectId],
    );
    return { rows, total: counted!.total };
  }

  async insertVersion(tx: Tx, row: Pick<VersionRow, 'courseId' | 'version' | 'description' | 'stages' | 'rules'>) {
    await tx.query(
      `INSERT INTO course_version (organization_id, course_id, version, description, stages, rules) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.organizationId, row.courseId, row.version, row.description, row.stages, JSON.stringify(row.rules)],
    );
  }

  async updateDraft(tx: Tx, row: Pick<VersionRow, 'courseId' | 'version' | 'description' | 'stages' | 'rules'>) {
    await tx.query(
      `UPDATE course_version SET description = $3, stages = $4, rules = $5 WHERE course_id = $1 AND version = $2 AND published_at IS NULL`,
      [row.courseId, row.version, row.description, row.stages, JSON.stringify(row.rules)],
    );
  }

  async versionOf(tx: Tx, courseId: string, number: number): Promise<VersionRow | null> {
    const [row] = await tx.query<VersionRow>(
      `SELECT ${version} FROM course_version WHERE course_id = $1 AND version = $2`,
      [courseId, number],
    );
    return row ?? null;
  }

  /** The version in force and the one that is being written, of each course. */
  versionsOf(tx: Tx, courseIds: string[]): Promise<VersionRow[]> {
    return tx.query<VersionRow>(
      `SELECT ${version} FROM course_version v WHERE course_id = ANY ($1)
          AND (published_at IS NULL OR version = (SELECT c.version FROM course c WHERE c.id = v.course_id))`,
      [courseIds],
    );
  }

  async publish(tx: Tx, { id, projectId }: CourseRow, number: number, by: string): Promise<void> {
    await tx.query(
      `UPDATE course_version SET published_at = muster_now(), published_by = $4, guideline_version = (SELECT guideline_version FROM project WHERE id = $3)
        WHERE course_id = $1 AND version = $2`,
      [id, number, projectId, by],
    );
    await tx.query(`UPDATE course SET state = 'PUBLISHED', version = $2 WHERE id = $1`, [id, number]);
  }

  async setState(tx: Tx, id: string, state: CourseState): Promise<void> {
    await tx.query(`UPDATE course SET state = $2 WHERE id = $1`, [id, state]);
  }

  /** All of the draft's items anew. */
  async replaceItems(tx: Tx, courseId: string, number: number, items: NewItem[]): Promise<void> {
    await tx.query(`DELETE FROM course_item WHERE course_id = $1 AND version = $2`, [courseId, number]);
    for (const one of items)
      await tx.query(
        `INSERT INTO course_item (id, organization_id, course_id, version, kind, ordinal, data, media_id, labels, explanation, task_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [one.id, tx.organizationId, courseId, number, one.kind, one.ordinal, JSON.stringify(one.data), one.mediaId, JSON.stringify(one.labels), one.explanation, one.taskId], // prettier-ignore
      );
  }

  async copyItems(tx: Tx, courseId: string, from: number, to: number): Promise<void> {
    await tx.query(
      `INSERT INTO course_item (id, organization_id, course_id, version, kind, ordinal, data, media_id, labels, explanation, task_id)
       SELECT gen_random_uuid(), organization_id, course_id, $3, kind, ordinal, data, media_id, labels, explanation, task_id
         FROM course_item WHERE course_id = $1 AND version = $2`,
      [courseId, from, to],
    );
  }

  items(tx: Tx, courseId: string, number: number): Promise<ListedItem[]> {
    return tx.query<ListedItem>(
      `SELECT i.*, t.batch_id AS "batchId", t.external_key AS "externalKey"
         FROM (SELECT ${item} FROM course_item WHERE course_id = $1 AND version = $2) i LEFT JOIN task t ON t.id = i."taskId"
        ORDER BY i.kind DESC, i.ordinal`,
      [courseId, number],
    );
  }

  itemsById(tx: Tx, ids: string[]): Promise<ItemRow[]> {
    return tx.query<ItemRow>(`SELECT ${item} FROM course_item WHERE id = ANY ($1)`, [ids]);
  }

  /** Tasks of the project by batch and key, for copying. */
  tasks(tx: Tx, projectId: string, batchId: string, keys: string[]): Promise<CopiedTask[]> {
    return tx.query<CopiedTask>(
      `SELECT t.id, t.external_key AS "externalKey", t.data, t.media_id AS "mediaId", g.labels AS gold
         FROM task t LEFT JOIN gold g ON g.task_id = t.id AND g.retired_at IS NULL
        WHERE t.project_id = $1 AND t.batch_id = $2 AND t.external_key = ANY ($3)`,
      [projectId, batchId, keys],
    );
  }

  /** Those of the pictures that the project has. */
  async mediaAmong(tx: Tx, projectId: string, ids: string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM media WHERE project_id = $1 AND id = ANY ($2)`, [
      projectId,
      ids,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async hasSkill(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query(`SELECT FROM skill WHERE id = $1`, [id])).length > 0;
  }
}
