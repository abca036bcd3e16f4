import type pg from 'pg';
import { law, type Violation } from './history.js';

/** Each a query of what must not be; rows are violations, told in `what`. $1 is the organization. */
const always: Record<string, string[]> = {
  [law.seats]: [
    `SELECT format('task %s, %s: %s counted of %s seats', t.id, s.stage, s.counted, s.seats) AS what FROM task t CROSS JOIN LATERAL (
       SELECT x.stage, count(*) AS counted, CASE WHEN x.stage = 'ANNOTATE' THEN t.overlap ELSE (SELECT count(*) FROM slot WHERE slot.task_id = t.id AND slot.stage = x.stage) END AS seats
         FROM submission x WHERE x.task_id = t.id AND x.state = 'COUNTED' GROUP BY x.stage) s WHERE t.organization_id = $1 AND s.counted > s.seats`,
    `SELECT format('task %s, %s seat %s: %s at once', task_id, stage, ordinal, count(*)) AS what FROM assignment
      WHERE organization_id = $1 AND state IN ('ACTIVE', 'SUBMITTED') GROUP BY task_id, stage, ordinal HAVING count(*) > 1`,
    `SELECT format('task %s has overlap %s, and somebody on seat %s', t.id, t.overlap, a.ordinal) AS what FROM assignment a JOIN task t ON t.id = a.task_id
      WHERE a.organization_id = $1 AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED') AND a.ordinal > t.overlap`,
    `SELECT format('task %s is %s with %s of %s answers', t.id, t.state, c.counted, t.overlap) AS what FROM task t CROSS JOIN LATERAL (
       SELECT count(*) AS counted FROM submission s WHERE s.task_id = t.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') c
      WHERE t.organization_id = $1 AND t.state NOT IN ('TRIAGED', 'CANCELLED') AND (t.state = 'OPEN') = (c.counted >= t.overlap)`,
    `SELECT format('assignment %s is %s, its answer %s', a.id, a.state, s.state) AS what FROM assignment a LEFT JOIN submission s ON s.assignment_id = a.id
      WHERE a.organization_id = $1 AND (s.state = 'COUNTED') IS DISTINCT FROM (a.state = 'SUBMITTED') AND NOT (a.state <> 'SUBMITTED' AND s.state IS NULL)
        AND NOT (a.state = 'SUBMITTED' AND EXISTS (SELECT FROM verdict v WHERE v.assignment_id = a.id))`,
  ],
  [law.people]: [
    `SELECT format('member %s is %s times on task %s', member_id, count(*), task_id) AS what FROM assignment
      WHERE organization_id = $1 AND stage = 'ANNOTATE' AND state IN ('ACTIVE', 'SUBMITTED') GROUP BY task_id, member_id HAVING count(*) > 1`,
    `SELECT format('member %s made and judged task %s', member_id, task_id) AS what FROM assignment WHERE organization_id = $1 GROUP BY task_id, member_id
     HAVING count(DISTINCT stage IN ('ANNOTATE', 'REWORK')) > 1`,
    `SELECT format('member %s judged their own answer %s', v.member_id, s.id) AS what FROM verdict v JOIN submission s ON s.id = v.submission_id
      WHERE v.organization_id = $1 AND v.member_id = s.member_id`,
  ],
  [law.tokens]: [
    `SELECT format('token %s is that of %s assignments', token, count(*)) AS what FROM assignment WHERE organization_id = $1 GROUP BY token HAVING count(*) > 1`,
    `SELECT format('answer %s was written under the token of another', s.id) AS what FROM submission s JOIN assignment a ON a.id = s.assignment_id
      WHERE s.organization_id = $1 AND (s.token <> a.token OR s.member_id <> a.member_id)`,
  ],
  [law.acknowledged]: [
    `SELECT format('assignment %s has %s answers', assignment_id, count(*)) AS what FROM submission WHERE organization_id = $1 GROUP BY assignment_id HAVING count(*) > 1`,
  ],
  [law.equation]: [
    // Free bits in the queue rows = seats wanted − live − filled, seat by seat.
    `WITH wanted AS (
       SELECT t.id, 'ANNOTATE' AS stage, o AS ordinal FROM task t, generate_series(1, t.overlap) o WHERE t.organization_id = $1 AND t.state = 'OPEN'
       UNION ALL SELECT s.task_id, s.stage, s.ordinal FROM slot s JOIN task t ON t.id = s.task_id
        WHERE s.organization_id = $1 AND s.closed_at IS NULL AND t.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED')),
     free AS (SELECT w.* FROM wanted w WHERE NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = w.id AND a.stage = w.stage AND a.ordinal = w.ordinal
       AND a.state IN ('ACTIVE', 'SUBMITTED'))),
     queued AS (SELECT q.task_id AS id, l.stage, o AS ordinal FROM queue_item q JOIN lane l ON l.id = q.lane_id, generate_series(1, 62) o
       WHERE q.organization_id = $1 AND q.seats >> (o - 1) & 1 = 1)
     SELECT format('task %s, %s seat %s: wanted and free %s, in the queue %s', id, stage, ordinal, count(*) FILTER (WHERE k = 1), count(*) FILTER (WHERE k = 2)) AS what
       FROM (SELECT *, 1 AS k FROM free UNION ALL SELECT *, 2 FROM queued) x GROUP BY id, stage, ordinal
     HAVING count(*) FILTER (WHERE k = 1) <> 1 OR count(*) FILTER (WHERE k = 2) <> 1`,
    `SELECT format('lane %s counts %s seats, and has %s', l.id, l.seats + coalesce(c.seats, 0), coalesce(n.seats, 0)) AS what FROM lane l
       LEFT JOIN (SELECT lane_id, sum(seats) AS seats FROM lane_change GROUP BY 1) c ON c.lane_id = l.id
       LEFT JOIN (SELECT lane_id, sum(bit_count(seats::bit(64))) AS seats FROM queue_item GROUP BY 1) n ON n.lane_id = l.id
      WHERE l.organization_id = $1 AND l.seats + coalesce(c.seats, 0) <> coalesce(n.seats, 0)`,
  ],
  [law.results]: [
    `SELECT format('task %s is %s with %s results in force', t.id, t.state, r.count) AS what FROM task t CROSS JOIN LATERAL (
       SELECT count(*) AS count FROM result WHERE result.task_id = t.id AND result.is_current) r WHERE t.organization_id = $1 AND (t.state = 'SETTLED')::int <> r.count`,
    `SELECT format('result %s of task %s does not rest on the counted answers', r.id, r.task_id) AS what FROM result r WHERE r.organization_id = $1 AND r.is_current AND (
       EXISTS (SELECT FROM unnest(r.submission_ids) i LEFT JOIN submission s ON s.id = i WHERE s.task_id IS DISTINCT FROM r.task_id OR s.state <> 'COUNTED')
       OR EXISTS (SELECT FROM submission s WHERE s.task_id = r.task_id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED' AND s.id <> ALL (r.submission_ids))
       OR NOT EXISTS (SELECT FROM decision d WHERE d.task_id = r.task_id AND d.fingerprint = r.fingerprint AND d.move = 'SETTLE' AND d.policy_version = r.policy_version))`,
  ],
  [law.work]: [
    `SELECT format('member %s, %s in %s: missing %s', member_id, stage, hour, missing) AS what FROM work_differences($1)`,
    // Written apart from the check that Muster brings: from assignments, answers, verdicts and slots, without the reports of time.
    `WITH answers AS (SELECT s.*, a.batch_id FROM submission s JOIN assignment a ON a.id = s.assignment_id WHERE s.organization_id = $1),
     counted AS (
       SELECT a.member_id, a.batch_id, a.stage, u.unit, u.n FROM assignment a CROSS JOIN LATERAL (VALUES
           ('claimed', 1), ('active', a.active_seconds), ('idle', a.idle_seconds), ('away', a.away_seconds),
           (CASE a.state WHEN 'SKIPPED' THEN 'skipped' WHEN 'RETURNED' THEN 'returned' WHEN 'EXPIRED' THEN 'expired' ELSE 'none' END, 1)) u(unit, n)
        WHERE a.organization_id = $1 AND u.unit <> 'none'
       UNION ALL SELECT member_id, batch_id, stage, 'submitted', 1 FROM answers
       UNION ALL SELECT member_id, batch_id, stage, lower(state), 1 FROM answers
       UNION ALL SELECT a.member_id, a.batch_id, a.stage, u.unit, 1 FROM verdict v JOIN assignment a ON a.id = v.assignment_id, (VALUES ('submitted'), ('counted')) u(unit) WHERE v.organization_id = $1
       UNION ALL SELECT s.member_id, s.batch_id, s.stage, CASE v.decision WHEN 'ACCEPT' THEN 'accepted' WHEN 'FIX' THEN 'fixed' ELSE 'rejected' END, 1
         FROM verdict v JOIN answers s ON s.id = v.submission_id WHERE v.purpose = 'REVIEW'
       UNION ALL SELECT s.member_id, s.batch_id, s.stage, 'reworked', 1 FROM slot t JOIN answers s ON s.id = t.subject_submission_id WHERE t.stage = 'REWORK'),
     kept AS (SELECT w.member_id, w.batch_id, w.stage, u.unit, u.n FROM work_hour w CROSS JOIN LATERAL (VALUES ('claimed', claimed), ('submitted', submitted),
         ('counted', counted), ('quarantined', quarantined), ('void', voided), ('skipped', skipped), ('returned', returned), ('expired', expired),
         ('accepted', accepted), ('fixed', fixed), ('rejected', rejected), ('reworked', reworked), ('active', active_seconds), ('idle', idle_seconds),
         ('away', away_seconds)) u(unit, n) WHERE w.organization_id = $1)
     SELECT format('member %s, %s: %s %s by the rows, %s kept', member_id, stage, unit, sum(rows), sum(kept)) AS what
       FROM (SELECT member_id, batch_id, stage, unit, n AS rows, 0 AS kept FROM counted UNION ALL SELECT member_id, batch_id, stage, unit, 0, n FROM kept) x
      GROUP BY member_id, batch_id, stage, unit HAVING sum(rows) <> sum(kept)`,
  ],
  [law.progress]: [
    `SELECT format('batch %s: missing %s', batch_id, missing) AS what FROM progress_differences($1)`,
    // As managers were told before it was counted: task by task.
    `WITH of_task AS (SELECT t.id, t.batch_id, t.state, t.overlap, count(s.id) FILTER (WHERE s.state = 'COUNTED') AS counted, count(s.id) FILTER (WHERE s.state = 'QUARANTINED') AS quarantined,
            (SELECT count(*) FROM verdict v WHERE v.task_id = t.id AND v.purpose = 'REVIEW') AS reviews
       FROM task t LEFT JOIN submission s ON s.task_id = t.id AND s.stage = 'ANNOTATE' WHERE t.organization_id = $1 GROUP BY t.id),
     rows AS (SELECT o.batch_id, u.unit, u.n FROM of_task o CROSS JOIN LATERAL (VALUES (lower(o.state), 1), ('wanted', o.overlap), ('counted', o.counted),
         ('quarantined', o.quarantined), ('beyond', greatest(0, o.counted - o.overlap)), ('reviewed', least(o.reviews, 1))) u(unit, n)),
     kept AS (SELECT p.batch_id, u.unit, u.n FROM batch_progress p CROSS JOIN LATERAL (VALUES ('open', open), ('answered', answered), ('adjudicating', adjudicating),
         ('reviewing', reviewing), ('reworking', reworking), ('settled', settled), ('triaged', triaged), ('cancelled', cancelled), ('wanted', wanted),
         ('counted', counted), ('quarantined', quarantined), ('beyond', beyond), ('reviewed', reviewed)) u(unit, n) WHERE p.organization_id = $1)
     SELECT format('batch %s: %s %s by the rows, %s kept', batch_id, unit, sum(rows), sum(kept)) AS what
       FROM (SELECT batch_id, unit, n AS rows, 0 AS kept FROM rows UNION ALL SELECT batch_id, unit, 0, n FROM kept) x GROUP BY batch_id, unit HAVING sum(rows) <> sum(kept)`,
  ],
  [law.news]: [
    `SELECT format('assignment %s is %s, and was told as %s', a.id, a.state, e.types) AS what FROM assignment a CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(type ORDER BY type), '{}') AS types FROM event WHERE event.organization_id = $1 AND event.subject_id = a.id) e
      WHERE a.organization_id = $1 AND (
        cardinality(array_positions(e.types, 'assignment.claimed')) <> 1
        OR cardinality(array_positions(e.types, 'assignment.submitted')) <> (SELECT count(*) FROM submission s WHERE s.assignment_id = a.id)
           AND NOT EXISTS (SELECT FROM verdict v WHERE v.assignment_id = a.id)
        OR a.state IN ('SKIPPED', 'RETURNED', 'EXPIRED') AND cardinality(array_positions(e.types, 'assignment.' || lower(a.state))) <> 1)`,
    `SELECT format('task %s is %s, and nobody was told that it was answered', t.id, t.state) AS what FROM task t
      WHERE t.organization_id = $1 AND t.state IN ('ANSWERED', 'SETTLED', 'ADJUDICATING', 'REVIEWING', 'REWORKING')
        AND NOT EXISTS (SELECT FROM event e WHERE e.organization_id = $1 AND e.subject_id = t.id AND e.type = 'task.answered')`,
  ],
};

