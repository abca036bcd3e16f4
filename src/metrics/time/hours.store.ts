import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { HoursFilter, HoursRow } from './time.types.js';

/**
 * When a day begins. Where clocks go back at one in the night (Azores, Havana) it is midnight twice, and PostgreSQL takes the second:
 * it is the first that is meant.
 */
const beginningOf = (day: string, zone: string): string => {
  const midnight = `((${day})::timestamp AT TIME ZONE ${zone})`;
  return `(CASE WHEN (${midnight} - interval '1 hour') AT TIME ZONE ${zone} >= (${day})::timestamp THEN ${midnight} - interval '1 hour' ELSE ${midnight} END)`;
};

/**
 * The pieces of time of people p(id, zone, from_at, to_at), each a report, an entry cut at the midnights of the person's zone, an
 * approved correction, or what a tool said: added up, they are the hours.
 */
const pieces = `
  SELECT w.member_id, (w.at AT TIME ZONE p.zone)::date AS day, a.project_id, w.active_seconds AS active, w.idle_seconds AS idle, w.away_seconds AS away,
         NULL AS code, 0 AS entered, 0 AS corrected, 0 AS tool
    FROM p JOIN work_time w ON w.member_id = p.id AND w.at >= p.from_at AND w.at < p.to_at JOIN assignment a ON a.id = w.assignment_id
  UNION ALL
  SELECT e.member_id, d.day, e.project_id, 0, 0, 0, e.code,
         round(extract(epoch FROM least(e.ended_at, ${beginningOf('d.day + 1', 'p.zone')}) - greatest(e.started_at, ${beginningOf('d.day', 'p.zone')})))::int, 0, 0
    FROM p JOIN time_in_force e ON e.member_id = p.id AND e.ended_at > p.from_at AND e.started_at < p.to_at
    CROSS JOIN LATERAL (SELECT g::date AS day FROM generate_series((greatest(e.started_at, p.from_at) AT TIME ZONE p.zone)::date::timestamp,
        ((least(e.ended_at, p.to_at) - interval '1 microsecond') AT TIME ZONE p.zone)::date::timestamp, interval '1 day') g) d
  UNION ALL
  SELECT c.member_id, (c.at AT TIME ZONE p.zone)::date, c.project_id, 0, 0, 0, NULL, 0, c.seconds, 0
    FROM p JOIN time_correction c ON c.member_id = p.id AND c.state = 'APPROVED' AND c.at >= p.from_at AND c.at < p.to_at
  UNION ALL
  SELECT s.member_id, (s.created_at AT TIME ZONE p.zone)::date, s.project_id, 0, 0, 0, NULL, 0, 0, s.tool_seconds
    FROM p JOIN submission s ON s.member_id = p.id AND s.tool_seconds IS NOT NULL AND NOT s.is_replaced AND NOT s.is_taken_back
     AND s.created_at >= p.from_at AND s.created_at < p.to_at`;

/** Reads the raw reports, not the hours of work: those know whole hours of UTC only, and a day in Kathmandu begins at a quarter past. */
@Injectable()
export class HoursStore {
  /** @param ledBy only of people whom this member leads */
  hours(tx: Tx, filter: HoursFilter, ledBy: string | null, limit: number): Promise<HoursRow[]> {
    const { firstDay, lastDay, memberIds, teamIds, projectIds } = filter;
    return tx.query<HoursRow>(
      `WITH p AS MATERIALIZED (
         SELECT m.id, m.time_zone AS zone, ${beginningOf('$1::date', 'm.time_zone')} AS from_at, ${beginningOf('$2::date + 1', 'm.time_zone')} AS to_at FROM member m
          WHERE ($3::uuid[] IS NULL OR m.id = ANY ($3))
            AND ($4::uuid[] IS NULL OR EXISTS (SELECT FROM team_member tm WHERE tm.team_id = ANY ($4) AND tm.member_id = m.id))
            AND ($6::uuid IS NULL OR EXISTS (SELECT FROM team_member lead JOIN team_member tm ON tm.team_id = lead.team_id
                 WHERE lead.member_id = $6 AND lead.is_lead AND tm.member_id = m.id)))
       SELECT x.member_id, m.name, m.time_zone, to_char(x.day, 'YYYY-MM-DD') AS day, x.project_id, j.name AS project,
              sum(x.active)::float8 AS active, sum(x.idle)::float8 AS idle, sum(x.away)::float8 AS away,
              coalesce(sum(x.entered) FILTER (WHERE x.code = 'TRAINING'), 0)::float8 AS training, coalesce(sum(x.entered) FILTER (WHERE x.code = 'MEETING'), 0)::float8 AS meeting,
              coalesce(sum(x.entered) FILTER (WHERE x.code = 'TOOL_OUTAGE'), 0)::float8 AS tool_outage, coalesce(sum(x.entered) FILTER (WHERE x.code = 'OTHER'), 0)::float8 AS other,
              coalesce(sum(x.entered) FILTER (WHERE x.code = 'BREAK'), 0)::float8 AS pause,
              sum(x.corrected)::float8 AS corrected, sum(x.tool)::float8 AS tool
         FROM (${pieces}) x JOIN member m ON m.id = x.member_id LEFT JOIN project j ON j.id = x.project_id
        WHERE $5::uuid[] IS NULL OR x.project_id = ANY ($5)
        GROUP BY x.member_id, m.name, m.time_zone, x.day, x.project_id, j.name ORDER BY x.day, m.name, x.member_id, j.name NULLS LAST LIMIT $7`,
      [firstDay, lastDay, memberIds ?? null, teamIds ?? null, projectIds ?? null, ledBy, limit],
    );
  }

  /** Of the person's day in which the moment lies: the active seconds of a project, with its approved corrections. */
  async activeOfDay(tx: Tx, memberId: string, projectId: string, at: Date): Promise<{ day: string; seconds: number }> {
    const [found] = await tx.query<{ day: string }>(
      `SELECT to_char($2::timestamptz AT TIME ZONE time_zone, 'YYYY-MM-DD') AS day FROM member WHERE id = $1`,
      [memberId, at],
    );
    const { day } = found!;
    const filter = { firstDay: day, lastDay: day, memberIds: [memberId], projectIds: [projectId] };
    const [row] = await this.hours(tx, filter, null, 1);
    return { day, seconds: row ? row.active + row.corrected : 0 };
  }
}
