import type { MigrationInterface, QueryRunner } from 'typeorm';
import { doorsOf, fits, lanes, projectsOfMember } from './parts/claim.js';

const columns = (doors: Record<string, string>): string =>
  Object.entries(doors)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(',\n          ');
const names = Object.keys(doorsOf('', ''));
const booleans = names.map((name) => `${name} boolean`).join(', ');

/** Why a person gets what they get: the same doors and the same row filter as the claim, told instead of applied. */
export class CreateExplanations1764000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Every lane of these projects with something in it, its exact counters, what decides its place, and which doors are
      -- open for this person. others: seats that are reserved, and not for this person; turns: of their last 64 tasks.
      CREATE FUNCTION explain_lanes(p_org uuid, p_member uuid, p_stages text[], p_projects uuid[], p_batch uuid)
      RETURNS TABLE (lane_id uuid, project_id uuid, share int, turns int, batch_id uuid, batch_name text, batch_state text, priority int,
        deadline_at timestamptz, batch_created_at timestamptz, stage text, kind text, tasks bigint, seats bigint, others bigint,
        right_stage boolean, ${booleans}) LANGUAGE plpgsql AS $$
      DECLARE v_now timestamptz := muster_now(); v_projects uuid[];
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        v_projects := ${projectsOfMember};
        RETURN QUERY
        WITH change AS MATERIALIZED (SELECT c.lane_id AS id, sum(c.tasks) AS tasks, sum(c.seats) AS seats FROM lane_change c GROUP BY c.lane_id),
             mine AS MATERIALIZED (SELECT q.lane_id AS id, count(*) AS seats FROM queue_item q WHERE q.for_member_id = p_member GROUP BY q.lane_id),
             turn AS MATERIALIZED (SELECT t.project_id AS id, count(*)::int AS count FROM (SELECT a.project_id FROM assignment a
               WHERE a.member_id = p_member ORDER BY a.claimed_at DESC LIMIT 64) t GROUP BY t.project_id)
        SELECT l.id, l.project_id, y.share, coalesce(turn.count, 0), b.id, b.name, b.state, b.priority, b.deadline_at, b.created_at, l.stage, l.kind,
          n.tasks, n.seats, CASE WHEN l.kind = 'RESERVED' THEN n.seats - coalesce(mine.seats, 0) ELSE 0 END, l.stage = ANY (p_stages),
          ${columns(doorsOf('p_member', 'v_projects'))}
          FROM ${lanes} LEFT JOIN change ON change.id = l.id LEFT JOIN mine ON mine.id = l.id LEFT JOIN turn ON turn.id = l.project_id
          CROSS JOIN LATERAL (SELECT l.tasks + coalesce(change.tasks, 0) AS tasks, l.seats + coalesce(change.seats, 0) AS seats) n
         WHERE l.project_id = ANY (p_projects) AND (p_batch IS NULL OR l.batch_id = p_batch) AND n.seats > 0
         ORDER BY b.priority DESC, b.deadline_at NULLS LAST, b.created_at, l.id;
      END $$;

      -- The row filter over the rows of these lanes that this person would meet first, up to p_limit a project: how many
      -- were looked at, and what became of them.
      CREATE FUNCTION explain_rows(p_org uuid, p_member uuid, p_lanes uuid[], p_limit int)
      RETURNS TABLE (project_id uuid, looked int, fitting int, fitting_seats int, own int, subject int)
      LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        RETURN QUERY
        WITH mine AS MATERIALIZED (SELECT * FROM queue_item i WHERE i.for_member_id = p_member)
        SELECT p.id, r.* FROM (SELECT DISTINCT lane.project_id FROM lane WHERE lane.id = ANY (p_lanes)) p(id)
          CROSS JOIN LATERAL (SELECT count(*)::int, (count(*) FILTER (WHERE f.fits))::int, coalesce(sum(seats_in(q.seats)) FILTER (WHERE f.fits), 0)::int,
                 (count(*) FILTER (WHERE NOT f.fits AND q.not_member_id IS DISTINCT FROM p_member))::int, (count(*) FILTER (WHERE q.not_member_id = p_member))::int
            FROM (SELECT x.*, l.stage FROM lane l LEFT JOIN hand h ON h.member_id = p_member AND h.lane_id = l.id
                   CROSS JOIN LATERAL (
                     (SELECT * FROM mine WHERE l.kind = 'RESERVED' AND mine.lane_id = l.id)
                     UNION ALL (SELECT * FROM queue_item i WHERE l.kind <> 'RESERVED' AND i.lane_id = l.id AND i.seq > coalesce(h.seq, 0) ORDER BY i.seq LIMIT p_limit)
                     UNION ALL (SELECT * FROM queue_item i WHERE l.kind <> 'RESERVED' AND i.lane_id = l.id AND i.seq <= h.seq ORDER BY i.seq LIMIT p_limit)) x
                   WHERE l.id = ANY (p_lanes) AND l.project_id = p.id LIMIT p_limit) q
            CROSS JOIN LATERAL (SELECT (${fits('q.stage')}) AS fits) f) r;
      END $$;

      -- Where each person of the project's teams stands to one seat of a task.
      CREATE FUNCTION explain_people(p_org uuid, p_task uuid, p_stage text, p_slot uuid, p_for uuid, p_not uuid, p_limit int)
      RETURNS TABLE (member_id uuid, member_name text, roles text[], part text, is_barred boolean, is_reserved_for_other boolean, is_fit boolean, ${booleans})
      LANGUAGE plpgsql AS $$
      DECLARE v_now timestamptz := muster_now();
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        RETURN QUERY SELECT m.id, m.name, m.roles, part.role, part.is_barred, p_for IS NOT NULL AND p_for <> m.id,
          (${fits('l.stage', 'm.id')}),
          ${columns(doorsOf('m.id', 'ARRAY[l.project_id]'))}
          FROM task t
          CROSS JOIN LATERAL (SELECT t.project_id, t.batch_id, p_stage AS stage) l
          CROSS JOIN LATERAL (SELECT p_task AS task_id, p_slot AS slot_id, p_not AS not_member_id) q
          JOIN batch b ON b.id = t.batch_id JOIN project p ON p.id = t.project_id JOIN queue_policy y ON y.project_id = t.project_id
          JOIN (SELECT DISTINCT tm.member_id, pt.project_id FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id) door ON door.project_id = t.project_id
          JOIN member m ON m.id = door.member_id AND m.state = 'ACTIVE'
          LEFT JOIN participation part ON part.task_id = t.id AND part.member_id = m.id
         WHERE t.id = p_task ORDER BY m.name, m.id LIMIT p_limit;
      END $$;

      -- The first seats that a claim would find, in its order; is_walked false: pushed, to be mended, or the same group.
      -- A row without a task says that the budget of windows ended first.
      CREATE FUNCTION explain_order(p_org uuid, p_member uuid, p_stages text[], p_project uuid, p_batch uuid, p_limit int, p_budget int)
      RETURNS TABLE (task_id uuid, lane_id uuid, kind text, stage text, batch_id uuid, project_id uuid, is_walked boolean, is_pushed boolean, seq bigint) LANGUAGE plpgsql AS $$
      DECLARE v_seat found_seat; v_is_any boolean := false;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        FOR v_seat IN SELECT * FROM foresee_seats(p_member, p_stages, p_project, p_batch, p_limit, p_budget) LOOP
          v_is_any := true;
          RETURN QUERY SELECT (v_seat.item).task_id, (v_seat.lane).id, (v_seat.lane).kind, (v_seat.lane).stage, (v_seat.lane).batch_id,
            (v_seat.lane).project_id, v_seat.is_walked, (v_seat.item).is_pushed, (v_seat.item).seq;
        END LOOP;
        IF v_is_any THEN RETURN; END IF;
        -- As the claim does before it says that there is nothing.
        RETURN QUERY SELECT (f.item).task_id, (f.lane).id, (f.lane).kind, (f.lane).stage, (f.lane).batch_id, (f.lane).project_id, f.is_walked,
          (f.item).is_pushed, (f.item).seq FROM foresee_all_seats(p_member, p_stages, p_project, p_batch, p_limit, p_budget) f;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
