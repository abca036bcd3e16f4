import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Found by the model of the queue (docs/queue-tests.md): a quarantined answer that is sent again is told as quarantined
 * again; rework that somebody else gives back goes to everybody, not to the author who said that they cannot; and rework
 * that a lead hands over to whom it was kept from can be taken by them.
 */
export class MendSeatMoves1764000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION close_assignment(p_own assignment, p_state text, p_reason text, p_barred boolean, p_offer boolean,
        p_kind text DEFAULT 'RETURNED', p_for uuid DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_slot slot; v_task task; v_gives_up boolean;
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
            -- Mending one's own work stays one's own, unless one said that one cannot; then it is somebody else's for good.
            v_gives_up := v_slot.for_member_id IS NOT NULL AND (p_state IN ('SKIPPED', 'REVOKED') OR v_slot.for_member_id <> p_own.member_id);
            PERFORM offer_seats(v_task, p_own.stage, 1::bigint << (p_own.ordinal - 1), p_kind, p_own.slot_id,
              coalesce(p_for, CASE WHEN NOT v_gives_up THEN v_slot.for_member_id END),
              -- a lead's word goes before what kept this person away
              nullif(CASE WHEN v_gives_up THEN v_slot.for_member_id ELSE v_slot.not_member_id END, p_for),
              p_for IS NOT NULL, CASE WHEN p_for IS NOT NULL THEN p_own.id END);
          END IF;
        END IF;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_own.organization_id, 'assignment.' || lower(p_state), p_own.id,
          jsonb_build_object('batchId', p_own.batch_id, 'projectId', p_own.project_id, 'stage', p_own.stage, 'memberId', p_own.member_id, 'reason', p_reason));
      END $$;

      -- The answer: COUNTED, QUARANTINED, REPEATED, OTHER_ANSWER, LEASE_LOST or NOT_FOUND. p_skip_reason says that the
      -- task cannot be done, and counts as an answer. Sent again, an answer that was kept aside is still told as QUARANTINED.
      CREATE OR REPLACE FUNCTION submit_assignment(p_org uuid, p_member uuid, p_assignment uuid, p_token bigint, p_labels jsonb, p_id uuid,
        p_skip_reason text, OUT outcome text, OUT submission_id uuid) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
      DECLARE v_own assignment; v_task task; v_bit bigint; v_state text; v_late boolean; v_before submission; v_idle int;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        SELECT task_id INTO v_own.task_id FROM assignment a WHERE a.id = p_assignment AND a.member_id = p_member;
        IF NOT FOUND THEN outcome := 'NOT_FOUND'; RETURN; END IF;
        SELECT * INTO STRICT v_task FROM task t WHERE t.id = v_own.task_id FOR NO KEY UPDATE;
        SELECT * INTO STRICT v_own FROM assignment a WHERE a.id = p_assignment FOR UPDATE;
        IF v_own.token <> p_token THEN outcome := 'LEASE_LOST'; RETURN; END IF;
        SELECT * INTO v_before FROM submission s WHERE s.assignment_id = p_assignment;
        IF FOUND THEN
          outcome := CASE WHEN v_before.labels <> p_labels OR v_before.skip_reason IS DISTINCT FROM p_skip_reason THEN 'OTHER_ANSWER'
            WHEN v_before.state = 'QUARANTINED' THEN 'QUARANTINED' ELSE 'REPEATED' END;
          submission_id := v_before.id; RETURN;
        END IF;
        IF v_own.state NOT IN ('ACTIVE', 'EXPIRED') THEN outcome := 'LEASE_LOST'; RETURN; END IF;
        v_late := v_own.lease_expires_at <= muster_now();
        v_state := 'COUNTED';
        IF v_own.state = 'EXPIRED' THEN
          -- The lease is over and was swept: the answer counts only if nobody has taken the seat since. The same person
          -- may hold or have filled another seat of the task: then this answer is one too many.
          v_bit := 1::bigint << (v_own.ordinal - 1);
          IF EXISTS (SELECT FROM assignment a WHERE a.task_id = v_own.task_id AND a.member_id = p_member AND a.stage = v_own.stage
               AND a.state IN ('ACTIVE', 'SUBMITTED')) OR withdraw_seats(v_own.task_id, v_own.stage, v_bit) <> v_bit THEN
            v_state := 'QUARANTINED';
          END IF;
        END IF;
        submission_id := p_id; outcome := v_state;
        INSERT INTO submission (id, organization_id, project_id, task_id, assignment_id, stage, ordinal, member_id, token, state, is_late, labels, skip_reason)
        VALUES (p_id, p_org, v_own.project_id, v_own.task_id, v_own.id, v_own.stage, v_own.ordinal, p_member, p_token, v_state, v_late, p_labels, p_skip_reason);
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_org, 'assignment.submitted', v_own.id,
          jsonb_build_object('batchId', v_own.batch_id, 'projectId', v_own.project_id, 'stage', v_own.stage, 'memberId', p_member, 'counted', v_state = 'COUNTED'));
        IF v_state = 'QUARANTINED' THEN RETURN; END IF;
        v_idle := greatest(0, extract(epoch FROM muster_now() - v_own.heartbeat_at)::int);
        UPDATE assignment SET state = 'SUBMITTED', closed_at = muster_now(), close_reason = p_skip_reason, draft = NULL,
               active_seconds = active_seconds + least(300, v_idle), idle_seconds = idle_seconds + greatest(0, v_idle - 300) WHERE id = v_own.id;
        IF v_own.state = 'EXPIRED' THEN UPDATE participation SET is_barred = true WHERE task_id = v_own.task_id AND member_id = p_member; END IF;
        PERFORM conclude_answer(v_task, v_own.stage);
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
