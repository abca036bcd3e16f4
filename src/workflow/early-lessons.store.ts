import { Injectable } from '@nestjs/common';
import type { ClassLesson } from '../consensus/index.js';
import { Database, type Tx } from '../platform/index.js';
import type { TaskRow } from '../tasks/index.js';

export interface EarlyLessonRow {
  task_id: string;
  class_counts: ClassLesson;
}

/** What tasks that were not sure at the first look said of how common the classes are. */
@Injectable()
export class EarlyLessonsStore {
  constructor(private readonly database: Database) {}

  /** Once a task, whatever becomes of it. */
  async keep(tx: Tx, task: TaskRow, lesson: ClassLesson): Promise<void> {
    await tx.query(
      `INSERT INTO early_lesson (task_id, organization_id, project_id, class_counts) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [task.id, tx.organizationId, task.project_id, JSON.stringify(lesson)],
    );
  }

  async ofTasks(tx: Tx, taskIds: string[]): Promise<Map<string, ClassLesson>> {
    const rows = await tx.query<EarlyLessonRow>(
      `SELECT task_id, class_counts FROM early_lesson WHERE task_id = ANY ($1)`,
      [taskIds],
    );
    return new Map(rows.map(({ task_id, class_counts }) => [task_id, class_counts]));
  }

  /** What is known because of this task. */
  async learntOf(tx: Tx, taskId: string): Promise<ClassLesson> {
    const [row] = await tx.query<EarlyLessonRow>(
      `SELECT task_id, class_counts FROM early_lesson WHERE task_id = $1 AND learnt_at IS NOT NULL`,
      [taskId],
    );
    return row?.class_counts ?? {};
  }

  /** Projects with lessons that nobody has learnt yet. */
  projectsDue(limit: number): Promise<{ organization_id: string; project_id: string }[]> {
    return this.database.asSystem(
      `SELECT DISTINCT organization_id, project_id FROM early_lesson WHERE learnt_at IS NULL LIMIT $1`,
      [limit],
    );
  }

  /** The next to learn, marked as learnt, so that each is learnt once; without a limit all of them. */
  take(tx: Tx, projectId: string, limit: number | null): Promise<EarlyLessonRow[]> {
    return tx.query(
      `UPDATE early_lesson SET learnt_at = clock_timestamp()
        WHERE task_id IN (SELECT task_id FROM early_lesson WHERE project_id = $1 AND learnt_at IS NULL ORDER BY task_id LIMIT $2)
        RETURNING task_id, class_counts`,
      [projectId, limit],
    );
  }

  /** Learnt before a moment, of tasks that had no result then; newest tasks first, before a task, so many. */
  openBefore(
    tx: Tx,
    projectId: string,
    moment: string,
    before: string | null,
    limit: number,
  ): Promise<EarlyLessonRow[]> {
    return tx.query(
      `SELECT task_id, class_counts FROM early_lesson early
        WHERE project_id = $1 AND task_id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AND learnt_at < $3
          AND NOT EXISTS (SELECT FROM result r WHERE r.task_id = early.task_id AND r.is_current AND r.learnt_at < $3)
        ORDER BY task_id DESC LIMIT $4`,
      [projectId, before, moment, limit],
    );
  }

  learntSince(tx: Tx, projectId: string, moment: string): Promise<EarlyLessonRow[]> {
    return tx.query(`SELECT task_id, class_counts FROM early_lesson WHERE project_id = $1 AND learnt_at >= $2`, [
      projectId,
      moment,
    ]);
  }
}
