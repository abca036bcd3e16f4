import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The moves of the queue, one round trip each. Refusals come back as outcomes, never as exceptions. */
export class CreateQueueFunctions1764000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The lane of a batch and stage, made when first needed.
      CREATE FUNCTION ensure_lane(p_org uuid, p_project uuid, p_batch uuid, p_stage text, p_is_returns boolean) RETURNS uuid
      LANGUAGE plpgsql AS $$
      DECLARE v_lane uuid;
      BEGIN
        SELECT id INTO v_lane FROM lane WHERE batch_id = p_batch AND stage = p_stage AND is_returns = p_is_returns;
        IF v_lane IS NULL THEN
          INSERT INTO lane (organization_id, project_id, batch_id, stage, is_returns)
          VALUES (p_org, p_project, p_batch, p_stage, p_is_returns)
          ON CONFLICT (batch_id, stage, is_returns) DO NOTHING;
          SELECT id INTO v_lane FROM lane WHERE batch_id = p_batch AND stage = p_stage AND is_returns = p_is_returns;
        END IF;
        RETURN v_lane;
      END $$;

      -- Puts a free seat where claims find it: the returns lane for seats that came back, so that they go first.
      CREATE FUNCTION offer_seats(p_org uuid, p_project uuid, p_batch uuid, p_task uuid, p_stage text, p_seats bigint,
        p_is_returns boolean, p_slot uuid DEFAULT NULL, p_for uuid DEFAULT NULL, p_not uuid DEFAULT NULL) RETURNS void
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO queue_item (organization_id, lane_id, task_id, seats, slot_id, for_member_id, not_member_id)
        VALUES (p_org, ensure_lane(p_org, p_project, p_batch, p_stage, p_is_returns), p_task, p_seats, p_slot, p_for, p_not)
        ON CONFLICT (task_id, lane_id, slot_id) DO UPDATE SET seats = queue_item.seats | excluded.seats;
      END $$;

      -- Takes the lowest free seat of a queue row that the caller has locked.
      CREATE FUNCTION take_seat(p_item queue_item, p_member uuid, p_id uuid, p_key text) RETURNS void
      LANGUAGE plpgsql AS $$
      DECLARE
        v_lane lane; v_ordinal smallint; v_rest bigint; v_minutes int; v_now timestamptz := muster_now(); v_project project;
      BEGIN
        SELECT * INTO STRICT v_lane FROM lane WHERE id = p_item.lane_id;
        SELECT * INTO STRICT v_project FROM project WHERE id = v_lane.project_id;
        v_ordinal := 1;
        WHILE (p_item.seats >> (v_ordinal - 1)) & 1 = 0 LOOP v_ordinal := v_ordinal + 1; END LOOP;
        v_rest := p_item.seats & ~(1::bigint << (v_ordinal - 1));
        IF v_rest = 0 THEN DELETE FROM queue_item WHERE lane_id = p_item.lane_id AND seq = p_item.seq;
        ELSE UPDATE queue_item SET seats = v_rest WHERE lane_id = p_item.lane_id AND seq = p_item.seq; END IF;
        SELECT coalesce((policy -> 'leaseMinutes' ->> v_lane.stage)::int, (policy -> 'leaseMinutes' ->> 'ANNOTATE')::int, 60)
          INTO v_minutes FROM project_policy WHERE project_id = v_lane.project_id AND version = v_project.policy_version;
        INSERT INTO participation (organization_id, task_id, member_id, role, is_barred)
        VALUES (v_lane.organization_id, p_item.task_id, p_member,
          CASE WHEN v_lane.stage IN ('ANNOTATE', 'REWORK') THEN 'AUTHOR' ELSE 'JUDGE' END, true)
        ON CONFLICT (task_id, member_id) DO UPDATE SET is_barred = true;
        INSERT INTO assignment (id, organization_id, project_id, batch_id, task_id, slot_id, lane_id, stage, ordinal, member_id,
          claim_key, claimed_at, lease_minutes, lease_expires_at, heartbeat_at, guideline_version, policy_version)
        VALUES (p_id, v_lane.organization_id, v_lane.project_id, v_lane.batch_id, p_item.task_id, p_item.slot_id, v_lane.id,
          v_lane.stage, v_ordinal, p_member, p_key, v_now, v_minutes, v_now + v_minutes * interval '1 minute', v_now,
          v_project.guideline_version, v_project.policy_version);
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (v_lane.organization_id, 'assignment.claimed', p_id,
          jsonb_build_object('batchId', v_lane.batch_id, 'projectId', v_lane.project_id, 'stage', v_lane.stage, 'memberId', p_member));
        INSERT INTO hand (organization_id, member_id, lane_id, seq) VALUES (v_lane.organization_id, p_member, v_lane.id, p_item.seq)
        ON CONFLICT (member_id, lane_id) DO UPDATE SET seq = excluded.seq;
      END $$;

      -- Gives the seat of a live assignment back (or not) and closes it.
      CREATE FUNCTION close_assignment(p_assignment assignment, p_state text, p_reason text, p_free boolean, p_barred boolean)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE v_slot slot;
      BEGIN
        UPDATE assignment SET state = p_state, closed_at = muster_now(), close_reason = p_reason WHERE id = p_assignment.id;
        UPDATE participation SET is_barred = p_barred
         WHERE task_id = p_assignment.task_id AND member_id = p_assignment.member_id AND NOT EXISTS (
           SELECT FROM assignment a WHERE a.task_id = p_assignment.task_id AND a.member_id = p_assignment.member_id
              AND a.state IN ('ACTIVE', 'SUBMITTED', 'SKIPPED'));
        IF p_free THEN
          IF p_assignment.slot_id IS NOT NULL THEN SELECT * INTO STRICT v_slot FROM slot WHERE id = p_assignment.slot_id; END IF;
          PERFORM offer_seats(p_assignment.organization_id, p_assignment.project_id, p_assignment.batch_id, p_assignment.task_id,
            p_assignment.stage, 1::bigint << (p_assignment.ordinal - 1), true, p_assignment.slot_id, v_slot.for_member_id, v_slot.not_member_id);
        END IF;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_assignment.organization_id,
          'assignment.' || lower(p_state), p_assignment.id,
          jsonb_build_object('batchId', p_assignment.batch_id, 'projectId', p_assignment.project_id, 'stage', p_assignment.stage,
            'memberId', p_assignment.member_id, 'reason', p_reason));
      END $$;

      -- The claim: REPEATED (same key), HELD (already has one), CLAIMED, or EMPTY.
      CREATE FUNCTION claim_task(p_org uuid, p_member uuid, p_stages text[], p_project uuid, p_batch uuid, p_key text, p_id uuid,
        OUT outcome text, OUT assignment_id uuid) LANGUAGE plpgsql SET enable_seqscan = off AS $$
      DECLARE v_own assignment; v_item queue_item; v_lane record; v_pass int; v_hand bigint; v_lap int; v_judges boolean;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        -- One claim at a time a person: two tabs must not take two tasks for one key.
        PERFORM pg_advisory_xact_lock(hashtextextended(p_member::text, 1));
        IF p_key IS NOT NULL THEN
          SELECT id INTO assignment_id FROM assignment a WHERE a.member_id = p_member AND a.claim_key = p_key;
          IF FOUND THEN outcome := 'REPEATED'; RETURN; END IF;
        END IF;
        FOR v_own IN SELECT * FROM assignment a WHERE a.member_id = p_member AND a.state = 'ACTIVE'
            AND (p_project IS NULL OR a.project_id = p_project) AND (p_batch IS NULL OR a.batch_id = p_batch)
            AND a.stage = ANY (p_stages) ORDER BY a.claimed_at FOR UPDATE LOOP
          IF v_own.lease_expires_at > muster_now() THEN outcome := 'HELD'; assignment_id := v_own.id; RETURN; END IF;
          PERFORM close_assignment(v_own, 'EXPIRED', NULL, true, false);
        END LOOP;
        -- First without waiting; if that finds nothing, once more behind whoever is working on the last rows.
        FOR v_pass IN 1..2 LOOP
          FOR v_lane IN
            SELECT l.id, l.stage FROM lane l JOIN batch b ON b.id = l.batch_id
             WHERE b.state = 'OPEN' AND l.stage = ANY (p_stages)
               AND (p_project IS NULL OR l.project_id = p_project) AND (p_batch IS NULL OR l.batch_id = p_batch)
               AND EXISTS (SELECT FROM project_team pt JOIN team_member tm ON tm.team_id = pt.team_id
                            WHERE pt.project_id = l.project_id AND tm.member_id = p_member)
               AND (SELECT guideline_version FROM project p WHERE p.id = l.project_id) IN (0, (
                     SELECT g.version FROM guideline_acknowledgement g JOIN project p ON p.id = g.project_id AND p.guideline_version = g.version
                      WHERE g.project_id = l.project_id AND g.member_id = p_member))
             ORDER BY l.stage <> 'REWORK', b.priority DESC, b.deadline_at NULLS LAST, b.created_at, NOT l.is_returns,
               array_position(ARRAY['ADJUDICATE', 'REVIEW', 'ANNOTATE'], l.stage), l.id
          LOOP
            v_judges := v_lane.stage NOT IN ('ANNOTATE', 'REWORK');
            SELECT seq INTO v_hand FROM hand h WHERE h.member_id = p_member AND h.lane_id = v_lane.id;
            v_hand := coalesce(v_hand, 0);
            -- The hand goes on where it stood, then wraps once: what came back or was locked lies behind it.
            FOR v_lap IN 1..2 LOOP
              IF v_pass = 1 THEN
                SELECT q.* INTO v_item FROM queue_item q
                 WHERE q.lane_id = v_lane.id AND CASE WHEN v_lap = 1 THEN q.seq > v_hand ELSE q.seq <= v_hand END
                   AND (q.for_member_id IS NULL OR q.for_member_id = p_member) AND q.not_member_id IS DISTINCT FROM p_member
                   AND (SELECT true FROM participation p WHERE p.task_id = q.task_id AND p.member_id = p_member AND
                         CASE WHEN v_judges THEN p.role = 'AUTHOR' OR EXISTS (SELECT FROM assignment a WHERE a.slot_id = q.slot_id AND a.member_id = p_member AND a.state IN ('SKIPPED', 'REVOKED'))
                              ELSE p.role = 'JUDGE' OR (p.is_barred AND v_lane.stage = 'ANNOTATE') END) IS NULL
                 ORDER BY q.seq LIMIT 1 FOR UPDATE OF q SKIP LOCKED;
              ELSE
                SELECT q.* INTO v_item FROM queue_item q
                 WHERE q.lane_id = v_lane.id AND CASE WHEN v_lap = 1 THEN q.seq > v_hand ELSE q.seq <= v_hand END
                   AND (q.for_member_id IS NULL OR q.for_member_id = p_member) AND q.not_member_id IS DISTINCT FROM p_member
                   AND (SELECT true FROM participation p WHERE p.task_id = q.task_id AND p.member_id = p_member AND
                         CASE WHEN v_judges THEN p.role = 'AUTHOR' OR EXISTS (SELECT FROM assignment a WHERE a.slot_id = q.slot_id AND a.member_id = p_member AND a.state IN ('SKIPPED', 'REVOKED'))
                              ELSE p.role = 'JUDGE' OR (p.is_barred AND v_lane.stage = 'ANNOTATE') END) IS NULL
                 ORDER BY q.seq LIMIT 1 FOR UPDATE OF q;
              END IF;
              IF v_item.seq IS NOT NULL THEN
                PERFORM take_seat(v_item, p_member, p_id, p_key);
                outcome := 'CLAIMED'; assignment_id := p_id; RETURN;
              END IF;
            END LOOP;
          END LOOP;
        END LOOP;
        outcome := 'EMPTY';
      END $$;

      -- The answer: COUNTED, QUARANTINED, REPEATED, OTHER_ANSWER, LEASE_LOST or NOT_FOUND.
      CREATE FUNCTION submit_assignment(p_org uuid, p_member uuid, p_assignment uuid, p_token bigint, p_labels jsonb, p_id uuid,
        OUT outcome text, OUT submission_id uuid) LANGUAGE plpgsql AS $$
      DECLARE v_own assignment; v_task task; v_item queue_item; v_bit bigint; v_state text; v_late boolean; v_before submission;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        SELECT * INTO v_own FROM assignment a WHERE a.id = p_assignment AND a.member_id = p_member FOR UPDATE;
        IF NOT FOUND THEN outcome := 'NOT_FOUND'; RETURN; END IF;
        IF v_own.token <> p_token THEN outcome := 'LEASE_LOST'; RETURN; END IF;
        SELECT * INTO v_before FROM submission s WHERE s.assignment_id = p_assignment;
        IF FOUND THEN
          outcome := CASE WHEN v_before.labels = p_labels THEN 'REPEATED' ELSE 'OTHER_ANSWER' END;
          submission_id := v_before.id; RETURN;
        END IF;
        IF v_own.state NOT IN ('ACTIVE', 'EXPIRED') THEN outcome := 'LEASE_LOST'; RETURN; END IF;
        v_late := v_own.lease_expires_at <= muster_now();
        SELECT * INTO STRICT v_task FROM task t WHERE t.id = v_own.task_id FOR NO KEY UPDATE;
        v_state := 'COUNTED';
        IF v_own.state = 'EXPIRED' THEN
          -- The lease is over and was swept: the answer counts only if nobody has taken the seat since.
          v_bit := 1::bigint << (v_own.ordinal - 1);
          SELECT q.* INTO v_item FROM queue_item q JOIN lane l ON l.id = q.lane_id
           WHERE q.task_id = v_own.task_id AND l.stage = v_own.stage AND q.seats & v_bit <> 0 AND q.slot_id IS NOT DISTINCT FROM v_own.slot_id
           LIMIT 1 FOR UPDATE OF q;
          -- The same person may hold or have filled another seat of the task since: then this answer is one too many.
          IF v_item.seq IS NULL OR EXISTS (SELECT FROM assignment a WHERE a.task_id = v_own.task_id AND a.member_id = p_member
               AND a.stage = v_own.stage AND a.state IN ('ACTIVE', 'SUBMITTED')) THEN
            v_state := 'QUARANTINED';
          ELSIF v_item.seats = v_bit THEN DELETE FROM queue_item WHERE lane_id = v_item.lane_id AND seq = v_item.seq;
          ELSE UPDATE queue_item SET seats = seats & ~v_bit WHERE lane_id = v_item.lane_id AND seq = v_item.seq; END IF;
        END IF;
        submission_id := p_id; outcome := v_state;
        INSERT INTO submission (id, organization_id, project_id, task_id, assignment_id, stage, ordinal, member_id, token, state, is_late, labels)
        VALUES (p_id, p_org, v_own.project_id, v_own.task_id, v_own.id, v_own.stage, v_own.ordinal, p_member, p_token, v_state, v_late, p_labels);
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_org, 'assignment.submitted', v_own.id,
          jsonb_build_object('batchId', v_own.batch_id, 'projectId', v_own.project_id, 'stage', v_own.stage, 'memberId', p_member, 'counted', v_state = 'COUNTED'));
        IF v_state = 'QUARANTINED' THEN RETURN; END IF;
        UPDATE assignment SET state = 'SUBMITTED', closed_at = muster_now(), draft = NULL WHERE id = v_own.id;
        UPDATE participation SET is_barred = true WHERE task_id = v_own.task_id AND member_id = p_member;
        IF v_own.stage <> 'ANNOTATE' OR (v_task.state = 'OPEN' AND v_task.overlap = (
             SELECT count(*) FROM submission s WHERE s.task_id = v_task.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED')) THEN
          IF v_own.stage = 'ANNOTATE' THEN UPDATE task SET state = 'ANSWERED', state_at = muster_now() WHERE id = v_task.id; END IF;
          INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_org, 'task.answered', v_task.id,
            jsonb_build_object('batchId', v_own.batch_id, 'projectId', v_own.project_id, 'stage', v_own.stage));
        END IF;
      END $$;

      -- Expires overdue leases of one organization, oldest first; answers how many.
      CREATE FUNCTION expire_overdue(p_org uuid, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE v_own assignment; v_count int := 0;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        FOR v_own IN SELECT * FROM assignment a WHERE a.state = 'ACTIVE' AND a.lease_expires_at <= muster_now()
            ORDER BY a.lease_expires_at LIMIT p_limit FOR UPDATE SKIP LOCKED LOOP
          PERFORM close_assignment(v_own, 'EXPIRED', NULL, true, false);
          v_count := v_count + 1;
        END LOOP;
        RETURN v_count;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
