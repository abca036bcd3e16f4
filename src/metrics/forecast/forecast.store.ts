import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { WorkKind } from './forecast.types.js';

export interface BatchRow {
  id: string;
  name: string;
  state: string;
  projectId: string;
  priority: number;
  share: number;
  deadlineAt: Date | null;
  createdAt: Date;
}

export interface StateRow {
  batchId: string;
  state: string;
  tasks: number;
}

/** Tasks that want and have so many answers. */
export interface CellRow {
  batchId: string;
  wanted: number;
  have: number;
  isJudged: boolean;
  tasks: number;
}

export interface PersonRow {
  memberId: string;
  projectId: string;
  kind: WorkKind;
}

export interface HandledRow extends PersonRow {
  day: Date;
  units: number;
  seconds: number;
}

/** Days of history that are read. */
export const historyDays = 21;
/** Open tasks that are looked at one by one, in the order in which they are worked: of one batch, and at least of each of many. */
const mostOpen = 20_000;
const leastOpen = 1000;
/** Decided tasks of a batch that tell what becomes of one, and verdicts of a project. */
const mostDecided = 3000;
const mostVerdicts = 2000;
const mostCompeting = 50;
const judging = `('REVIEW', 'ADJUDICATE', 'REREVIEW', 'AUDIT', 'DISPUTE')`;

const columns = `b.id, b.name, b.state, b.project_id AS "projectId", b.priority, y.share, b.deadline_at AS "deadlineAt", b.created_at AS "createdAt"`;
const have = `(SELECT count(*)::int FROM submission s WHERE s.task_id = t.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') AS have`;

/** Reads what a forecast needs, one question a method; the tables belong to features to the left. */
@Injectable()
export class ForecastStore {
  /** Batches that are worked on or could be. @param batchId null: all of the project */
  forecastable(tx: Tx, projectId: string, batchId: string | null): Promise<BatchRow[]> {
    return tx.query<BatchRow>(
      `SELECT ${columns} FROM batch b JOIN queue_policy y ON y.project_id = b.project_id
        WHERE b.project_id = $1 AND ($2::uuid IS NULL OR b.id = $2) AND b.state IN ('READY', 'OPEN', 'PAUSED')
        ORDER BY b.priority DESC, b.deadline_at NULLS LAST, b.created_at LIMIT ${mostCompeting}`,
      [projectId, batchId],
    );
  }

  /** Open batches of this and other projects that people of the project may work on, too. */
  competing(tx: Tx, projectId: string): Promise<BatchRow[]> {
    return tx.query<BatchRow>(
      `SELECT ${columns} FROM batch b JOIN queue_policy y ON y.project_id = b.project_id
        WHERE b.state = 'OPEN' AND b.project_id IN (
          SELECT theirs.project_id FROM project_team own JOIN team_member m ON m.team_id = own.team_id
            JOIN team_member same ON same.member_id = m.member_id JOIN project_team theirs ON theirs.team_id = same.team_id
           WHERE own.project_id = $1)
        ORDER BY b.priority DESC, b.deadline_at NULLS LAST, b.created_at LIMIT ${mostCompeting}`,
      [projectId],
    );
  }

  states(tx: Tx, batchIds: string[]): Promise<StateRow[]> {
    return tx.query<StateRow>(
      `SELECT p.batch_id AS "batchId", s.state, sum(s.tasks)::int AS tasks FROM batch_progress p CROSS JOIN LATERAL (VALUES ('OPEN', p.open), ('ANSWERED', p.answered),
           ('ADJUDICATING', p.adjudicating), ('REVIEWING', p.reviewing), ('REWORKING', p.reworking), ('SETTLED', p.settled), ('TRIAGED', p.triaged),
           ('CANCELLED', p.cancelled)) s(state, tasks)
        WHERE p.batch_id = ANY ($1) GROUP BY p.batch_id, s.state HAVING sum(s.tasks) <> 0`,
      [batchIds],
    );
  }

