import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';

/**
 * Tasks that wait for a model's labels. Their seats stand in a lane of their own, to which no door leads, so everything else that
 * moves seats (overlap, cancellation, a move to another batch) does with them what it does with any (ADR 0014).
 */
export class HoldForPrelabels1764000060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- null: nobody waits. How long a new task waits for a pre-label, at most.
      ALTER TABLE project ADD COLUMN prelabel_wait_minutes integer CHECK (prelabel_wait_minutes BETWEEN 1 AND 10080);

      ALTER TABLE task ADD COLUMN prelabel_model text CHECK (length(prelabel_model) BETWEEN 1 AND 200);
      ALTER TABLE task ADD COLUMN prelabel_model_version text CHECK (length(prelabel_model_version) BETWEEN 1 AND 200);
      -- until when its seats are held back at the latest; null: they are not
      ALTER TABLE task ADD COLUMN prelabel_wait_until timestamptz;
      -- why it waits, or why it went out without
      ALTER TABLE task ADD COLUMN prelabel_note text CHECK (length(prelabel_note) BETWEEN 1 AND 2000);
      CREATE INDEX task_held ON task (prelabel_wait_until) WHERE prelabel_wait_until IS NOT NULL;
      CREATE INDEX task_held_project ON task (project_id, id) WHERE prelabel_wait_until IS NOT NULL;

      ALTER TABLE lane DROP CONSTRAINT lane_kind_check;
      ALTER TABLE lane ADD CONSTRAINT lane_kind_check CHECK (kind IN ('FRESH', 'RETURNED', 'RESERVED', 'HELD'));

      -- The seats that are held back go where claims find them; a seat that a lead gave to somebody stays theirs. False when the task
      -- is not held (any more). Whoever calls needs no lock: this takes the task's.
      CREATE FUNCTION release_held_task(p_id uuid, p_note text) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE v_task task; v_item queue_item;
      BEGIN
        UPDATE task SET prelabel_wait_until = NULL, prelabel_note = p_note WHERE id = p_id AND prelabel_wait_until IS NOT NULL RETURNING * INTO v_task;
        IF NOT FOUND THEN RETURN false; END IF;
        FOR v_item IN SELECT q.* FROM queue_item q JOIN lane l ON l.id = q.lane_id WHERE q.task_id = p_id AND l.kind = 'HELD' FOR UPDATE OF q LOOP
          DELETE FROM queue_item WHERE lane_id = v_item.lane_id AND seq = v_item.seq;
          PERFORM note_lane_change(v_item.organization_id, v_item.lane_id, -1, -seats_in(v_item.seats));
          PERFORM offer_seats(v_task, 'ANNOTATE', v_item.seats, 'FRESH');
        END LOOP;
        RETURN true;
      END $$;

      -- Holds a task that nobody has begun; false when it is begun, closed, or has a pre-label.
      CREATE FUNCTION hold_task(p_id uuid, p_minutes int) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE v_task task; v_seats bigint;
      BEGIN
        UPDATE task t SET prelabel_wait_until = muster_now() + p_minutes * interval '1 minute', prelabel_note = NULL
         WHERE t.id = p_id AND t.state = 'OPEN' AND t.prelabel IS NULL AND t.prelabel_wait_until IS NULL
           AND NOT EXISTS (SELECT FROM assignment a WHERE a.task_id = p_id) AND NOT EXISTS (SELECT FROM queue_item q WHERE q.task_id = p_id AND q.for_member_id IS NOT NULL)
         RETURNING t.* INTO v_task;
        IF NOT FOUND THEN RETURN false; END IF;
        v_seats := withdraw_seats(p_id, 'ANNOTATE', -1);
        -- Whoever took a seat in this very moment keeps it: then the labels come too late for the task, and it goes on without.
        IF v_seats <> 0 THEN PERFORM offer_seats(v_task, 'ANNOTATE', v_seats, 'FRESH'); END IF;
        RETURN true;
      END $$;

      -- Releases those of one organization whose time is over, oldest first; answers how many.
      CREATE FUNCTION release_overdue_tasks(p_org uuid, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_id uuid; v_note text; v_count int := 0;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        FOR v_id, v_note IN SELECT id, prelabel_note FROM task WHERE prelabel_wait_until <= muster_now() ORDER BY prelabel_wait_until LIMIT p_limit
            FOR NO KEY UPDATE SKIP LOCKED LOOP
          v_count := v_count + release_held_task(v_id, left('The time for its pre-label was over.' || coalesce(' ' || v_note, ' The model was not asked yet.'), 2000))::int;
        END LOOP;
        RETURN v_count;
      END $$;
    `);
    const lanesOfClaims = [[`l.kind <> 'RESERVED'`, `l.kind NOT IN ('RESERVED', 'HELD')`]] as const;
    for (const name of ['look_for_seats', 'wait_for_seats', 'foresee_seats', 'foresee_all_seats'])
      await rewriteFunction(runner, name, lanesOfClaims);
    await rewriteFunction(runner, 'explain_lanes', [
      ['WHERE l.project_id = ANY (p_projects)', `WHERE l.kind <> 'HELD' AND l.project_id = ANY (p_projects)`],
    ]);
    await rewriteFunction(runner, 'offer_seats', [
      [
        `CASE WHEN p_for IS NULL THEN p_kind ELSE 'RESERVED' END`,
        `CASE WHEN p_for IS NOT NULL THEN 'RESERVED' WHEN p_stage = 'ANNOTATE' AND p_task.prelabel_wait_until IS NOT NULL THEN 'HELD' ELSE p_kind END`,
      ],
    ]);
    await rewriteFunction(runner, 'assignment_view', [
      [
        `'prelabel', t.prelabel,`,
        `'prelabel', t.prelabel, 'prelabel_model', t.prelabel_model, 'prelabel_model_version', t.prelabel_model_version,`,
      ],
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
