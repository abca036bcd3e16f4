import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { TaskAnswers } from './answer.types.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What of the labels is read: everything, or what is small enough to be read of every answer of a project. */
export type LabelsRead = 'ALL' | 'WITHOUT_SHAPES';

const labelsOf: Record<LabelsRead, string> = {
  ALL: 's.labels',
  WITHOUT_SHAPES: `jsonb_path_query_array(s.labels, '$[*] ? (@.kind == "CHOICE" || @.kind == "TAG" || @.kind == "NUMBER")')`,
};

/** Counted answers of the first stage. "Cannot be done" is none: it says nothing about the item. */
const answersOf = (labels: LabelsRead) => `
  SELECT coalesce(json_agg(json_build_object('by', s.member_id, 'labels', (${labelsOf[labels]})::text) ORDER BY s.ordinal), '[]') AS answers
    FROM submission s WHERE s.task_id = t.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED' AND s.skip_reason IS NULL`;

/**
 * What settled, where it is more than one answer that nobody looked at, and no audit has found it wrong since. Else an answer would be
 * held against itself.
 */
const resultOf = `
  SELECT r.labels::text AS result FROM result r WHERE r.task_id = t.id AND r.is_current
     AND (r.method <> 'SINGLE' OR EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.purpose IN ('REVIEW', 'AUDIT') AND v.overturned_by IS NULL))
     AND NOT EXISTS (SELECT FROM verdict v WHERE v.task_id = t.id AND v.purpose = 'AUDIT' AND v.decision <> 'ACCEPT' AND v.overturned_by IS NULL
                        AND v.created_at > r.settled_at)`;

/** Reads what people answered, a page of tasks at a time; the tables belong to features to the left. */
@Injectable()
export class AnswersStore {
  /** Newest first. */
  async batchesOf(tx: Tx, projectId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM batch WHERE project_id = $1 ORDER BY id DESC`, [
      projectId,
    ]);
    return rows.map(({ id }) => id);
  }

  /** The next tasks of a batch that somebody answered, newest first. */
  page(
    tx: Tx,
    {
      batchId,
      before,
      isSettledOnly,
      isWithResult,
    }: { batchId: string; before: string | null; isSettledOnly: boolean; isWithResult: boolean },
    first: number,
    labels: LabelsRead,
  ): Promise<TaskAnswers[]> {
    return tx.query<TaskAnswers>(
      `SELECT t.id AS "taskId", t.source, a.answers${isWithResult ? `, (${resultOf}) AS result` : ''}
         FROM (SELECT id, source FROM task WHERE batch_id = $1 AND id < $2 AND ($4 IS FALSE OR state IN ('SETTLED', 'CANCELLED'))
                  AND EXISTS (SELECT FROM submission s WHERE s.task_id = task.id AND s.state = 'COUNTED')
                ORDER BY id DESC LIMIT $3) t,
              LATERAL (${answersOf(labels)}) a ORDER BY t.id DESC`,
      [batchId, before ?? lastId, first, isSettledOnly],
    );
  }

  ofTasks(tx: Tx, taskIds: string[]): Promise<TaskAnswers[]> {
    return tx.query<TaskAnswers>(
      `SELECT t.id AS "taskId", t.source, a.answers FROM task t, LATERAL (${answersOf('ALL')}) a
        WHERE t.id = ANY ($1) ORDER BY t.id`,
      [taskIds],
    );
  }
}
