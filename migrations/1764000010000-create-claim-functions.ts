import type { MigrationInterface, QueryRunner } from 'typeorm';
import { asked, doorsOf, fits, laneOf, lanes, projectsOfMember } from './parts/claim.js';

const open = Object.values(doorsOf('p_member', 'v_projects')).join('\n               AND ');

/** Plans that hold at any size: by index, nested, planned once. */
const steady = `SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan`;

interface Finder {
  name: string;
  lock: '' | 'FOR UPDATE OF q' | 'FOR UPDATE OF q SKIP LOCKED';
  /** looks at lanes that were empty and laps that were long, too */
  isThorough: boolean;
}

/**
 * The search for free seats, written once and made three times: a look that walks around locked rows, one that waits
 * for them (before saying that there is nothing), and one that only foresees (explanations). Answers the first p_limit
 * seats in the order of a claim; a row without a lane says that the budget of windows ended first.
 */
function finder({ name, lock, isThorough }: Finder): string {
  const writes = lock !== '';
  return `
      CREATE FUNCTION ${name}(p_member uuid, p_stages text[], p_project uuid, p_batch uuid, p_limit int, p_budget int)
      RETURNS SETOF found_seat LANGUAGE plpgsql ${steady} AS $$
      DECLARE
        v_now timestamptz := muster_now(); v_projects uuid[] := ${projectsOfMember};
        v_lanes claim_lane[]; v_lane claim_lane; v_hand hand; v_from bigint; v_stop bigint; v_window int; v_next bigint; v_found int;
        v_rows int; v_turns int := CASE WHEN cardinality(v_projects) > 1 AND p_project IS NULL AND p_batch IS NULL THEN 64 ELSE 0 END;
        v_group bigint; v_project uuid; v_began timestamptz; v_is_around boolean; v_nothing found_seat;
      BEGIN
        -- Priority first; then the project that had least for its share of this person's last turns; in it the earliest
        -- deadline, the oldest batch, what came back before what is fresh, judging before making.
        WITH turn AS MATERIALIZED (SELECT t.project_id, count(*) AS count FROM (SELECT a.project_id FROM assignment a
            WHERE a.member_id = p_member ORDER BY a.claimed_at DESC LIMIT v_turns) t GROUP BY t.project_id)
        SELECT array_agg(o.lane ORDER BY o.priority DESC, coalesce(turn.count, 0)::float8 / o.share, o.share DESC, o.deadline_at NULLS LAST,
            o.created_at, (o.lane).batch_id, (o.lane).kind = 'FRESH',
            array_position(ARRAY['REWORK', 'DISPUTE', 'ADJUDICATE', 'REREVIEW', 'AUDIT', 'REVIEW', 'ANNOTATE'], (o.lane).stage))
          INTO v_lanes
          FROM (SELECT ${laneOf} AS lane, b.priority, b.deadline_at, b.created_at, y.share
                  FROM ${lanes}
                 WHERE l.kind <> 'RESERVED'${isThorough ? '' : ' AND l.is_listed'} AND ${asked}
               AND ${open}) o
          LEFT JOIN turn ON turn.project_id = (o.lane).project_id;

        -- What a lead pushed to this person, then what is theirs to mend.
        RETURN QUERY SELECT ${laneOf}, q, false FROM queue_item q JOIN ${lanes} ON l.id = q.lane_id
         WHERE q.for_member_id = p_member AND ${asked}
               AND ${open}
           AND ${fits('l.stage')}
         ORDER BY q.is_pushed DESC, q.seq LIMIT p_limit ${lock};
        GET DIAGNOSTICS v_found = ROW_COUNT;
        IF v_found >= p_limit OR v_lanes IS NULL THEN RETURN; END IF;

        -- The same patient or video as the last time.
        SELECT hashtextextended(t.group_key, 0), a.project_id INTO v_group, v_project FROM assignment a JOIN task t ON t.id = a.task_id
         WHERE a.member_id = p_member ORDER BY a.claimed_at DESC LIMIT 1;
        IF v_group IS NOT NULL THEN
          FOREACH v_lane IN ARRAY v_lanes LOOP
            CONTINUE WHEN v_lane.project_id <> v_project OR NOT v_lane.is_sticky OR v_lane.stage <> 'ANNOTATE';
            RETURN QUERY SELECT v_lane, q, false FROM queue_item q WHERE q.lane_id = v_lane.id AND q.group_hash = v_group
               AND ${fits('v_lane.stage')}
             ORDER BY q.seq LIMIT p_limit - v_found ${lock};
            GET DIAGNOSTICS v_rows = ROW_COUNT;
            v_found := v_found + v_rows;
            IF v_found >= p_limit THEN RETURN; END IF;
          END LOOP;
        END IF;

        -- Each lane from where the person's hand stands, once around: what came back or was locked lies behind it.
        FOREACH v_lane IN ARRAY v_lanes LOOP
          v_hand := NULL;
          SELECT * INTO v_hand FROM hand h WHERE h.member_id = p_member AND h.lane_id = v_lane.id;
          v_from := coalesce(v_hand.seq, 0); v_stop := NULL; v_window := 64; v_began := clock_timestamp();
          v_is_around := v_from = 0${isThorough ? '' : ' OR coalesce(v_hand.dry_until > v_now, false)'};
          LOOP
            -- A window at a time, so that one unlucky claim cannot walk the whole table.
            RETURN QUERY SELECT v_lane, q, true FROM queue_item q
             WHERE q.lane_id = v_lane.id AND q.seq > v_from AND q.seq <= least(v_from + v_window, v_stop)
               AND ${fits('v_lane.stage')}${writes ? '' : `\n               AND NOT (v_lane.is_sticky AND v_lane.stage = 'ANNOTATE' AND v_lane.project_id = v_project AND q.group_hash IS NOT DISTINCT FROM v_group AND v_group IS NOT NULL)`}
             ORDER BY q.seq LIMIT p_limit - v_found ${lock};
            GET DIAGNOSTICS v_rows = ROW_COUNT;
            v_found := v_found + v_rows;
            IF v_found >= p_limit THEN RETURN; END IF;
            v_next := NULL;
            SELECT q.seq INTO v_next FROM queue_item q WHERE q.lane_id = v_lane.id AND q.seq > v_from + v_window
               AND (v_stop IS NULL OR q.seq <= v_stop) ORDER BY q.seq LIMIT 1; -- over the gap
            IF v_next IS NOT NULL THEN
              v_from := v_next - 1; v_window := least(v_window * 2, 1024); p_budget := p_budget - 1;
            ELSIF v_is_around THEN
${
  writes
    ? `              -- A long way for nothing: what lies behind the hand waits a moment.
              IF v_hand.seq IS NOT NULL AND clock_timestamp() - v_began > interval '2 milliseconds' AND coalesce(v_hand.dry_until <= v_now, true) THEN
                UPDATE hand SET dry_until = v_now + interval '2 seconds' WHERE member_id = p_member AND lane_id = v_lane.id;
              END IF;
`
    : ''
}              EXIT;
            ELSE
              v_stop := v_hand.seq; v_from := 0; v_window := 64; v_is_around := true;
            END IF;
            IF p_budget <= 0 THEN${writes ? `\n              PERFORM move_hand(v_lane.organization_id, p_member, v_lane.id, v_from);` : ''}
              RETURN NEXT v_nothing;
              RETURN;
            END IF;
          END LOOP;
        END LOOP;
      END $$;
`;
}

