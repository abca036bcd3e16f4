/*
 * What is counted of people's work, and the same counted from the rows. Frozen with the migrations that use it.
 */

export const figures = [
  'claimed', 'started', 'submitted', 'counted', 'quarantined', 'voided', 'skipped', 'returned', 'expired', 'revoked', 'objects',
  'accepted', 'fixed', 'rejected', 'first_reviewed', 'first_accepted', 'reworked',
  'active_seconds', 'idle_seconds', 'away_seconds', 'tool_seconds', 'tool_answers',
] as const; // prettier-ignore
type Figure = (typeof figures)[number];

/** The hour of a moment, UTC, whatever the zone of the session. */
export const hourOf = (moment: string): string => `date_bin('1 hour', ${moment}, timestamptz '2000-01-01 00:00:00+00')`;

export const addedUp = figures.map((name) => `sum(${name})`).join(', ');

const part = (
  hour: string,
  stage: string,
  member: string,
  counts: Partial<Record<Figure, string>>,
  from: string,
): string => `
  SELECT a.id AS assignment_id, a.organization_id, ${hourOf(hour)} AS hour, ${member} AS member_id, a.project_id, a.batch_id, ${stage} AS stage,
         ${figures.map((name) => `(${counts[name] ?? '0'})::int AS ${name}`).join(', ')} FROM ${from}`;

const answer = 'submission s JOIN assignment a ON a.id = s.assignment_id';
const stands = 'NOT s.is_replaced AND NOT s.is_taken_back';
const given = 'NOT s.is_revision AND NOT s.is_taken_back';
const passed = `v.decision = 'ACCEPT' OR v.overturned_by IS NOT NULL`;

/** A row for each thing that counts. Those on one assignment are found by assignment_id. */
export const recount = [
  part('a.claimed_at', 'a.stage', 'a.member_id', {
    claimed: '1',
    started: `(a.state = 'SUBMITTED' OR a.draft_at > a.claimed_at OR a.active_seconds + a.idle_seconds + a.away_seconds > 0) IS TRUE`,
  }, 'assignment a'),
  part('a.closed_at', 'a.stage', 'a.member_id', {
    skipped: `a.state = 'SKIPPED'`,
    returned: `a.state = 'RETURNED'`,
    expired: `a.state = 'EXPIRED'`,
    revoked: `a.state = 'REVOKED'`,
  // An answer that was made void leaves its assignment REVOKED, and nothing was taken from anybody.
  }, `assignment a WHERE a.state IN ('SKIPPED', 'RETURNED', 'EXPIRED') OR (a.state = 'REVOKED'
      AND NOT EXISTS (SELECT FROM submission s WHERE s.assignment_id = a.id AND NOT s.is_taken_back)
      AND NOT EXISTS (SELECT FROM verdict v WHERE v.assignment_id = a.id))`),
  part('w.at', 'a.stage', 'a.member_id', {
    active_seconds: 'w.active_seconds', idle_seconds: 'w.idle_seconds', away_seconds: 'w.away_seconds',
  }, 'work_time w JOIN assignment a ON a.id = w.assignment_id AND a.member_id = w.member_id AND w.at >= a.claimed_at'),
  part('s.created_at', 's.stage', 's.member_id', {
    submitted: given,
    counted: `s.state IN ('COUNTED', 'GOLD') AND ${stands}`,
    quarantined: `s.state = 'QUARANTINED' AND ${stands}`,
    voided: `s.state = 'VOID' AND ${stands}`,
    objects: `CASE WHEN ${given} THEN objects_in(s.labels) ELSE 0 END`,
    tool_seconds: `CASE WHEN ${stands} THEN coalesce(s.tool_seconds, 0) ELSE 0 END`,
    tool_answers: `${stands} AND s.tool_seconds IS NOT NULL`,
  }, answer),
  part('v.created_at', 's.stage', 's.member_id', {
    accepted: passed,
    fixed: `v.decision = 'FIX' AND NOT (${passed})`,
    rejected: `v.decision = 'REJECT' AND NOT (${passed})`,
    first_reviewed: 'v.ordinal = 1',
    first_accepted: `v.ordinal = 1 AND (${passed})`,
  }, `${answer} JOIN verdict v ON v.submission_id = s.id AND v.task_id = s.task_id AND v.purpose = 'REVIEW' AND v.author_id IS NOT NULL`),
  part('v.created_at', 'a.stage', 'a.member_id', { submitted: '1', counted: '1' }, 'verdict v JOIN assignment a ON a.id = v.assignment_id'),
  part('t.created_at', 's.stage', 's.member_id', { reworked: '1' }, `${answer} JOIN slot t ON t.subject_submission_id = s.id AND t.task_id = s.task_id AND t.stage = 'REWORK'`),
].join(' UNION ALL '); // prettier-ignore

const key = 'hour, member_id, project_id, batch_id, stage';

/** What the rows say less what is kept. */
export const difference = `
  SELECT ${key}, jsonb_strip_nulls(jsonb_build_object(${figures.map((name) => `'${name}', nullif(sum(${name}), 0)`).join(', ')}))
    FROM (SELECT organization_id, ${key}, ${figures.join(', ')} FROM work_recount
          UNION ALL SELECT organization_id, ${key}, ${figures.map((name) => `-${name}`).join(', ')} FROM work_hour) both_sides
   WHERE organization_id = p_org GROUP BY ${key} HAVING ${figures.map((name) => `sum(${name}) <> 0`).join(' OR ')}`;
