/*
 * SQL that the claim and its explanations share. Frozen with the migrations that use it: a later one brings its own.
 */

/**
 * What must be so for a person to work on a lane (l, with batch b, project p and policy y), in the order in which
 * explanations tell it.
 */
export const doorsOf = (member: string, projects: string) => ({
  batch_open: `b.state = 'OPEN'`,
  in_team: `l.project_id = ANY (${projects})`,
  not_paused: `NOT EXISTS (SELECT FROM member_pause mp WHERE mp.member_id = ${member} AND mp.resumed_at IS NULL
      AND (mp.project_id IS NULL OR mp.project_id = l.project_id))`,
  guidelines_read: `(p.guideline_version = 0 OR EXISTS (SELECT FROM guideline_acknowledgement g
      WHERE g.project_id = p.id AND g.version = p.guideline_version AND g.member_id = ${member}))`,
  skilled: `NOT EXISTS (SELECT FROM skill_requirement r WHERE r.project_id = l.project_id AND r.stage = l.stage AND NOT EXISTS (
      SELECT FROM member_skill s WHERE s.member_id = ${member} AND s.skill_id = r.skill_id AND s.level >= r.level
         AND (s.expires_at IS NULL OR s.expires_at > v_now)))`,
  qualified: `(l.stage <> ALL (y.qualified_stages) OR EXISTS (SELECT FROM qualification k
      WHERE k.member_id = ${member} AND k.project_id = l.project_id AND k.stage = l.stage AND (k.expires_at IS NULL OR k.expires_at > v_now)))`,
  // Counting stops at the cap: it costs what the cap allows, not what the person has done.
  under_cap: `(l.stage <> 'ANNOTATE' OR (
      (y.cap_answers IS NULL OR y.cap_answers > (SELECT count(*) FROM (SELECT FROM assignment a JOIN batch o ON o.id = a.batch_id AND o.project_id = l.project_id
         WHERE a.member_id = ${member} AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED') LIMIT y.cap_answers) c))
      AND (y.cap_batch_share IS NULL OR y.cap_batch_share * (SELECT coalesce(sum(i.created_count), 0) FROM import i WHERE i.batch_id = l.batch_id) >= 1 +
         (SELECT count(*) FROM assignment a WHERE a.member_id = ${member} AND a.batch_id = l.batch_id AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED')))
      AND (y.cap_per_day IS NULL OR y.cap_per_day > (SELECT count(*) FROM (SELECT FROM assignment a WHERE a.member_id = ${member}
         AND a.claimed_at >= date_trunc('day', v_now, 'UTC') AND a.project_id = l.project_id AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED') LIMIT y.cap_per_day) c))))`,
});

export const lanes = `lane l JOIN batch b ON b.id = l.batch_id JOIN project p ON p.id = l.project_id JOIN queue_policy y ON y.project_id = l.project_id`;
export const asked = `l.stage = ANY (p_stages) AND (p_project IS NULL OR l.project_id = p_project) AND (p_batch IS NULL OR l.batch_id = p_batch)`;
export const laneOf = `(l.id, l.organization_id, l.project_id, l.batch_id, l.stage, l.kind,
  coalesce((y.lease_minutes ->> l.stage)::int, (y.lease_minutes ->> 'ANNOTATE')::int, 60), p.guideline_version, p.policy_version, y.is_sticky)::claim_lane`;
export const projectsOfMember = `ARRAY(SELECT DISTINCT pt.project_id FROM team_member tm JOIN project_team pt ON pt.team_id = tm.team_id WHERE tm.member_id = p_member)`;

/**
 * What one row must be for this person: not about their own work, and not theirs before. A scalar sub-query, since an
 * anti-join planned on a stale statistic walks the whole table.
 */
export const fits = (stage: string, member = 'p_member'): string => `q.not_member_id IS DISTINCT FROM ${member}
           AND (SELECT true FROM participation pa WHERE pa.task_id = q.task_id AND pa.member_id = ${member} AND
                 CASE WHEN ${stage} IN ('ANNOTATE', 'REWORK') THEN pa.role = 'JUDGE' OR (pa.is_barred AND ${stage} = 'ANNOTATE')
                      ELSE pa.role = 'AUTHOR' OR EXISTS (SELECT FROM assignment sa WHERE sa.slot_id = q.slot_id AND sa.member_id = ${member}
                        AND sa.state IN ('SKIPPED', 'REVOKED')) END) IS NULL`;