  /** The first open tasks of each batch, by what they want and have; those behind them have not been begun, as a rule. */
  open(tx: Tx, batchIds: string[]): Promise<CellRow[]> {
    return tx.query<CellRow>(
      `SELECT b.id AS "batchId", c.overlap AS wanted, c.have, false AS "isJudged", count(*)::int AS tasks FROM unnest($1::uuid[]) b(id),
              LATERAL (SELECT t.overlap, ${have} FROM (SELECT id, overlap FROM task WHERE batch_id = b.id AND state = 'OPEN' ORDER BY id LIMIT $2) t) c
        GROUP BY 1, 2, 3`,
      [batchIds, Math.max(leastOpen, Math.floor(mostOpen / Math.max(1, batchIds.length)))],
    );
  }

  /** Of tasks that were decided on: how many answers it took, and whether somebody judged them. */
  decided(tx: Tx, batchIds: string[]): Promise<CellRow[]> {
    return tx.query<CellRow>(
      `SELECT b.id AS "batchId", c.overlap AS wanted, c.have, c.is_judged AS "isJudged", count(*)::int AS tasks FROM unnest($1::uuid[]) b(id),
              LATERAL (SELECT t.overlap, ${have}, EXISTS (SELECT FROM slot WHERE slot.task_id = t.id AND slot.stage IN ('REVIEW', 'ADJUDICATE')) AS is_judged
                         FROM (SELECT id, overlap FROM task WHERE batch_id = b.id AND state IN ('ADJUDICATING', 'REVIEWING', 'REWORKING', 'SETTLED')
                                LIMIT ${mostDecided}) t) c
        GROUP BY 1, 2, 3, 4`,
      [batchIds],
    );
  }

