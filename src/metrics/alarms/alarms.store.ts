import { Injectable } from '@nestjs/common';
import { nobodyMayJudge } from '../../audits/index.js';
import { Database, type Tx } from '../../platform/index.js';
import type { AlarmKind } from '../../quality/index.js';
import { openStates } from '../queue-health/queue-health.store.js';
import type { Said } from './alarm.rules.js';

export interface DueBatch {
  id: string;
  projectId: string;
  name: string;
  deadlineAt: Date;
}

export interface ProjectQueue {
  projectId: string;
  name: string;
  seats: number;
  answers: number;
  /** a task of an open batch is neither settled nor cancelled */
  hasOpenWork: boolean;
}

export interface WaitingDispute {
  id: string;
  projectId: string;
  project: string;
  openedAt: Date;
}

/** A lot of which nobody may judge some of the items that wait for a verdict. */
export interface LotWithoutJudge {
  id: string;
  projectId: string;
  project: string;
  batch: string;
  open: number;
  judgeless: number;
}

export interface NewAction {
  id: string;
  projectId: string;
  project: string;
  memberId: string;
  person: string;
  action: string;
  sentence: string;
}

export interface DisabledEndpoint {
  id: string;
  url: string;
  why: string;
  at: Date;
}

const mostBatches = 3;
const mostRows = 500;
const managers = `ARRAY['OWNER', 'ADMIN', 'PROJECT_MANAGER']`;

/** Looks for what is worth an alarm; the tables belong to features to the left, but for `alarm` itself. */
@Injectable()
export class AlarmsStore {
  constructor(private readonly database: Database) {}

  async organizations(): Promise<string[]> {
    return (await this.database.asSystem<{ id: string }>(`SELECT id FROM organization ORDER BY id`)).map(
      ({ id }) => id,
    );
  }

  /** Open batches with a deadline that were not looked at for so long, those that waited longest first. They are looked at now. */
  async takeBatches(tx: Tx, notSince: Date): Promise<DueBatch[]> {
    const due = await tx.query<DueBatch>(
      `SELECT b.id, b.project_id AS "projectId", b.name, b.deadline_at AS "deadlineAt" FROM batch b
         LEFT JOIN alarm a ON a.organization_id = b.organization_id AND a.kind = 'BATCH_AT_RISK' AND a.subject_id = b.id
        WHERE b.state = 'OPEN' AND b.deadline_at IS NOT NULL AND (a.checked_at IS NULL OR a.checked_at <= $1)
        ORDER BY a.checked_at NULLS FIRST, b.deadline_at LIMIT ${mostBatches}`,
      [notSince],
    );
    await tx.query(
      `INSERT INTO alarm (organization_id, kind, subject_id) SELECT $1, 'BATCH_AT_RISK', id FROM unnest($2::uuid[]) id
       ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET checked_at = muster_now()`,
      [tx.organizationId, due.map(({ id }) => id)],
    );
    return due;
  }

  /** Free seats for answers in the open batches of a project, and the answers of the last hour. Kept for nobody in particular. */
  queues(tx: Tx): Promise<ProjectQueue[]> {
    return tx.query<ProjectQueue>(
      `SELECT p.id AS "projectId", p.name, q.seats, (
                SELECT count(*)::int FROM (SELECT DISTINCT tm.member_id FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = p.id) m
                  JOIN assignment a ON a.member_id = m.member_id AND a.claimed_at > muster_now() - interval '3 hours'
                 WHERE a.project_id = p.id AND a.stage = 'ANNOTATE' AND a.state = 'SUBMITTED' AND a.closed_at > muster_now() - interval '1 hour') AS answers,
              EXISTS (SELECT FROM batch b WHERE b.project_id = p.id AND b.state = 'OPEN' AND EXISTS (SELECT FROM task t WHERE t.batch_id = b.id AND t.state = ANY ($1))) AS "hasOpenWork"
         FROM project p JOIN (
           SELECT l.project_id, greatest(0, sum(l.seats + coalesce((SELECT sum(c.seats) FROM lane_change c WHERE c.lane_id = l.id), 0)))::int AS seats
             FROM lane l JOIN batch b ON b.id = l.batch_id WHERE b.state = 'OPEN' AND l.stage = 'ANNOTATE' AND l.kind NOT IN ('HELD', 'RESERVED') GROUP BY l.project_id) q ON q.project_id = p.id`,
      [openStates],
    );
  }

  disputes(tx: Tx, openedBefore: Date): Promise<WaitingDispute[]> {
    return tx.query<WaitingDispute>(
      `SELECT d.id, d.project_id AS "projectId", p.name AS project, d.opened_at AS "openedAt" FROM dispute d JOIN project p ON p.id = d.project_id
        WHERE d.state = 'OPEN' AND d.opened_at <= $1 ORDER BY d.opened_at LIMIT ${mostRows}`,
      [openedBefore],
    );
  }

