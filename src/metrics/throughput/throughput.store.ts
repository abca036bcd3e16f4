import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { TimedAnswer } from './class-pace.rules.js';
import {
  type Bucket,
  countNames,
  type MixSum,
  type PaceSums,
  secondsNames,
  type ThroughputGrouping,
  type WorkHoursFilter,
  type WorkScope,
  type WorkSum,
} from './throughput.types.js';

const keys: Record<ThroughputGrouping, string> = {
  NONE: `'ALL'`,
  PERSON: 'w.member_id::text',
  TEAM: 'tm.team_id::text',
  PROJECT: 'w.project_id::text',
  BATCH: 'w.batch_id::text',
  STAGE: 'w.stage',
  SOURCE: `coalesce(w.source, '')`,
};

/** The beginning of the hour, day or week (Monday) in which the hour begins, in the zone $8. */
const bucketOf: Record<Bucket, string> = {
  NONE: 'NULL::timestamptz',
  HOUR: 'w.hour',
  DAY: `date_trunc('day', w.hour, $8)`,
  WEEK: `date_trunc('week', w.hour, $8)`,
};

/** Who is in several teams counts in each. */
const teamsOf = (by: ThroughputGrouping): string =>
  by === 'TEAM'
    ? `JOIN team_member tm ON tm.member_id = w.member_id AND ($5::uuid[] IS NULL OR tm.team_id = ANY ($5))
        AND ($9::uuid IS NULL OR EXISTS (SELECT FROM team_member lead WHERE lead.team_id = tm.team_id AND lead.member_id = $9 AND lead.is_lead))`
    : '';

const narrowed = `w.hour >= $1 AND w.hour < $2
  AND ($3::uuid[] IS NULL OR w.project_id = ANY ($3)) AND ($4::uuid[] IS NULL OR w.batch_id = ANY ($4))
  AND ($5::uuid[] IS NULL OR EXISTS (SELECT FROM team_member m WHERE m.team_id = ANY ($5) AND m.member_id = w.member_id))
  AND ($6::uuid[] IS NULL OR w.member_id = ANY ($6)) AND ($7::text[] IS NULL OR w.stage = ANY ($7))
  AND ($9::uuid IS NULL OR EXISTS (SELECT FROM team_member lead JOIN team_member m ON m.team_id = lead.team_id
       WHERE lead.member_id = $9 AND lead.is_lead AND m.member_id = w.member_id))
  AND ($10::uuid IS NULL OR EXISTS (SELECT FROM project_team d JOIN team_member m ON m.team_id = d.team_id
       WHERE d.project_id = w.project_id AND m.member_id = $10))
  AND $8::text IS NOT NULL`;

/** Where items come from is on their tasks alone: counted from the rows, not from the hours. */
const rowsBySource = `(SELECT r.*, t.source FROM work_recount r JOIN assignment o ON o.id = r.assignment_id JOIN task t ON t.id = o.task_id)`;

const figures = [...countNames, ...secondsNames];
const sums = figures.map((name) => `sum(w.${name})::float8 AS ${name}`).join(', ');

/** `KIND name` of each label with how often it is there. */
const classesIn = (labels: string): string => `(
  SELECT (l ->> 'kind') || ' ' || coalesce(l ->> 'class', concat_ws('=', l ->> 'field', l ->> 'option')) AS name, count(*) AS n
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(${labels}) = 'array' THEN ${labels} ELSE '[]' END) l GROUP BY 1)`;

export interface TimedRow extends TimedAnswer {
  project_id: string;
}

/** Reads the hours of work; whoever reads them adds up, since of one key there may be several rows. */
@Injectable()
export class ThroughputStore {
  /** By group and bucket, and within them by project and stage, since each of those has its own pace. */
  worked(
    tx: Tx,
    filter: WorkHoursFilter,
    by: ThroughputGrouping,
    bucket: Bucket,
    timeZone: string,
    scope: WorkScope,
    limit: number,
  ): Promise<WorkSum[]> {
    return tx.query<WorkSum>(
      `SELECT ${keys[by]} AS key, ${bucketOf[bucket]} AS bucket, w.project_id, w.stage, ${sums}
         FROM ${by === 'SOURCE' ? rowsBySource : 'work_hour'} w ${teamsOf(by)} WHERE ${narrowed}
        GROUP BY 1, 2, 3, 4 HAVING ${figures.map((name) => `sum(w.${name}) <> 0`).join(' OR ')} ORDER BY 2, 1 LIMIT ${limit}`,
      parametersOf(filter, timeZone, scope),
    );
  }