  /** The newest batches of a project that were worked on, for what is usual there. */
  async formerBatches(tx: Tx, projectId: string, except: string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM batch WHERE project_id = $1 AND id <> ALL ($2) AND state NOT IN ('DRAFT', 'READY', 'CANCELLED') ORDER BY id DESC LIMIT 5`,
      [projectId, except],
    );
    return rows.map(({ id }) => id);
  }

  /** Of the last reviews of each project those that sent work back. */
  reviews(tx: Tx, projectIds: string[]): Promise<{ projectId: string; count: number; of: number }[]> {
    return tx.query(
      `SELECT p.id AS "projectId", (count(*) FILTER (WHERE v.decision = 'REJECT'))::int AS count, count(*)::int AS of
         FROM unnest($1::uuid[]) p(id), LATERAL (SELECT decision FROM verdict WHERE project_id = p.id AND purpose = 'REVIEW'
                ORDER BY id DESC LIMIT ${mostVerdicts}) v GROUP BY p.id`,
      [projectIds],
    );
  }

  /** Tasks that running imports will still bring, from the bytes of their files and of what came so far. */
  arriving(tx: Tx, batchIds: string[]): Promise<{ batchId: string; tasks: number }[]> {
    return tx.query(
      `SELECT i.batch_id AS "batchId", sum(greatest(0, u.bytes / r.bytes - i.rows_read))::int AS tasks FROM import i JOIN upload u ON u.id = i.upload_id,
              LATERAL (SELECT avg(octet_length(t.data::text) + octet_length(t.metadata::text) + coalesce(octet_length(t.prelabel::text), 0) + 60) AS bytes
                         FROM (SELECT data, metadata, prelabel FROM task WHERE import_id = i.id AND batch_id = i.batch_id LIMIT 100) t) r
        WHERE i.batch_id = ANY ($1) AND i.state = 'RUNNING' AND r.bytes IS NOT NULL GROUP BY i.batch_id`,
      [batchIds],
    );
  }

  /** Who may do which kind of work in which project now, as a claim sees it; a click on “I have read the guidelines” is not asked for. */
  people(tx: Tx, projectIds: string[]): Promise<PersonRow[]> {
    return tx.query<PersonRow>(
      `SELECT DISTINCT m.id AS "memberId", pt.project_id AS "projectId", k.kind
         FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id JOIN member m ON m.id = tm.member_id
         JOIN queue_policy y ON y.project_id = pt.project_id
         JOIN (VALUES ('ANSWER', 'ANNOTATOR', 'ANNOTATE'), ('JUDGE', 'REVIEWER', 'REVIEW')) k(kind, role, stage) ON k.role = ANY (m.roles)
        WHERE pt.project_id = ANY ($1) AND m.state = 'ACTIVE'
          AND NOT EXISTS (SELECT FROM member_pause mp WHERE mp.member_id = m.id AND mp.resumed_at IS NULL
                AND (mp.project_id IS NULL OR mp.project_id = pt.project_id))
          AND (k.stage <> ALL (y.qualified_stages) OR EXISTS (SELECT FROM qualification q WHERE q.member_id = m.id AND q.project_id = pt.project_id
                AND q.stage = k.stage AND (q.expires_at IS NULL OR q.expires_at > muster_now())))
          AND NOT EXISTS (SELECT FROM skill_requirement r WHERE r.project_id = pt.project_id AND r.stage = k.stage AND NOT EXISTS (
                SELECT FROM member_skill s WHERE s.member_id = m.id AND s.skill_id = r.skill_id AND s.level >= r.level
                   AND (s.expires_at IS NULL OR s.expires_at > muster_now())))
        ORDER BY 1, 2, 3`,
      [projectIds],
    );
  }

  /** What these people did, by day (UTC), and how long they had it in their hands. Known answers are no progress and are left out. */
  handled(tx: Tx, memberIds: string[]): Promise<HandledRow[]> {
    return tx.query<HandledRow>(
      `SELECT member_id AS "memberId", project_id AS "projectId", CASE WHEN stage IN ${judging} THEN 'JUDGE' ELSE 'ANSWER' END AS kind,
              date_trunc('day', closed_at, 'UTC') AS day, count(*)::int AS units,
              sum(least(extract(epoch FROM closed_at - claimed_at), lease_minutes * 60))::float8 AS seconds
         FROM assignment WHERE member_id = ANY ($1) AND claimed_at >= muster_now() - interval '${historyDays} days' AND state = 'SUBMITTED' AND NOT is_gold
        GROUP BY 1, 2, 3, 4`,
      [memberIds],
    );
  }

  /** The hours in which these people did something, whatever it was; and of what they did today when they took the first of it. */
  hours(tx: Tx, memberIds: string[]): Promise<{ memberId: string; hours: Date[]; cameAt: Date | null }[]> {
    return tx.query(
      `SELECT member_id AS "memberId", array_agg(DISTINCT date_trunc('hour', closed_at, 'UTC')) AS hours,
              min(greatest(claimed_at, closed_at - lease_minutes * interval '1 minute')) FILTER (WHERE closed_at >= date_trunc('day', muster_now(), 'UTC')) AS "cameAt"
         FROM assignment WHERE member_id = ANY ($1) AND claimed_at >= muster_now() - interval '${historyDays} days' AND state = 'SUBMITTED' GROUP BY 1`,
      [memberIds],
    );
  }

  /** Their shifts of the last weeks and to come; who is not in it has none, and is expected when they worked lately. */
  shifts(tx: Tx, memberIds: string[]): Promise<{ memberId: string; from: Date; to: Date }[]> {
    return tx.query(
      `SELECT member_id AS "memberId", starts_at AS "from", ends_at AS "to" FROM shift_window
        WHERE member_id = ANY ($1) AND ends_at >= muster_now() - interval '${historyDays} days' ORDER BY starts_at`,
      [memberIds],
    );
  }

  /** Leave that is not over: whole days. */
  leave(tx: Tx, memberIds: string[]): Promise<{ memberId: string; from: Date; to: Date }[]> {
    return tx.query(
      `SELECT member_id AS "memberId", starts_on::timestamp AT TIME ZONE time_zone AS "from", (ends_on + 1)::timestamp AT TIME ZONE time_zone AS "to" FROM leave
        WHERE member_id = ANY ($1) AND cancelled_at IS NULL AND ends_on >= muster_now()::date`,
      [memberIds],
    );
  }
}