  /** All of them: what is missing here is well again. */
  lotsWithoutJudge(tx: Tx): Promise<LotWithoutJudge[]> {
    return tx.query<LotWithoutJudge>(
      `SELECT l.id, l.project_id AS "projectId", p.name AS project, b.name AS batch, w.open, w.judgeless
         FROM audit_lot l JOIN batch b ON b.id = l.batch_id JOIN project p ON p.id = l.project_id CROSS JOIN LATERAL (
           SELECT count(*)::int AS open, count(*) FILTER (WHERE ${nobodyMayJudge('l.project_id')})::int AS judgeless
             FROM audit_item i WHERE i.lot_id = l.id AND i.slot_id IS NOT NULL AND i.verdict_id IS NULL) w
        WHERE (l.state = 'OPEN' OR l.state = 'RETURNED' AND l.mended_at IS NULL) AND w.judgeless > 0 ORDER BY l.created_at`,
    );
  }

  /** What followed for people within the last day, and was not said yet. */
  newActions(tx: Tx): Promise<NewAction[]> {
    return tx.query<NewAction>(
      `SELECT t.id, t.project_id AS "projectId", p.name AS project, t.member_id AS "memberId", m.name AS person, t.action, t.sentence
         FROM trust_action t JOIN project p ON p.id = t.project_id JOIN member m ON m.id = t.member_id
        WHERE t.at > muster_now() - interval '1 day' AND t.lifted_at IS NULL
          AND NOT EXISTS (SELECT FROM alarm a WHERE a.organization_id = t.organization_id AND a.kind = 'PERSON_BELOW_BAR' AND a.subject_id = t.id)
        ORDER BY t.at LIMIT ${mostRows}`,
    );
  }

  /** Disabled by itself within the last day. */
  disabledEndpoints(tx: Tx): Promise<DisabledEndpoint[]> {
    return tx.query<DisabledEndpoint>(
      `SELECT e.id, e.url, e.disabled_why AS why, e.disabled_at AS at FROM webhook_endpoint e
        WHERE e.disabled_why IN ('GONE', 'FAILING') AND e.deleted_at IS NULL AND e.disabled_at > muster_now() - interval '1 day'
          AND NOT EXISTS (SELECT FROM alarm a WHERE a.organization_id = e.organization_id AND a.kind = 'ENDPOINT_DISABLED' AND a.subject_id = e.id AND a.raised_at >= e.disabled_at)`,
    );
  }

  async said(tx: Tx, kind: AlarmKind, subjectId: string): Promise<Said | null> {
    const [row] = await tx.query<Said>(
      `SELECT level, raised_at AS "raisedAt", is_over AS "isOver" FROM alarm WHERE kind = $1 AND subject_id = $2 FOR UPDATE`,
      [kind, subjectId],
    );
    return row ?? null;
  }

  /** False when somebody else has said it since it was looked at. */
  async keep(tx: Tx, kind: AlarmKind, subjectId: string, level: number, said: Said | null): Promise<boolean> {
    const kept = await tx.query(
      `INSERT INTO alarm (organization_id, kind, subject_id, level, raised_at) VALUES ($1, $2, $3, $4, muster_now())
       ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET level = excluded.level, raised_at = excluded.raised_at, is_over = false
         WHERE date_trunc('milliseconds', alarm.raised_at) IS NOT DISTINCT FROM $5 RETURNING subject_id`,
      [tx.organizationId, kind, subjectId, level, said?.raisedAt ?? null],
    );
    return kept.length > 0;
  }

  async end(tx: Tx, kind: AlarmKind, subjectId: string): Promise<void> {
    await tx.query(
      `UPDATE alarm SET is_over = true WHERE kind = $1 AND subject_id = $2 AND raised_at IS NOT NULL AND NOT is_over`,
      [kind, subjectId],
    );
  }

  /** All but these are well again. */
  async endOthers(tx: Tx, kind: AlarmKind, subjectIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE alarm SET is_over = true WHERE kind = $1 AND subject_id <> ALL ($2::uuid[]) AND raised_at IS NOT NULL AND NOT is_over`,
      [kind, subjectIds],
    );
  }

  /**
   * Managers, and whoever leads a team of the project, and wants to hear of such things.
   * @param projectId null: administrators alone
   * @param aboutId who is not told of themselves, and of whom only leads of their own teams hear
   */
  async listeners(tx: Tx, kind: AlarmKind, projectId: string | null, aboutId: string | null): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT m.id FROM member m
        WHERE m.state = 'ACTIVE' AND m.id IS DISTINCT FROM $3::uuid
          AND CASE WHEN $2::uuid IS NULL THEN m.roles && ARRAY['OWNER', 'ADMIN'] ELSE m.roles && ${managers} OR ('TEAM_LEAD' = ANY (m.roles) AND EXISTS (
                SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id WHERE pt.project_id = $2 AND tm.member_id = m.id AND tm.is_lead
                   AND ($3::uuid IS NULL OR EXISTS (SELECT FROM team_member own WHERE own.team_id = tm.team_id AND own.member_id = $3)))) END
          AND NOT EXISTS (SELECT FROM notice_choice c WHERE c.member_id = m.id AND c.kind = $1 AND NOT c.is_wanted)
        ORDER BY m.id`,
      [kind, projectId, aboutId],
    );
    return rows.map(({ id }) => id);
  }
}
