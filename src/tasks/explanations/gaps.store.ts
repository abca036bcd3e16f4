import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { LaneFilter } from './explanation.rules.js';
import { type Gap, type GapDetail, Gaps } from './gap.rules.js';
import { WaysIn } from './ways-in.js';

/** Of whom, where. */
export interface GapQuestion {
  memberIds: string[];
  projectIds: string[];
  /** whose caps by share are looked at */
  batchIds: string[];
}

const pauses = `
  SELECT mp.member_id AS "memberId", p.id AS "projectId", json_build_object('kind', 'PAUSE', 'reason', mp.reason, 'by', coalesce(by.name, 'a rule of the project'), 'since', mp.paused_at,
         'isEverywhere', mp.project_id IS NULL) AS detail
    FROM member_pause mp JOIN project p ON p.id = ANY ($2) AND (mp.project_id IS NULL OR mp.project_id = p.id) LEFT JOIN member by ON by.id = mp.paused_by
   WHERE mp.member_id = ANY ($1) AND mp.resumed_at IS NULL ORDER BY mp.project_id NULLS LAST`;

/** Of a member m: when they work again, and until when they are on leave. */
export const nextShiftColumns = `(SELECT w.starts_at FROM shift_window w WHERE w.member_id = m.id AND w.ends_at > muster_now() AND w.starts_at > muster_now()
           ORDER BY w.ends_at LIMIT 1) AS "startsAt",
         (SELECT max(l.ends_on) FROM leave l WHERE l.member_id = m.id AND l.cancelled_at IS NULL
             AND (muster_now() AT TIME ZONE l.time_zone)::date BETWEEN l.starts_on AND l.ends_on)::text AS "leaveUntil", m.time_zone AS "timeZone"`;

const shifts = `
  SELECT s.id AS "memberId", y.project_id AS "projectId", json_build_object('kind', 'SHIFT', 'startsAt', s."startsAt", 'leaveUntil', s."leaveUntil", 'timeZone', s."timeZone") AS detail
    FROM queue_policy y CROSS JOIN (SELECT m.id, ${nextShiftColumns} FROM member m WHERE m.id = ANY ($1)) s
   WHERE y.project_id = ANY ($2) AND y.is_shift_bound`;

/** Whoever m is on a break now. */
export const breakColumns = `mb.since, mb.until, m.time_zone AS "timeZone"
    FROM member_break mb JOIN member m ON m.id = mb.member_id AND (mb.until IS NULL OR mb.until > muster_now())`;

const breaks = `
  SELECT s.id AS "memberId", p.id AS "projectId", json_build_object('kind', 'BREAK', 'since', s.since, 'until', s.until, 'timeZone', s."timeZone") AS detail
    FROM (SELECT m.id, ${breakColumns} WHERE m.id = ANY ($1)) s JOIN project p ON p.id = ANY ($2)`;

const guidelines = `
  SELECT m.id AS "memberId", p.id AS "projectId", json_build_object('kind', 'GUIDELINES', 'version', p.guideline_version, 'read', last.version,
         'questions', (SELECT s.questions FROM quiz_standing(p.id, m.id) s WHERE s.is_read)) AS detail
    FROM project p CROSS JOIN unnest($1::uuid[]) AS m(id)
    CROSS JOIN LATERAL (SELECT max(g.version) AS version FROM guideline_acknowledgement g WHERE g.project_id = p.id AND g.member_id = m.id) last
   WHERE p.id = ANY ($2) AND p.guideline_version > 0 AND last.version IS DISTINCT FROM p.guideline_version`;

const skills = `
  SELECT m.id AS "memberId", r.project_id AS "projectId", r.stage, json_build_object('kind', 'SKILL', 'skill', s.name, 'needed', r.level,
         'held', ms.level, 'expiredAt', ms.expires_at) AS detail
    FROM skill_requirement r JOIN skill s ON s.id = r.skill_id CROSS JOIN unnest($1::uuid[]) AS m(id)
    LEFT JOIN LATERAL (SELECT k.level, k.expires_at FROM member_skill k WHERE k.member_id = m.id AND k.skill_id = r.skill_id
      ORDER BY (k.expires_at IS NULL OR k.expires_at > muster_now()) DESC, k.level DESC LIMIT 1) ms ON true
   WHERE r.project_id = ANY ($2)
     AND (ms.level IS NULL OR ms.level < r.level OR ms.expires_at <= muster_now()) ORDER BY s.name`;

const qualifications = `
  SELECT m.id AS "memberId", y.project_id AS "projectId", stage.name AS stage, json_build_object('kind', 'QUALIFICATION', 'expiredAt', k.expires_at) AS detail
    FROM queue_policy y CROSS JOIN unnest(y.qualified_stages) AS stage(name) CROSS JOIN unnest($1::uuid[]) AS m(id)
    LEFT JOIN qualification k ON k.member_id = m.id AND k.project_id = y.project_id AND k.stage = stage.name
   WHERE y.project_id = ANY ($2) AND (k.member_id IS NULL OR k.expires_at <= muster_now())`;

