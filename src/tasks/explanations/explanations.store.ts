import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../task.rules.js';
import type { LaneFacts } from './explanation.rules.js';

export interface ExplainedLane extends LaneFacts {
  laneId: string;
  projectId: string;
  batchId: string;
  batchName: string;
  priority: number;
  deadlineAt: Date | null;
  stage: Stage;
  kind: 'FRESH' | 'RETURNED' | 'RESERVED';
}

export interface ProjectOfMember {
  id: string;
  name: string;
  hasOpenBatch: boolean;
  /** what their lead wrote for them, while they are paused here */
  pauseReason: string | null;
}

const passes = `json_build_object('STAGE', right_stage, 'TEAM', in_team, 'BATCH_OPEN', batch_open, 'NOT_PAUSED', not_paused,
  'GUIDELINES_READ', guidelines_read, 'SKILLED', skilled, 'QUALIFIED', qualified, 'UNDER_CAP', under_cap) AS passes`;

/** Why people get what they get: read-only, and never anything of a label. */
@Injectable()
export class ExplanationsStore {
  /** Where the person may work at all; of one project or batch when asked. */
  projectsOfMember(tx: Tx, memberId: string, projectId: string | null, batchId: string | null) {
    return tx.query<ProjectOfMember>(
      `SELECT p.id, p.name, EXISTS (SELECT FROM batch b WHERE b.project_id = p.id AND b.state = 'OPEN' AND ($3::uuid IS NULL OR b.id = $3)) AS "hasOpenBatch",
              (SELECT mp.reason FROM member_pause mp WHERE mp.member_id = $1 AND mp.resumed_at IS NULL AND (mp.project_id IS NULL OR mp.project_id = p.id)
                ORDER BY mp.project_id NULLS LAST LIMIT 1) AS "pauseReason"
         FROM project p
        WHERE ($2::uuid IS NULL OR p.id = $2) AND ($3::uuid IS NULL OR EXISTS (SELECT FROM batch b WHERE b.id = $3 AND b.project_id = p.id))
          AND EXISTS (SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = p.id AND tm.member_id = $1)
        ORDER BY p.name LIMIT 50`,
      [memberId, projectId, batchId],
    );
  }

  /** Lanes with free seats, and which filters let this person through. */
  lanes(tx: Tx, memberId: string, stages: readonly Stage[], projectIds: string[], batchId: string | null) {
    return tx.query<ExplainedLane>(
      `SELECT lane_id AS "laneId", project_id AS "projectId", batch_id AS "batchId", batch_name AS "batchName", priority, deadline_at AS "deadlineAt",
              stage, kind, tasks::float8 AS tasks, seats::float8 AS seats, others::float8 AS "reservedForOthers", ${passes}
         FROM explain_lanes($1, $2, $3, $4, $5)`,
      [tx.organizationId, memberId, stages, projectIds, batchId],
    );
  }
}
