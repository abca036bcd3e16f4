import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../../tasks/index.js';

export interface StageNow {
  stage: Stage;
  waiting: number;
  held: number;
}

export interface BatchNow {
  state: string;
  project_id: string;
  waiting: number;
  held: number;
  submitted: number;
  counted: number;
  reworked: number;
}

export interface AssignmentNow {
  id: string;
  member_id: string;
  stage: Stage;
  state: string;
  at: Date;
}

const mostOfMember = 20;
const mostAtOnce = 100;

const seats = `SELECT l.stage, l.batch_id, l.seats + coalesce((SELECT sum(c.seats) FROM lane_change c WHERE c.lane_id = l.id), 0) AS seats FROM lane l`;

/** Small questions that are asked again and again. */
@Injectable()
export class LiveStore {
  stages(tx: Tx, projectId: string): Promise<StageNow[]> {
    return tx.query<StageNow>(
      `SELECT stage, sum(waiting)::float8 AS waiting, sum(held)::float8 AS held FROM (
         SELECT s.stage, s.seats AS waiting, 0 AS held FROM (${seats} WHERE l.project_id = $1 AND l.kind <> 'HELD') s
           JOIN batch b ON b.id = s.batch_id AND b.state NOT IN ('DRAFT', 'READY', 'PAUSED', 'CANCELLED', 'ARCHIVED')
         UNION ALL SELECT a.stage, 0, 1 FROM assignment a WHERE a.state = 'ACTIVE' AND a.project_id = $1) n
        GROUP BY stage HAVING sum(waiting) <> 0 OR sum(held) <> 0 ORDER BY stage`,
      [projectId],
    );
  }

  async batch(tx: Tx, batchId: string): Promise<BatchNow> {
    const [row] = await tx.query<BatchNow>(
      `SELECT b.state, b.project_id, (SELECT coalesce(sum(s.seats), 0) FROM (${seats} WHERE l.batch_id = $1) s)::float8 AS waiting,
              (SELECT count(*) FROM assignment a WHERE a.state = 'ACTIVE' AND a.batch_id = $1)::float8 AS held, w.submitted, w.counted, w.reworked
         FROM batch b CROSS JOIN (SELECT coalesce(sum(submitted), 0)::float8 AS submitted, coalesce(sum(counted), 0)::float8 AS counted,
                coalesce(sum(reworked), 0)::float8 AS reworked FROM work_hour WHERE batch_id = $1) w
        WHERE b.id = $1`,
      [batchId],
    );
    return row!;
  }

  /** What was claimed or closed from this moment on, latest first. */
  assignments(tx: Tx, memberIds: string[], since: Date): Promise<AssignmentNow[]> {
    return tx.query<AssignmentNow>(
      `SELECT a.id, a.member_id, a.stage, a.state, a.at FROM unnest($1::uuid[]) m(id) CROSS JOIN LATERAL (
         SELECT id, member_id, stage, state, coalesce(closed_at, claimed_at) AS at FROM assignment WHERE member_id = m.id ORDER BY id DESC LIMIT ${mostOfMember}) a
        WHERE a.at >= $2 ORDER BY a.at DESC, a.id LIMIT ${mostAtOnce}`,
      [memberIds, since],
    );
  }

  /** The people of a team; of one that this member leads, unless `ledBy` is null. */
  async membersOf(tx: Tx, teamId: string, ledBy: string | null): Promise<string[]> {
    const rows = await tx.query<{ member_id: string }>(
      `SELECT member_id FROM team_member WHERE team_id = $1
          AND ($2::uuid IS NULL OR EXISTS (SELECT FROM team_member lead WHERE lead.team_id = $1 AND lead.member_id = $2 AND lead.is_lead)) LIMIT 1000`,
      [teamId, ledBy],
    );
    return rows.map(({ member_id }) => member_id);
  }

  async now(tx: Tx): Promise<Date> {
    return (await tx.query<{ now: Date }>(`SELECT muster_now() AS now`))[0]!.now;
  }
}