/** Counting stops at the cap, as the claim's does: nobody's whole history is read. */
const caps = `
  SELECT m.id AS "memberId", y.project_id AS "projectId", cap.batch_id AS "batchId",
         json_build_object('kind', 'CAP', 'of', cap.name, 'used', cap.used, 'allowed', cap.allowed, 'batch', cap.batch) AS detail
    FROM queue_policy y CROSS JOIN unnest($1::uuid[]) AS m(id)
    CROSS JOIN LATERAL (
      SELECT 'PROJECT' AS name, NULL::uuid AS batch_id, NULL AS batch, y.cap_answers AS allowed, (SELECT count(*) FROM (
          SELECT FROM assignment a JOIN batch o ON o.id = a.batch_id AND o.project_id = y.project_id WHERE a.member_id = m.id AND a.stage = 'ANNOTATE'
             AND a.state IN ('ACTIVE', 'SUBMITTED') LIMIT y.cap_answers) c) AS used WHERE y.cap_answers IS NOT NULL
      UNION ALL
      SELECT 'DAY', NULL, NULL, y.cap_per_day, (SELECT count(*) FROM (SELECT FROM assignment a WHERE a.member_id = m.id AND a.project_id = y.project_id
             AND a.claimed_at >= date_trunc('day', muster_now(), 'UTC') AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED') LIMIT y.cap_per_day) c)
       WHERE y.cap_per_day IS NOT NULL
      UNION ALL
      SELECT 'BATCH', b.id, b.name, floor(y.cap_batch_share * (SELECT coalesce(sum(i.created_count), 0) FROM import i WHERE i.batch_id = b.id))::int,
             (SELECT count(*) FROM assignment a WHERE a.member_id = m.id AND a.batch_id = b.id AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED'))
        FROM batch b WHERE y.cap_batch_share IS NOT NULL AND b.id = ANY ($3) AND b.project_id = y.project_id) cap
   WHERE y.project_id = ANY ($2) AND cap.used >= cap.allowed`;

const queries: Partial<Record<LaneFilter, string>> = {
  NOT_PAUSED: pauses,
  NOT_ON_BREAK: breaks,
  IN_SHIFT: shifts,
  GUIDELINES_READ: guidelines,
  SKILLED: skills,
  QUALIFIED: qualifications,
  UNDER_CAP: caps,
};

interface Row {
  memberId: string;
  projectId: string;
  stage?: Gap['stage'];
  batchId?: string | null;
  detail: GapDetail;
}

/** What exactly stands in people's way: read only for the filters that hold somebody back. */
@Injectable()
export class GapsStore {
  constructor(private readonly ways: WaysIn) {}

  async read(tx: Tx, filters: Iterable<LaneFilter>, { memberIds, projectIds, batchIds }: GapQuestion): Promise<Gaps> {
    const gaps: Gap[] = [];
    for (const filter of new Set(filters)) {
      const query = queries[filter];
      if (!query) continue;
      const values = query === caps ? [memberIds, projectIds, batchIds] : [memberIds, projectIds];
      for (const row of await tx.query<Row>(query, values))
        gaps.push({ stage: null, batchId: null, ...row, filter, detail: withDates(row.detail) });
    }
    return new Gaps(await this.withWays(tx, gaps));
  }

  /** Who lacks a qualification is told how it is come by. */
  private async withWays(tx: Tx, gaps: Gap[]): Promise<Gap[]> {
    const lacking = gaps.filter(({ filter }) => filter === 'QUALIFIED');
    const ways = await this.ways.of(tx, distinct(lacking.map((gap) => gap.memberId)), distinct(lacking.map((gap) => gap.projectId))); // prettier-ignore
    return gaps.map((gap) => {
      const way = ways.find(({ memberId, projectId, stage }) => memberId === gap.memberId && projectId === gap.projectId && stage === gap.stage); // prettier-ignore
      if (!way || gap.detail.kind !== 'QUALIFICATION') return gap;
      return { ...gap, detail: { ...gap.detail, wayIn: way.sentence } };
    });
  }
}

const distinct = (ids: string[]): string[] => [...new Set(ids)];

/** JSON brings dates as text. */
function withDates(detail: GapDetail): GapDetail {
  if (detail.kind === 'PAUSE') return { ...detail, since: new Date(detail.since) };
  if (detail.kind === 'BREAK')
    return { ...detail, since: new Date(detail.since), until: detail.until && new Date(detail.until) };
  if (detail.kind === 'SHIFT') return { ...detail, startsAt: detail.startsAt && new Date(detail.startsAt) };
  if (!('expiredAt' in detail) || detail.expiredAt === null) return detail;
  return { ...detail, expiredAt: new Date(detail.expiredAt) };
}