  /** What the last weeks of these projects say of how long answers take, by person and hour. */
  paces(tx: Tx, projectIds: string[], until: Date, days: number): Promise<PaceSums[]> {
    return tx.query<PaceSums>(
      `SELECT project_id, stage, sum(n) AS n, sum(o) AS o, sum(t) AS t, sum(o * o / n) AS oo, sum(o * t / n) AS ot FROM (
         SELECT w.project_id, w.stage, sum(w.submitted)::float8 AS n, sum(w.objects)::float8 AS o, sum(w.active_seconds)::float8 AS t
           FROM work_hour w WHERE w.project_id = ANY ($1) AND w.hour < $2 AND w.hour >= $2::timestamptz - $3 * interval '1 day'
          GROUP BY w.project_id, w.stage, w.member_id, w.hour) h
        WHERE n > 0 AND t > 0 GROUP BY project_id, stage`,
      [projectIds, until, days],
    );
  }

  /** The last answers of each of these projects whose time was measured, with the classes in them. */
  timedAnswers(tx: Tx, projectIds: string[], until: Date, days: number, each: number): Promise<TimedRow[]> {
    return tx.query<TimedRow>(
      `SELECT a.project_id, a.member_id AS "memberId", a.active_seconds AS seconds, coalesce(m.mix, '{}') AS mix
         FROM unnest($1::uuid[]) p (id)
         CROSS JOIN LATERAL (SELECT * FROM assignment WHERE project_id = p.id AND stage = 'ANNOTATE' AND state = 'SUBMITTED' AND active_seconds > 0
             AND claimed_at < $2 AND claimed_at >= $2::timestamptz - $3 * interval '1 day' ORDER BY id DESC LIMIT $4) a
         JOIN submission s ON s.assignment_id = a.id AND s.state <> 'VOID' AND NOT s.is_taken_back AND s.skip_reason IS NULL
         CROSS JOIN LATERAL (SELECT jsonb_object_agg(c.name, c.n) AS mix FROM ${classesIn('s.labels')} c) m`,
      [projectIds, until, days, each],
    );
  }

  /**
   * The classes in the annotations of people in this time, by group, bucket and project.
   * @param oneIn so many answers one is looked at, always the same
   */
  mixes(
    tx: Tx,
    filter: WorkHoursFilter,
    by: ThroughputGrouping,
    bucket: Bucket,
    timeZone: string,
    scope: WorkScope,
    oneIn: number,
  ): Promise<MixSum[]> {
    return tx.query<MixSum>(
      `WITH who AS MATERIALIZED (SELECT DISTINCT w.member_id FROM work_hour w WHERE ${narrowed}),
            given AS MATERIALIZED (
              SELECT date_bin('1 hour', s.created_at, '2000-01-01Z') AS hour, a.member_id, a.project_id, a.batch_id, a.stage, t.source, s.labels
                FROM who JOIN assignment a ON a.member_id = who.member_id AND a.claimed_at >= $1::timestamptz - interval '7 days' AND a.claimed_at < $2 AND a.stage = 'ANNOTATE'
                JOIN submission s ON s.assignment_id = a.id AND NOT s.is_revision AND NOT s.is_taken_back AND s.skip_reason IS NULL
                JOIN task t ON t.id = a.task_id WHERE hashtext(a.id::text) % $11 = 0)
       SELECT ${keys[by]} AS key, ${bucketOf[bucket]} AS bucket, w.project_id, c.name, sum(c.n)::float8 AS n
         FROM given w ${teamsOf(by)} CROSS JOIN LATERAL (SELECT NULL AS name, 1::bigint AS n UNION ALL SELECT * FROM ${classesIn('w.labels')} l) c
        WHERE ${narrowed} GROUP BY 1, 2, 3, 4`,
      [...parametersOf(filter, timeZone, scope), oneIn],
    );
  }

  /** The names of groups whose keys are ids. */
  async labels(tx: Tx, by: ThroughputGrouping, groupKeys: string[]): Promise<Map<string, string>> {
    const table = (
      { PERSON: 'member', TEAM: 'team', PROJECT: 'project', BATCH: 'batch' } as Partial<
        Record<ThroughputGrouping, string>
      >
    )[by];
    if (!table || groupKeys.length === 0) return new Map();
    const rows = await tx.query<{ id: string; name: string }>(`SELECT id, name FROM ${table} WHERE id = ANY ($1)`, [
      groupKeys,
    ]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

function parametersOf(filter: WorkHoursFilter, timeZone: string, { ledBy, openTo }: WorkScope): unknown[] {
  const { from, to, projectIds, batchIds, teamIds, memberIds, stages } = filter;
  return [from, to, projectIds ?? null, batchIds ?? null, teamIds ?? null, memberIds ?? null, stages ?? null, timeZone, ledBy, openTo]; // prettier-ignore
}
