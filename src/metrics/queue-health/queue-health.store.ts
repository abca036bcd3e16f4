import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage, TaskState } from '../../tasks/index.js';
import type { LiveSeat, SeenPerson } from './queue-health.types.js';

const mostLive = 10_000;
/** So many of the organization's last answers are looked through for how long people hold a seat. */
const lately = 20_000;

/** What is neither settled nor cancelled. Named one by one, they are found by the index of the batch. */
export const openStates: TaskState[] = ['OPEN', 'ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING', 'TRIAGED'];

/** Of a break k: not over yet. */
const lasts = `(k.until IS NULL OR k.until > muster_now())`;

const isLed = (member: string): string =>
  `($2::uuid IS NULL OR EXISTS (SELECT FROM team_member lead JOIN team_member m ON m.team_id = lead.team_id
      WHERE lead.member_id = $2 AND lead.is_lead AND m.member_id = ${member}))`;

/** Reads the queue as it is; the tables belong to features to the left. $1 is the projects. */
@Injectable()
export class QueueHealthStore {
  projects(tx: Tx, ids: string[] | null, limit: number): Promise<{ id: string; name: string }[]> {
    return tx.query(
      `SELECT id, name FROM project WHERE $1::uuid[] IS NULL OR id = ANY ($1) ORDER BY name, id LIMIT $2`,
      [ids, limit],
    );
  }

  /** Free seats by project and stage (not those held back for a pre-label), with the age of the first. Counters are exact with the changes that are not folded yet. */
  lanes(
    tx: Tx,
    projectIds: string[],
  ): Promise<{ project_id: string; stage: Stage; waiting: number; paused: number; oldest_seconds: number | null }[]> {
    return tx.query(
      `WITH change AS (SELECT lane_id, sum(seats) AS seats FROM lane_change GROUP BY lane_id)
       SELECT l.project_id, l.stage,
              coalesce(sum(l.seats + coalesce(c.seats, 0)) FILTER (WHERE b.is_open), 0)::float8 AS waiting,
              coalesce(sum(l.seats + coalesce(c.seats, 0)) FILTER (WHERE NOT b.is_open), 0)::float8 AS paused,
              extract(epoch FROM muster_now() - min(first.at) FILTER (WHERE b.is_open))::float8 AS oldest_seconds
         FROM lane l
         JOIN (SELECT id, state = 'OPEN' OR state IN ('COMPLETED', 'RETURNED', 'ACCEPTED') AS is_open FROM batch
                WHERE project_id = ANY ($1) AND state NOT IN ('CANCELLED', 'ARCHIVED')) b ON b.id = l.batch_id
         LEFT JOIN change c ON c.lane_id = l.id
         LEFT JOIN LATERAL (SELECT coalesce(s.created_at, t.created_at) AS at FROM queue_item q JOIN task t ON t.id = q.task_id
             LEFT JOIN slot s ON s.id = q.slot_id WHERE q.lane_id = l.id AND NOT q.is_gold ORDER BY q.seq LIMIT 1) first ON true
        WHERE l.kind <> 'HELD'
        GROUP BY l.project_id, l.stage`,
      [projectIds],
    );
  }

  /** What is neither free nor settled nor cancelled: it waits for a decision, a judge or a lead. */
  states(
    tx: Tx,
    projectIds: string[],
  ): Promise<{ project_id: string; state: TaskState; count: number; oldest_seconds: number }[]> {
    return tx.query(
      `WITH counted AS (SELECT b.id, b.project_id, sum(p.answered) AS answered, sum(p.adjudicating) AS adjudicating, sum(p.reviewing) AS reviewing,
              sum(p.reworking) AS reworking, sum(p.triaged) AS triaged FROM batch b JOIN batch_progress p ON p.batch_id = b.id
         WHERE b.project_id = ANY ($1) AND b.state NOT IN ('CANCELLED', 'ARCHIVED') GROUP BY b.id)
       SELECT c.project_id, s.state, sum(s.tasks)::int AS count, extract(epoch FROM muster_now() - min(first.state_at))::float8 AS oldest_seconds
         FROM counted c
        CROSS JOIN LATERAL (VALUES ('ANSWERED', c.answered), ('ADJUDICATING', c.adjudicating), ('REVIEWING', c.reviewing), ('REWORKING', c.reworking),
                ('TRIAGED', c.triaged)) s(state, tasks)
         -- The states are named again, or the partial index of just these could not be used.
        CROSS JOIN LATERAL (SELECT t.state_at FROM task t WHERE t.batch_id = c.id AND t.state = s.state
                AND t.state IN ('ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING', 'TRIAGED') ORDER BY t.state_at LIMIT 1) first
        WHERE s.tasks > 0 GROUP BY c.project_id, s.state`,
      [projectIds],
    );
  }

