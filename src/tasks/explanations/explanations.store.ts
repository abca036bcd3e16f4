import { Injectable } from '@nestjs/common';
import type { BatchState } from '../../batches/index.js';
import type { Tx } from '../../platform/index.js';
import type { NextShift, OnBreak } from '../../workforce/index.js';
import type { Stage } from '../task.rules.js';
import { breakColumns, nextShiftColumns } from './gaps.store.js';
import type { LaneFacts } from './explanation.rules.js';
import type { LanePlace } from './order.rules.js';

export interface ExplainedLane extends LaneFacts, LanePlace {
  batchId: string;
  batchState: BatchState;
}

export interface ProjectOfMember {
  id: string;
  name: string;
  hasOpenBatch: boolean;
  /** what their lead wrote for them, while they are paused here */
  pauseReason: string | null;
  /** of the quiz on the guidelines that is open to them; null when none is, or they have not read them */
  quizQuestions: number | null;
}

/** Whose work is asked for, and which part of it. */
export interface Question {
  memberId: string;
  stages: readonly Stage[];
  projectId: string | null;
  batchId: string | null;
}

export interface Person {
  id: string;
  name: string;
  roles: string[];
  isActive: boolean;
}

/** What the filter on single tasks does to the first tasks that a person would meet in a project. */
export interface RowCounts {
  projectId: string;
  looked: number;
  fitting: number;
  fittingSeats: number;
  /** answered, skipped or judged by them, or theirs in another role */
  ownBefore: number;
  /** about their own work */
  aboutOwn: number;
}

export interface CandidateRow {
  /** null: the search ended with its budget */
  taskId: string | null;
  externalKey: string;
  groupKey: string | null;
  laneId: string;
  projectId: string;
  stage: Stage;
  isWalked: boolean;
  isPushed: boolean;
}

export interface HeldRow {
  id: string;
  taskId: string;
  externalKey: string;
  projectId: string;
  projectName: string;
  batchId: string;
  batchName: string;
  stage: Stage;
  ordinal: number;
  claimedAt: Date;
  leaseExpiresAt: Date;
  isOver: boolean;
}

const passes = `json_build_object('STAGE', e.right_stage, 'TEAM', e.in_team, 'BATCH_OPEN', e.batch_open, 'NOT_PAUSED', e.not_paused, 'NOT_ON_BREAK', e.not_on_break,
  'IN_SHIFT', e.in_shift, 'GUIDELINES_READ', e.guidelines_read, 'SKILLED', e.skilled, 'QUALIFIED', e.qualified, 'UNDER_CAP', e.under_cap) AS passes`;

/** Why people get what they get: read-only, and never anything of a label. */
@Injectable()
export class ExplanationsStore {
  /** Where the person may work at all; of one project or batch when asked. */
  projectsOfMember(tx: Tx, { memberId, projectId, batchId }: Question): Promise<ProjectOfMember[]> {
    return tx.query<ProjectOfMember>(
      `SELECT p.id, p.name, EXISTS (SELECT FROM batch b WHERE b.project_id = p.id AND b.state = 'OPEN' AND ($3::uuid IS NULL OR b.id = $3)) AS "hasOpenBatch",
              (SELECT mp.reason FROM member_pause mp WHERE mp.member_id = $1 AND mp.resumed_at IS NULL AND (mp.project_id IS NULL OR mp.project_id = p.id)
                ORDER BY mp.project_id NULLS LAST LIMIT 1) AS "pauseReason",
              (SELECT s.questions FROM quiz_standing(p.id, $1) s WHERE s.is_read) AS "quizQuestions"
         FROM project p
        WHERE ($2::uuid IS NULL OR p.id = $2) AND ($3::uuid IS NULL OR EXISTS (SELECT FROM batch b WHERE b.id = $3 AND b.project_id = p.id))
          AND EXISTS (SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = p.id AND tm.member_id = $1)
        ORDER BY p.name LIMIT 50`,
      [memberId, projectId, batchId],
    );
  }

  /** When the person works again. */
  async nextShift(tx: Tx, memberId: string): Promise<NextShift> {
    const [row] = await tx.query<NextShift>(`SELECT ${nextShiftColumns} FROM member m WHERE m.id = $1`, [memberId]);
    return row!;
  }

  /** Undefined: they are back by now. */
  async onBreak(tx: Tx, memberId: string): Promise<OnBreak | undefined> {
    return (await tx.query<OnBreak>(`SELECT ${breakColumns} WHERE m.id = $1`, [memberId]))[0];
  }

