import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How seats come into the queue and out of it. Everything that changes a queue row is here, in claims (next migration)
 * and in the import, and each notes the change of its lane. Locks are taken in one order: task, assignment, queue row.
 */
export class CreateSeatFunctions1764000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION seats_in(p_mask bigint) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT bit_count(p_mask::bit(64))::int $$;

      -- The lane of a batch, stage and kind, made when first needed and listed for claims again.
      CREATE FUNCTION ensure_lane(p_org uuid, p_project uuid, p_batch uuid, p_stage text, p_kind text) RETURNS uuid
      LANGUAGE plpgsql AS $$
      DECLARE v_lane uuid; v_listed boolean;
      BEGIN
        SELECT id, is_listed INTO v_lane, v_listed FROM lane WHERE batch_id = p_batch AND stage = p_stage AND kind = p_kind;
        IF v_lane IS NULL THEN
          INSERT INTO lane (organization_id, project_id, batch_id, stage, kind) VALUES (p_org, p_project, p_batch, p_stage, p_kind)
          ON CONFLICT (batch_id, stage, kind) DO NOTHING;
          SELECT id INTO v_lane FROM lane WHERE batch_id = p_batch AND stage = p_stage AND kind = p_kind;
        ELSIF NOT v_listed THEN
          UPDATE lane SET is_listed = true WHERE id = v_lane;
        END IF;
        RETURN v_lane;
      END $$;

      CREATE FUNCTION note_lane_change(p_org uuid, p_lane uuid, p_tasks int, p_seats int) RETURNS void LANGUAGE sql AS $$
        INSERT INTO lane_change (organization_id, lane_id, tasks, seats) VALUES (p_org, p_lane, p_tasks, p_seats) $$;

      -- Puts free seats of a task where claims find them. p_for reserves them for one person.
      CREATE FUNCTION offer_seats(p_task task, p_stage text, p_seats bigint, p_kind text, p_slot uuid DEFAULT NULL,
        p_for uuid DEFAULT NULL, p_not uuid DEFAULT NULL, p_pushed boolean DEFAULT false, p_draft_from uuid DEFAULT NULL) RETURNS void
      LANGUAGE plpgsql AS $$
      DECLARE
        v_lane uuid := ensure_lane(p_task.organization_id, p_task.project_id, p_task.batch_id, p_stage,
          CASE WHEN p_for IS NULL THEN p_kind ELSE 'RESERVED' END);
        v_is_new boolean;
      BEGIN
        INSERT INTO queue_item AS q (organization_id, lane_id, task_id, seats, slot_id, for_member_id, not_member_id, group_hash, is_pushed, draft_from)
        VALUES (p_task.organization_id, v_lane, p_task.id, p_seats, p_slot, p_for, p_not, hashtextextended(p_task.group_key, 0), p_pushed, p_draft_from)
        ON CONFLICT (task_id, lane_id, slot_id, for_member_id) DO UPDATE SET seats = q.seats | excluded.seats
        RETURNING q.seats = p_seats INTO v_is_new;
        PERFORM note_lane_change(p_task.organization_id, v_lane, v_is_new::int, seats_in(p_seats));
      END $$;

      -- Takes free seats of a task back out of the queue; answers which of the asked ones were free.
      CREATE FUNCTION withdraw_seats(p_task uuid, p_stage text, p_seats bigint) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE v_item queue_item; v_taken bigint; v_all bigint := 0;
      BEGIN
        FOR v_item IN SELECT q.* FROM queue_item q JOIN lane l ON l.id = q.lane_id
            WHERE q.task_id = p_task AND l.stage = p_stage AND q.seats & p_seats <> 0 ORDER BY q.lane_id, q.seq FOR UPDATE OF q LOOP
          v_taken := v_item.seats & p_seats;
          IF v_taken = v_item.seats THEN DELETE FROM queue_item WHERE lane_id = v_item.lane_id AND seq = v_item.seq;
          ELSE UPDATE queue_item SET seats = seats & ~v_taken WHERE lane_id = v_item.lane_id AND seq = v_item.seq; END IF;
          PERFORM note_lane_change(v_item.organization_id, v_item.lane_id, -(v_taken = v_item.seats)::int, -seats_in(v_taken));
          v_all := v_all | v_taken;
        END LOOP;
        RETURN v_all;
      END $$;

      -- All free seats of a task, of every stage.
      CREATE FUNCTION withdraw_task(p_task uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_stage text;
      BEGIN
        FOR v_stage IN SELECT DISTINCT l.stage FROM queue_item q JOIN lane l ON l.id = q.lane_id WHERE q.task_id = p_task ORDER BY l.stage LOOP
          PERFORM withdraw_seats(p_task, v_stage, -1);
        END LOOP;
      END $$;

      -- The free annotation seats of a task by the law: 1 to overlap without those held or filled.
      CREATE FUNCTION free_seats(p_task task) RETURNS bigint LANGUAGE sql STABLE AS $$
        SELECT ((1::bigint << p_task.overlap) - 1) & ~coalesce((SELECT bit_or(1::bigint << (a.ordinal - 1)) FROM assignment a
          WHERE a.task_id = p_task.id AND a.stage = 'ANNOTATE' AND a.state IN ('ACTIVE', 'SUBMITTED')), 0) $$;

      -- Puts everything that a task still wants into the queue again: after triage, after a requeue, after a move.
      CREATE FUNCTION offer_task(p_id uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_task task; v_slot slot; v_free bigint;
      BEGIN
        SELECT * INTO STRICT v_task FROM task WHERE id = p_id;
        v_free := free_seats(v_task);
        IF v_task.state = 'OPEN' AND v_free <> 0 THEN PERFORM offer_seats(v_task, 'ANNOTATE', v_free, 'FRESH'); END IF;
        FOR v_slot IN SELECT s.* FROM slot s WHERE s.task_id = p_id AND s.closed_at IS NULL AND NOT EXISTS (
            SELECT FROM assignment a WHERE a.slot_id = s.id AND a.state IN ('ACTIVE', 'SUBMITTED')) LOOP
          PERFORM offer_seats(v_task, v_slot.stage, 1::bigint << (v_slot.ordinal - 1), 'RETURNED', v_slot.id, v_slot.for_member_id, v_slot.not_member_id);
        END LOOP;
      END $$;

      -- A slot that a requeue or a cancellation made pointless stays as history, and is never offered again.
      ALTER TABLE slot ADD COLUMN closed_at timestamptz;
      GRANT UPDATE (closed_at) ON slot TO muster_app;

      -- Closes a live assignment. With p_offer the seat is free for p_kind of lane again: for everybody, or for p_for
      -- with the draft. Whoever calls holds the lock of the task.
      CREATE FUNCTION close_assignment(p_own assignment, p_state text, p_reason text, p_barred boolean, p_offer boolean,
        p_kind text DEFAULT 'RETURNED', p_for uuid DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_slot slot; v_task task;
      BEGIN
        UPDATE assignment SET state = p_state, closed_at = muster_now(), close_reason = p_reason WHERE id = p_own.id;
        IF NOT p_barred THEN
          UPDATE participation SET is_barred = false WHERE task_id = p_own.task_id AND member_id = p_own.member_id AND NOT EXISTS (
             SELECT FROM assignment a WHERE a.task_id = p_own.task_id AND a.member_id = p_own.member_id
                AND (a.state IN ('ACTIVE', 'SUBMITTED') OR (a.state IN ('SKIPPED', 'REVOKED') AND a.id <> p_own.id)));
          -- What the person may have again may lie behind a dry mark.
          UPDATE hand SET dry_until = NULL WHERE member_id = p_own.member_id AND dry_until IS NOT NULL;
        END IF;
        SELECT * INTO STRICT v_task FROM task WHERE id = p_own.task_id;
        IF p_offer AND v_task.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED') AND (p_own.stage <> 'ANNOTATE' OR p_own.ordinal <= v_task.overlap) THEN
          IF p_own.slot_id IS NOT NULL THEN SELECT * INTO STRICT v_slot FROM slot WHERE id = p_own.slot_id; END IF;
          IF v_slot.closed_at IS NULL THEN
            PERFORM offer_seats(v_task, p_own.stage, 1::bigint << (p_own.ordinal - 1), p_kind, p_own.slot_id,
              -- mending one's own work stays one's own, unless one said that one cannot
              coalesce(p_for, CASE WHEN p_state IN ('EXPIRED', 'RETURNED') THEN v_slot.for_member_id END),
              CASE WHEN v_slot.for_member_id IS NOT NULL AND p_state IN ('SKIPPED', 'REVOKED') THEN v_slot.for_member_id ELSE v_slot.not_member_id END,
              p_for IS NOT NULL, CASE WHEN p_for IS NOT NULL THEN p_own.id END);
          END IF;
        END IF;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_own.organization_id, 'assignment.' || lower(p_state), p_own.id,
          jsonb_build_object('batchId', p_own.batch_id, 'projectId', p_own.project_id, 'stage', p_own.stage, 'memberId', p_own.member_id, 'reason', p_reason));
      END $$;

      -- Expires one lease that is over; false when it is not, or when somebody is at the task and p_waits is false.
      CREATE FUNCTION expire_assignment(p_id uuid, p_waits boolean) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE v_own assignment; v_task uuid;
      BEGIN
        SELECT task_id INTO v_task FROM assignment WHERE id = p_id;
        IF p_waits THEN PERFORM FROM task WHERE id = v_task FOR NO KEY UPDATE;
        ELSE PERFORM FROM task WHERE id = v_task FOR NO KEY UPDATE SKIP LOCKED; IF NOT FOUND THEN RETURN false; END IF; END IF;
        SELECT * INTO v_own FROM assignment WHERE id = p_id AND state = 'ACTIVE' AND lease_expires_at <= muster_now() FOR UPDATE;
        IF NOT FOUND THEN RETURN false; END IF;
        PERFORM close_assignment(v_own, 'EXPIRED', NULL, false, true);
        RETURN true;
      END $$;

      -- Expires overdue leases of one organization, oldest first; answers how many.
      CREATE FUNCTION expire_overdue(p_org uuid, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_id uuid; v_count int := 0;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        FOR v_id IN SELECT id FROM assignment WHERE state = 'ACTIVE' AND lease_expires_at <= muster_now() ORDER BY lease_expires_at LIMIT p_limit LOOP
          v_count := v_count + expire_assignment(v_id, false)::int;
        END LOOP;
        RETURN v_count;
      END $$;

      -- Folds the changes of lanes into their counters. One at a time; a lane that somebody is listing waits for the
      -- next round. A lane that stays empty for a minute is left out of the first look of claims.
      CREATE FUNCTION fold_lane_changes() RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_count int;
      BEGIN
        IF NOT pg_try_advisory_xact_lock(hashtextextended('fold_lane_changes', 2)) THEN RETURN 0; END IF;
        WITH free AS (SELECT l.id FROM lane l WHERE l.id IN (SELECT lane_id FROM lane_change) FOR UPDATE SKIP LOCKED),
             gone AS (DELETE FROM lane_change c USING free WHERE c.lane_id = free.id RETURNING c.lane_id, c.tasks, c.seats),
             sums AS (SELECT lane_id, sum(tasks) AS tasks, sum(seats) AS seats, count(*) AS count FROM gone GROUP BY lane_id),
             kept AS (UPDATE lane l SET tasks = l.tasks + s.tasks, seats = l.seats + s.seats, changed_at = muster_now(),
                             is_listed = l.is_listed OR l.seats + s.seats > 0 FROM sums s WHERE s.lane_id = l.id RETURNING s.count)
        SELECT coalesce(sum(count), 0) INTO v_count FROM kept;
        UPDATE lane SET is_listed = false WHERE id IN (SELECT l.id FROM lane l WHERE l.is_listed AND l.seats = 0
          AND l.changed_at < muster_now() - interval '1 minute' AND NOT EXISTS (SELECT FROM lane_change c WHERE c.lane_id = l.id) FOR UPDATE SKIP LOCKED);
        RETURN v_count;
      END $$;

      -- Where the queue differs from the law, a row each; none is right. For the check command and for tests.
      CREATE FUNCTION queue_discrepancies(p_org uuid) RETURNS TABLE (task_id uuid, stage text, ordinal int, what text) LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        RETURN QUERY
        WITH wanted AS (
          SELECT t.id, 'ANNOTATE'::text AS stage, o::int AS ordinal FROM task t, generate_series(1, t.overlap) o WHERE t.state = 'OPEN'
          UNION ALL SELECT s.task_id, s.stage, s.ordinal::int FROM slot s JOIN task t ON t.id = s.task_id
           WHERE s.closed_at IS NULL AND t.state NOT IN ('TRIAGED', 'CANCELLED', 'SETTLED')),
        taken AS (SELECT a.task_id AS id, a.stage, a.ordinal::int FROM assignment a WHERE a.state IN ('ACTIVE', 'SUBMITTED')),
        free AS (SELECT * FROM wanted EXCEPT SELECT * FROM taken),
        queued AS (SELECT q.task_id AS id, l.stage, o::int AS ordinal FROM queue_item q JOIN lane l ON l.id = q.lane_id, generate_series(1, 62) o
                    WHERE q.seats & (1::bigint << (o - 1)) <> 0)
        SELECT f.id, f.stage, f.ordinal, 'free, but not in the queue' FROM (SELECT * FROM free EXCEPT SELECT * FROM queued) f
        UNION ALL SELECT q.id, q.stage, q.ordinal, 'in the queue, but not free' FROM (SELECT * FROM queued EXCEPT SELECT * FROM free) q
        UNION ALL SELECT q.id, q.stage, q.ordinal, 'twice in the queue' FROM queued q GROUP BY q.id, q.stage, q.ordinal HAVING count(*) > 1
        UNION ALL SELECT l.id, l.stage, NULL, 'lane counter ' || l.seats + coalesce(c.seats, 0) || ', rows ' || coalesce(n.seats, 0)
          FROM lane l
          LEFT JOIN (SELECT lane_id, sum(seats) AS seats, sum(tasks) AS tasks FROM lane_change GROUP BY 1) c ON c.lane_id = l.id
          LEFT JOIN (SELECT lane_id, sum(seats_in(queue_item.seats)) AS seats, count(*) AS tasks FROM queue_item GROUP BY 1) n ON n.lane_id = l.id
         WHERE l.seats + coalesce(c.seats, 0) <> coalesce(n.seats, 0) OR l.tasks + coalesce(c.tasks, 0) <> coalesce(n.tasks, 0);
      END $$;

      -- Rebuilds from the law what differs from it: queue rows by task, then counters; answers how many differences there were.
      CREATE FUNCTION repair_queue(p_org uuid) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_task uuid; v_lane record; v_count int;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        SELECT count(*) INTO v_count FROM queue_discrepancies(p_org);
        FOR v_task IN SELECT DISTINCT d.task_id FROM queue_discrepancies(p_org) d WHERE d.ordinal IS NOT NULL ORDER BY 1 LOOP
          PERFORM FROM task WHERE id = v_task FOR NO KEY UPDATE;
          PERFORM withdraw_task(v_task);
          PERFORM offer_task(v_task);
        END LOOP;
        FOR v_lane IN SELECT l.id, count(q.seq) - l.tasks AS tasks, coalesce(sum(seats_in(q.seats)), 0) - l.seats AS seats
            FROM lane l LEFT JOIN queue_item q ON q.lane_id = l.id GROUP BY l.id LOOP
          INSERT INTO lane_change (organization_id, lane_id, tasks, seats)
          SELECT p_org, v_lane.id, v_lane.tasks - coalesce(sum(c.tasks), 0), v_lane.seats - coalesce(sum(c.seats), 0) FROM lane_change c WHERE c.lane_id = v_lane.id
          HAVING v_lane.tasks <> coalesce(sum(c.tasks), 0) OR v_lane.seats <> coalesce(sum(c.seats), 0);
        END LOOP;
        RETURN v_count;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