  /** Those of the projects that have a task which is neither settled nor cancelled in a batch that is not over. */
  async withOpenWork(tx: Tx, projectIds: string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT p.id FROM unnest($1::uuid[]) p (id) WHERE EXISTS (SELECT FROM batch b WHERE b.project_id = p.id
          AND b.state NOT IN ('CANCELLED', 'ARCHIVED') AND EXISTS (SELECT FROM task t WHERE t.batch_id = b.id AND t.state = ANY ($2)))`,
      [projectIds, openStates],
    );
    return new Set(rows.map(({ id }) => id));
  }

  live(tx: Tx, projectIds: string[], ledBy: string | null): Promise<LiveSeat[]> {
    return tx.query<LiveSeat>(
      `SELECT a.id, a.project_id, a.stage, a.member_id, m.name, extract(epoch FROM muster_now() - a.claimed_at)::float8 AS held_seconds,
              extract(epoch FROM muster_now() - a.heartbeat_at)::float8 AS quiet_seconds,
              extract(epoch FROM a.lease_expires_at - muster_now())::float8 AS lease_seconds, ${isLed('a.member_id')} AS is_shown,
              EXISTS (SELECT FROM member_break k WHERE k.member_id = a.member_id AND ${lasts}) AS is_on_break,
              a.task_id, b.name AS batch_name
         FROM assignment a JOIN member m ON m.id = a.member_id JOIN batch b ON b.id = a.batch_id WHERE a.state = 'ACTIVE' AND a.project_id = ANY ($1)
        ORDER BY a.claimed_at LIMIT ${mostLive}`,
      [projectIds, ledBy],
    );
  }

  /** How long people held what they answered lately, by project and stage. */
  holdTimes(
    tx: Tx,
    projectIds: string[],
  ): Promise<{ project_id: string; stage: Stage; n: number; usual_seconds: number; long_seconds: number }[]> {
    return tx.query(
      `SELECT project_id, stage, count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS usual_seconds,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS long_seconds
         FROM (SELECT project_id, stage, extract(epoch FROM closed_at - claimed_at)::float8 AS seconds FROM assignment
                WHERE organization_id = $2 AND state = 'SUBMITTED' ORDER BY id DESC LIMIT ${lately}) a
        WHERE project_id = ANY ($1) GROUP BY project_id, stage`,
      [projectIds, tx.organizationId],
    );
  }

  /** Seats that came to be wanted, and what was given, by hour: those hours that begin from `from` on. */
  flow(
    tx: Tx,
    projectIds: string[],
    from: Date,
  ): Promise<{ project_id: string; hour: Date; arrivals: number; completions: number; annotated: number }[]> {
    return tx.query(
      `SELECT project_id, hour, sum(arrivals)::float8 AS arrivals, sum(completions)::float8 AS completions, sum(annotated)::float8 AS annotated FROM (
         SELECT i.project_id, date_bin('1 hour', i.created_at, '2000-01-01Z') AS hour, i.created_count * coalesce((y.policy ->> 'overlap')::int, 1) AS arrivals,
                0 AS completions, 0 AS annotated
           FROM import i JOIN project p ON p.id = i.project_id
           LEFT JOIN project_policy y ON y.project_id = p.id AND y.version = p.policy_version
          WHERE i.project_id = ANY ($1) AND i.created_at >= $2
         UNION ALL SELECT s.project_id, date_bin('1 hour', s.created_at, '2000-01-01Z'), 1, 0, 0 FROM slot s WHERE s.project_id = ANY ($1) AND s.created_at >= $2
         UNION ALL SELECT w.project_id, w.hour, 0, w.submitted, CASE w.stage WHEN 'ANNOTATE' THEN w.submitted ELSE 0 END
           FROM work_hour w WHERE w.project_id = ANY ($1) AND w.hour >= $2) f
        GROUP BY project_id, hour ORDER BY hour`,
      [projectIds, from],
    );
  }

  /** Who worked on the projects in the hours that begin from `from` on, and how long ago anything was heard of them, anywhere. */
  seen(tx: Tx, projectIds: string[], ledBy: string | null, from: Date): Promise<SeenPerson[]> {
    return tx.query<SeenPerson>(
      `SELECT p.project_id, p.member_id, m.name, extract(epoch FROM muster_now() - last.at)::float8 AS quiet_seconds, last.holds, k.since AS break_since,
              k.until AS break_until
         FROM (SELECT DISTINCT w.project_id, w.member_id FROM work_hour w WHERE w.project_id = ANY ($1) AND w.hour >= $3 AND ${isLed('w.member_id')}) p
         JOIN member m ON m.id = p.member_id AND m.state = 'ACTIVE'
         LEFT JOIN member_break k ON k.member_id = m.id AND ${lasts}
         JOIN LATERAL (SELECT max(greatest(a.claimed_at, a.heartbeat_at, a.closed_at)) AS at, bool_or(a.state = 'ACTIVE') AS holds
             FROM (SELECT * FROM assignment WHERE member_id = p.member_id ORDER BY id DESC LIMIT 20) a) last ON last.at IS NOT NULL
        ORDER BY last.at LIMIT 1000`,
      [projectIds, ledBy, from],
    );
  }

  /** SQL's now. */
  async now(tx: Tx): Promise<Date> {
    return (await tx.query<{ now: Date }>(`SELECT muster_now() AS now`))[0]!.now;
  }
}