  /** Lanes with free seats, and which filters let this person through. */
  lanes(tx: Tx, { memberId, stages, batchId }: Question, projectIds: string[]): Promise<ExplainedLane[]> {
    return tx.query<ExplainedLane>(
      `SELECT e.lane_id AS "laneId", e.project_id AS "projectId", p.name AS "projectName", e.share, e.turns, e.batch_id AS "batchId",
              e.batch_name AS "batchName", e.batch_state AS "batchState", e.priority, e.deadline_at AS "deadlineAt",
              e.batch_created_at AS "batchCreatedAt", e.stage, e.kind, e.tasks::float8 AS tasks, e.seats::float8 AS seats,
              e.others::float8 AS "reservedForOthers", ${passes}
         FROM explain_lanes($1, $2, $3, $4, $5) e JOIN project p ON p.id = e.project_id`,
      [tx.organizationId, memberId, stages, projectIds, batchId],
    );
  }

  /** @param laneIds those that every other filter lets through */
  rows(tx: Tx, memberId: string, laneIds: string[], limit: number): Promise<RowCounts[]> {
    return tx.query<RowCounts>(
      `SELECT project_id AS "projectId", looked, fitting, fitting_seats AS "fittingSeats", own AS "ownBefore", subject AS "aboutOwn"
         FROM explain_rows($1, $2, $3, $4)`,
      [tx.organizationId, memberId, laneIds, limit],
    );
  }

  /** The first seats in the order of a claim. @param budget windows of queue rows, as a claim's */
  order(tx: Tx, { memberId, stages, projectId, batchId }: Question, limit: number, budget: number) {
    return tx.query<CandidateRow>(
      `SELECT e.task_id AS "taskId", t.external_key AS "externalKey", t.group_key AS "groupKey", e.lane_id AS "laneId", e.project_id AS "projectId",
              e.stage, e.is_walked AS "isWalked", e.is_pushed AS "isPushed"
         FROM explain_order($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY e LEFT JOIN task t ON t.id = e.task_id ORDER BY e.ordinality`,
      [tx.organizationId, memberId, stages, projectId, batchId, limit, budget],
    );
  }

  /** What the person holds: a claim answers with that first. */
  held(tx: Tx, { memberId, stages, projectId, batchId }: Question): Promise<HeldRow[]> {
    return tx.query<HeldRow>(
      `SELECT a.id, a.task_id AS "taskId", t.external_key AS "externalKey", a.project_id AS "projectId", p.name AS "projectName", a.batch_id AS "batchId",
              b.name AS "batchName", a.stage, a.ordinal,
              a.claimed_at AS "claimedAt", a.lease_expires_at AS "leaseExpiresAt", a.lease_expires_at <= muster_now() AS "isOver"
         FROM assignment a JOIN task t ON t.id = a.task_id JOIN project p ON p.id = a.project_id JOIN batch b ON b.id = a.batch_id
        WHERE a.member_id = $1 AND a.state = 'ACTIVE' AND a.stage = ANY ($2) AND ($3::uuid IS NULL OR a.project_id = $3) AND ($4::uuid IS NULL OR a.batch_id = $4)
        ORDER BY a.token LIMIT 50`,
      [memberId, stages, projectId, batchId],
    );
  }

  /** @param ledBy only when this person leads a team of theirs; null: anybody */
  async person(tx: Tx, id: string, ledBy: string | null): Promise<Person | undefined> {
    const [row] = await tx.query<Person>(
      `SELECT m.id, m.name, m.roles, m.state = 'ACTIVE' AS "isActive" FROM member m WHERE m.id = $1 AND ($2::uuid IS NULL OR EXISTS (
         SELECT FROM team_member own JOIN team_member lead ON lead.team_id = own.team_id WHERE own.member_id = m.id AND lead.member_id = $2 AND lead.is_lead))`,
      [id, ledBy],
    );
    return row;
  }

  /** Projects that the caller may see, those open to the person first. @param openTo whose teams decide; null: all */
  projects(tx: Tx, { memberId, projectId, batchId }: Question, openTo: string | null, limit: number) {
    const isOpenTo = (member: string) =>
      `EXISTS (SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = p.id AND tm.member_id = ${member})`;
    return tx.query<{ id: string; name: string; hasOpenBatch: boolean }>(
      `SELECT p.id, p.name, EXISTS (SELECT FROM batch b WHERE b.project_id = p.id AND b.state = 'OPEN' AND ($3::uuid IS NULL OR b.id = $3)) AS "hasOpenBatch"
         FROM project p
        WHERE ($2::uuid IS NULL OR p.id = $2) AND ($3::uuid IS NULL OR EXISTS (SELECT FROM batch b WHERE b.id = $3 AND b.project_id = p.id))
          AND ($4::uuid IS NULL OR ${isOpenTo('$4')})
        ORDER BY ${isOpenTo('$1')} DESC, p.name LIMIT $5`,
      [memberId, projectId, batchId, openTo, limit],
    );
  }
}
