import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** A settled task as it is stored; labels are JSON, read in the worker thread. */
export interface SettledTask {
  taskId: string;
  externalKey: string;
  source: string | null;
  settledAt: Date;
  answers: { id: string; ordinal: number; memberId: string; isSkip: boolean; labels: string }[];
  /** What a judge decided; null for a consensus or a single answer. */
  judged: string | null;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const recentAssignments = 2000;

/** What was answered, what is still open, and how long an answer takes; the tables belong to features to the left. */
@Injectable()
export class PolicyPreviewStore {
  /** Settled tasks, those imported last first. */
  settled(tx: Tx, projectId: string, before: string | null, first: number): Promise<SettledTask[]> {
    return tx.query<SettledTask>(
      `SELECT r.task_id AS "taskId", t.external_key AS "externalKey", t.source, r.settled_at AS "settledAt", a.answers,
              CASE WHEN r.method = 'ADJUDICATED' OR cardinality(r.verdict_ids) > 0 THEN r.labels::text END AS judged
         FROM (SELECT task_id, settled_at, method, labels, verdict_ids FROM result
                WHERE project_id = $1 AND is_current AND task_id < $2 ORDER BY task_id DESC LIMIT $3) r
              JOIN task t ON t.id = r.task_id,
              LATERAL (SELECT coalesce(json_agg(json_build_object('id', s.id, 'ordinal', s.ordinal, 'memberId', s.member_id,
                                'isSkip', s.skip_reason IS NOT NULL, 'labels', s.labels::text) ORDER BY s.ordinal), '[]') AS answers
                         FROM submission s WHERE s.task_id = t.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') a
        ORDER BY r.task_id DESC`,
      [projectId, before ?? lastId, first],
    );
  }

  async openTasks(tx: Tx, projectId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM task t JOIN batch b ON b.id = t.batch_id
        WHERE b.project_id = $1 AND b.state <> 'CANCELLED' AND t.state NOT IN ('SETTLED', 'CANCELLED')`,
      [projectId],
    );
    return row!.count;
  }

  /** The median active time of the last answers; null when no front end reported any. */
  async hoursPerAnswer(tx: Tx, projectId: string): Promise<number | null> {
    const [row] = await tx.query<{ seconds: number | null }>(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY active_seconds) AS seconds
         FROM (SELECT active_seconds FROM assignment
                WHERE project_id = $1 AND stage = 'ANNOTATE' AND state = 'SUBMITTED' AND active_seconds > 0
                ORDER BY id DESC LIMIT ${recentAssignments}) recent`,
      [projectId],
    );
    return row?.seconds ? row.seconds / 3600 : null;
  }
}