/** What must not be at any moment, whoever is in the middle of what: one statement, so one snapshot. */
const whole = Object.entries(always)
  .flatMap(([name, queries]) =>
    queries.map((query) => `(SELECT '${name.replaceAll("'", "''")}' AS law, w.what FROM (${query}) w LIMIT 5)`),
  )
  .join('\nUNION ALL\n');

export async function brokenLaws(pool: pg.Pool, organizationId: string): Promise<Violation[]> {
  return (await pool.query<Violation>({ name: 'laws', text: whole, values: [organizationId] })).rows;
}

/** After everybody has worked until there was nothing for them: work that is still there, and somebody who could do it. */
export async function stuckWork(pool: pg.Pool, organizationId: string): Promise<Violation[]> {
  const { rows } = await pool.query<{ what: string }>(
    `SELECT format('task %s is %s: nobody decides', id, state) AS what FROM task WHERE organization_id = $1 AND state = 'ANSWERED'
     UNION ALL
     SELECT format('task %s: %s is held under a lease that is over', task_id, id) FROM assignment WHERE organization_id = $1 AND state = 'ACTIVE'
     UNION ALL
     SELECT format('task %s, %s: a free seat in lane %s of batch %s, and %s people could take it, like %s', q.task_id, l.stage, l.kind, l.batch_id, count(*), min(m.id::text))
       FROM queue_item q JOIN lane l ON l.id = q.lane_id JOIN member m ON m.organization_id = $1
      WHERE q.organization_id = $1 AND (CASE WHEN l.stage IN ('ANNOTATE', 'REWORK') THEN 'ANNOTATOR' ELSE 'REVIEWER' END) = ANY (m.roles)
        AND EXISTS (SELECT FROM team_member tm WHERE tm.member_id = m.id)
        AND coalesce(q.for_member_id, m.id) = m.id AND q.not_member_id IS DISTINCT FROM m.id
        AND NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = q.task_id AND a.member_id = m.id
          AND (l.stage IN ('ANNOTATE', 'REWORK')) <> (a.stage IN ('ANNOTATE', 'REWORK')))
        AND NOT (l.stage = 'ANNOTATE' AND EXISTS (SELECT FROM assignment a WHERE a.task_id = q.task_id AND a.member_id = m.id AND a.state IN ('ACTIVE', 'SUBMITTED', 'SKIPPED', 'REVOKED')))
        AND NOT (l.stage NOT IN ('ANNOTATE', 'REWORK') AND EXISTS (SELECT FROM assignment a WHERE a.slot_id = q.slot_id AND a.member_id = m.id AND a.state IN ('SKIPPED', 'REVOKED')))
      GROUP BY q.task_id, l.stage, l.kind, l.batch_id
     LIMIT 20`,
    [organizationId],
  );
  return rows.map(({ what }) => ({ law: law.stuck, what }));
}