/** The claim: one call, whatever the size of the queue. */
export class CreateClaimFunctions1764000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE claim_lane AS (id uuid, organization_id uuid, project_id uuid, batch_id uuid, stage text, kind text,
        lease_minutes int, guideline_version int, policy_version int, is_sticky boolean);
      CREATE TYPE found_seat AS (lane claim_lane, item queue_item, is_walked boolean);

      CREATE FUNCTION move_hand(p_org uuid, p_member uuid, p_lane uuid, p_seq bigint) RETURNS void LANGUAGE sql AS $$
        INSERT INTO hand (organization_id, member_id, lane_id, seq) VALUES (p_org, p_member, p_lane, p_seq)
        ON CONFLICT (member_id, lane_id) DO UPDATE SET seq = excluded.seq $$;
      ${finder({ name: 'look_for_seats', lock: 'FOR UPDATE OF q SKIP LOCKED', isThorough: false })}
      ${finder({ name: 'wait_for_seats', lock: 'FOR UPDATE OF q', isThorough: true })}
      ${finder({ name: 'foresee_seats', lock: '', isThorough: false })}
      ${finder({ name: 'foresee_all_seats', lock: '', isThorough: true })}

      -- Takes the lowest free seat of a queue row that the caller has locked; answers its token.
      CREATE FUNCTION take_seat(p_seat found_seat, p_member uuid, p_id uuid, p_key text) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        v_lane claim_lane := p_seat.lane; v_item queue_item := p_seat.item; v_now timestamptz := muster_now(); v_token bigint; v_hand bigint;
        v_bit bigint := v_item.seats & -v_item.seats; v_draft jsonb;
      BEGIN
        IF v_bit = v_item.seats THEN DELETE FROM queue_item WHERE lane_id = v_item.lane_id AND seq = v_item.seq;
        ELSE UPDATE queue_item SET seats = seats & ~v_bit WHERE lane_id = v_item.lane_id AND seq = v_item.seq; END IF;
        INSERT INTO lane_change (organization_id, lane_id, tasks, seats) VALUES (v_lane.organization_id, v_lane.id, -(v_bit = v_item.seats)::int, -1);
        INSERT INTO participation (organization_id, task_id, member_id, role, is_barred)
        VALUES (v_lane.organization_id, v_item.task_id, p_member, CASE WHEN v_lane.stage IN ('ANNOTATE', 'REWORK') THEN 'AUTHOR' ELSE 'JUDGE' END, true)
        ON CONFLICT (task_id, member_id) DO UPDATE SET is_barred = true;
        IF v_item.draft_from IS NOT NULL THEN SELECT draft INTO v_draft FROM assignment WHERE id = v_item.draft_from; END IF;
        INSERT INTO assignment (id, organization_id, project_id, batch_id, task_id, slot_id, lane_id, stage, ordinal, member_id, claim_key,
          claimed_at, lease_minutes, lease_expires_at, heartbeat_at, guideline_version, policy_version, draft, draft_at)
        VALUES (p_id, v_lane.organization_id, v_lane.project_id, v_lane.batch_id, v_item.task_id, v_item.slot_id, v_lane.id, v_lane.stage,
          bit_count((v_bit - 1)::bit(64)) + 1, p_member, p_key, v_now, v_lane.lease_minutes, v_now + v_lane.lease_minutes * interval '1 minute', v_now,
          v_lane.guideline_version, v_lane.policy_version, v_draft, CASE WHEN v_draft IS NOT NULL THEN v_now END)
        RETURNING token INTO v_token;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (v_lane.organization_id, 'assignment.claimed', p_id,
          jsonb_build_object('batchId', v_lane.batch_id, 'projectId', v_lane.project_id, 'stage', v_lane.stage, 'memberId', p_member));
        -- Written rarely: a row that changes at every claim keeps all its versions while another session holds a snapshot.
        IF p_seat.is_walked THEN
          SELECT seq INTO v_hand FROM hand WHERE member_id = p_member AND lane_id = v_lane.id;
          IF v_hand IS NULL OR v_item.seq > v_hand + 64 OR v_item.seq < v_hand THEN
            PERFORM move_hand(v_lane.organization_id, p_member, v_lane.id, v_item.seq);
          END IF;
        END IF;
        RETURN v_token;
      END $$;

      -- What a worker gets of an assignment; what the project adds (name, schema) is known by whoever serves it.
      CREATE FUNCTION assignment_view(p_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object('id', a.id, 'member_id', a.member_id, 'project_id', a.project_id, 'stage', a.stage, 'ordinal', a.ordinal, 'state', a.state, 'token', a.token::text,
            'claimed_at', a.claimed_at, 'lease_minutes', a.lease_minutes, 'lease_expires_at', a.lease_expires_at,
            'active_seconds', a.active_seconds, 'idle_seconds', a.idle_seconds, 'away_seconds', a.away_seconds,
            'guideline_version', a.guideline_version, 'draft', a.draft, 'data', t.data, 'metadata', t.metadata, 'prelabel', t.prelabel,
            'media_id', t.media_id)
          || CASE WHEN a.slot_id IS NULL THEN '{}' ELSE jsonb_build_object(
            'subject', (SELECT s.labels FROM slot JOIN submission s ON s.id = slot.subject_submission_id WHERE slot.id = a.slot_id),
            'answers', CASE WHEN a.stage = 'ADJUDICATE' THEN (SELECT jsonb_agg(s.labels ORDER BY s.ordinal) FROM submission s
              WHERE s.task_id = a.task_id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') END,
            'feedback', CASE WHEN a.stage = 'REWORK' THEN (SELECT jsonb_build_object('decision', v.decision, 'comment', v.comment, 'errors', v.errors)
              FROM verdict v JOIN slot ON slot.subject_submission_id = v.submission_id WHERE slot.id = a.slot_id ORDER BY v.created_at DESC LIMIT 1) END) END
          FROM assignment a JOIN task t ON t.id = a.task_id WHERE a.id = p_id $$;

      -- The claim of up to as many assignments as there are ids. One row each: REPEATED (the same key again), HELD (live
      -- already), CLAIMED; or one row EMPTY (nothing for this person), or UNFINISHED (nothing within the budget: ask again).
      CREATE FUNCTION claim_tasks(p_org uuid, p_member uuid, p_stages text[], p_project uuid, p_batch uuid, p_key text, p_ids uuid[], p_budget int)
      RETURNS TABLE (outcome text, assignment jsonb) LANGUAGE plpgsql ${steady} AS $$
      DECLARE v_own record; v_seat found_seat; v_have int := 0; v_since bigint; v_token bigint; v_keys text[]; v_is_unfinished boolean := false;
      BEGIN
        PERFORM set_config('app.organization_id', p_org::text, true);
        -- One claim at a time a person: two tabs must not take two tasks for one key.
        PERFORM pg_advisory_xact_lock(hashtextextended(p_member::text, 1));
        IF p_key IS NOT NULL THEN
          v_keys := ARRAY(SELECT p_key || CASE WHEN n > 1 THEN chr(1) || n ELSE '' END FROM generate_series(1, cardinality(p_ids)) n);
          RETURN QUERY SELECT 'REPEATED', assignment_view(a.id) FROM assignment a WHERE a.member_id = p_member AND a.claim_key = ANY (v_keys) ORDER BY a.token;
          IF FOUND THEN RETURN; END IF;
        END IF;
        SELECT oldest_token INTO v_since FROM member_hold WHERE member_id = p_member;
        FOR v_own IN SELECT a.id, a.lease_expires_at <= muster_now() AS is_over FROM assignment a WHERE a.member_id = p_member AND a.state = 'ACTIVE'
            AND a.token >= coalesce(v_since, 0) AND (p_project IS NULL OR a.project_id = p_project) AND (p_batch IS NULL OR a.batch_id = p_batch)
            AND a.stage = ANY (p_stages) ORDER BY a.token LOOP
          IF v_own.is_over THEN
            CONTINUE WHEN expire_assignment(v_own.id, true);
            -- renewed or closed this moment by another request of the same person
            CONTINUE WHEN NOT EXISTS (SELECT FROM assignment a WHERE a.id = v_own.id AND a.state = 'ACTIVE');
          END IF;
          RETURN QUERY SELECT 'HELD', assignment_view(v_own.id);
          v_have := v_have + 1;
          EXIT WHEN v_have = cardinality(p_ids);
        END LOOP;
        WHILE v_have < cardinality(p_ids) LOOP
          SELECT * INTO v_seat FROM look_for_seats(p_member, p_stages, p_project, p_batch, 1, p_budget);
          IF NOT FOUND THEN
            SELECT * INTO v_seat FROM wait_for_seats(p_member, p_stages, p_project, p_batch, 1, p_budget);
            EXIT WHEN NOT FOUND;
          END IF;
          v_is_unfinished := v_seat.lane IS NULL;
          EXIT WHEN v_is_unfinished;
          v_have := v_have + 1;
          v_token := take_seat(v_seat, p_member, p_ids[v_have], v_keys[v_have]);
          RETURN QUERY SELECT 'CLAIMED', assignment_view(p_ids[v_have]);
        END LOOP;
        -- Now and then: closed assignments before the oldest live one are not looked at again.
        IF v_token IS NOT NULL AND (v_since IS NULL OR v_token % 32 = 0) THEN
          INSERT INTO member_hold (member_id, organization_id, oldest_token)
          SELECT p_member, p_org, min(a.token) FROM assignment a WHERE a.member_id = p_member AND a.state = 'ACTIVE' AND a.token >= coalesce(v_since, 0)
          ON CONFLICT (member_id) DO UPDATE SET oldest_token = excluded.oldest_token;
        END IF;
        IF v_have = 0 THEN RETURN QUERY SELECT CASE WHEN v_is_unfinished THEN 'UNFINISHED' ELSE 'EMPTY' END, NULL::jsonb; END IF;
      END $$;

      -- The answer: COUNTED, QUARANTINED, REPEATED, OTHER_ANSWER, LEASE_LOST or NOT_FOUND. p_skip_reason says that the
      -- task cannot be done, and counts as an answer.
      CREATE FUNCTION submit_assignment(p_org uuid, p_member uuid, p_assignment uuid, p_token bigint, p_labels jsonb, p_id uuid,
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
          outcome := CASE WHEN v_before.labels = p_labels AND v_before.skip_reason IS NOT DISTINCT FROM p_skip_reason THEN 'REPEATED' ELSE 'OTHER_ANSWER' END;
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

      -- After an answer was counted: a task whose wanted annotations are there is ANSWERED; other stages always tell.
      CREATE FUNCTION conclude_answer(p_task task, p_stage text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF p_stage = 'ANNOTATE' THEN
          IF p_task.state <> 'OPEN' OR p_task.overlap <> (
             SELECT count(*) FROM submission s WHERE s.task_id = p_task.id AND s.stage = 'ANNOTATE' AND s.state = 'COUNTED') THEN RETURN; END IF;
          UPDATE task SET state = 'ANSWERED', state_at = muster_now() WHERE id = p_task.id;
        END IF;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (p_task.organization_id, 'task.answered', p_task.id,
          jsonb_build_object('batchId', p_task.batch_id, 'projectId', p_task.project_id, 'stage', p_stage));
      END $$;

      -- An answer and the next claim in one call.
      CREATE FUNCTION submit_and_claim(p_org uuid, p_member uuid, p_assignment uuid, p_token bigint, p_labels jsonb, p_submission uuid,
        p_stages text[], p_key text, p_id uuid, p_budget int, OUT outcome text, OUT submission_id uuid, OUT next_outcome text, OUT next jsonb)
      LANGUAGE plpgsql AS $$
      BEGIN
        SELECT s.outcome, s.submission_id INTO outcome, submission_id
          FROM submit_assignment(p_org, p_member, p_assignment, p_token, p_labels, p_submission, NULL) s;
        IF outcome NOT IN ('COUNTED', 'QUARANTINED', 'REPEATED') THEN RETURN; END IF;
        SELECT c.outcome, c.assignment INTO next_outcome, next
          FROM claim_tasks(p_org, p_member, p_stages, NULL, NULL, p_key, ARRAY[p_id], p_budget) c;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
