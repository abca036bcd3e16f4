import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { AccuracyFilter, AccuracyGrouping, CountRow, Scope, WorkFilter } from './accuracy.types.js';

/** Of several judgements of one answer the first of these counts. */
export const strongestFirst = ['DISPUTE', 'AUDIT', 'GOLD', 'REVIEW', 'CONSENSUS'] as const;

/** The key of a group, from the work w(member_id, at) and its task t. Days and weeks (from Monday) are UTC. */
const keys: Record<Exclude<AccuracyGrouping, 'CLASS' | 'EVIDENCE'>, string> = {
  NONE: `'ALL'`,
  PERSON: 'w.member_id::text',
  TEAM: 'tm.team_id::text',
  SOURCE: `coalesce(t.source, '')`,
  BATCH: 't.batch_id::text',
  DAY: `to_char(w.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  WEEK: `to_char(date_trunc('week', w.at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')`,
};
const keyOf = (by: AccuracyGrouping): string =>
  by === 'CLASS' ? 'w.class' : by === 'EVIDENCE' ? 'w.source' : keys[by];

/** Who is in several teams of the project counts in each. */
const teamsOf = (by: AccuracyGrouping): string =>
  by === 'TEAM'
    ? `JOIN team_member tm ON tm.member_id = w.member_id JOIN project_team door ON door.team_id = tm.team_id AND door.project_id = w.project_id
        AND ($9::uuid IS NULL OR EXISTS (SELECT FROM team_member lead WHERE lead.team_id = tm.team_id AND lead.member_id = $9 AND lead.is_lead))`
    : '';

const narrowed = `w.project_id = $1
  AND ($2::uuid[] IS NULL OR t.batch_id = ANY ($2)) AND ($3::uuid[] IS NULL OR w.member_id = ANY ($3))
  AND ($4::uuid[] IS NULL OR EXISTS (SELECT FROM team_member m WHERE m.team_id = ANY ($4) AND m.member_id = w.member_id))
  AND ($5::text[] IS NULL OR coalesce(t.source, '') = ANY ($5))
  AND ($6::timestamptz IS NULL OR w.at >= $6) AND ($7::timestamptz IS NULL OR w.at < $7)
  AND ($8::uuid IS NULL OR w.member_id <> $8)
  AND ($9::uuid IS NULL OR EXISTS (SELECT FROM team_member lead JOIN team_member m ON m.team_id = lead.team_id
        JOIN project_team d ON d.team_id = lead.team_id AND d.project_id = w.project_id
       WHERE lead.member_id = $9 AND lead.is_lead AND m.member_id = w.member_id))`;
const parametersOf = (filter: WorkFilter, { without, ledBy }: Scope): unknown[] => [
  filter.projectId,
  filter.batchIds ?? null,
  filter.memberIds ?? null,
  filter.teamIds ?? null,
  filter.taskSources ?? null,
  filter.from ?? null,
  filter.to ?? null,
  without,
  ledBy,
];

const counts = `count(*) FILTER (WHERE is_right)::int AS "right", count(*)::int AS n, min(at) AS first, max(at) AS last`;

/** Reads what others noted; the tables belong to features to the left. */
@Injectable()
export class AccuracyStore {
  /** By group joined (source null) and by source; by EVIDENCE there is nothing to join. */
  evidence(tx: Tx, filter: AccuracyFilter, by: AccuracyGrouping, scope: Scope): Promise<CountRow[]> {
    const isOfClasses = filter.classes !== undefined || by === 'CLASS';
    return tx.query<CountRow>(
      `WITH judged AS MATERIALIZED (
         SELECT w.subject_id, w.class, w.source, w.is_right, w.at, ${keyOf(by)} AS key
           FROM evidence w JOIN task t ON t.id = w.task_id ${teamsOf(by)}
          WHERE ${narrowed} AND w.forgiven_at IS NULL AND w.part = $10 AND ($11::text[] IS NULL OR w.source = ANY ($11))
            AND (${isOfClasses ? '$12::text[] IS NULL OR w.class = ANY ($12)' : `$12::text[] IS NULL AND w.class = ''`})),
       strongest AS (SELECT DISTINCT ON (key, subject_id, class) key, is_right, at FROM judged
                      ORDER BY key, subject_id, class, array_position($13::text[], source))
       SELECT key, NULL AS source, ${counts} FROM strongest GROUP BY key
       UNION ALL SELECT key, source, ${counts} FROM judged GROUP BY key, source ORDER BY 1, 2 NULLS FIRST`,
      [
        ...parametersOf(filter, scope),
        filter.part,
        filter.sources ?? null,
        filter.classes ?? null,
        [...strongestFirst],
      ],
    );
  }

  /** Right: the first review of the task let the answer pass as it was. */
  firstReviews(tx: Tx, filter: WorkFilter, by: AccuracyGrouping, scope: Scope): Promise<CountRow[]> {
    return tx.query<CountRow>(
      `SELECT key, NULL AS source, ${counts} FROM (
         SELECT w.at, w.is_right, ${keyOf(by)} AS key
           FROM (SELECT v.project_id, v.task_id, s.member_id, s.created_at AS at, v.decision = 'ACCEPT' AS is_right
                   FROM verdict v JOIN submission s ON s.id = v.submission_id
                  WHERE v.project_id = $1 AND v.purpose = 'REVIEW' AND v.ordinal = 1) w
           JOIN task t ON t.id = w.task_id ${teamsOf(by)} WHERE ${narrowed}) reviewed GROUP BY key ORDER BY key`,
      parametersOf(filter, scope),
    );
  }

  /** The names of groups whose keys are ids. */
  async labels(tx: Tx, by: AccuracyGrouping, groupKeys: string[]): Promise<Map<string, string>> {
    const table = ({ PERSON: 'member', TEAM: 'team', BATCH: 'batch' } as Partial<Record<AccuracyGrouping, string>>)[by];
    if (!table || groupKeys.length === 0) return new Map();
    const rows = await tx.query<{ id: string; name: string }>(`SELECT id, name FROM ${table} WHERE id = ANY ($1)`, [
      groupKeys,
    ]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** The beginning of this day, UTC. */
  async today(tx: Tx): Promise<Date> {
    const [row] = await tx.query<{ today: Date }>(
      `SELECT date_trunc('day', muster_now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS today`,
    );
    return row!.today;
  }
}
