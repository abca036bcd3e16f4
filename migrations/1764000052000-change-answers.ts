import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';

/**
 * Answers that come from a tool may be changed there, or taken back. Of an assignment one answer at most is not VOID; the older
 * ones stay on record.
 */
export class ChangeAnswers1764000052000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE submission DROP CONSTRAINT submission_assignment_id_key;
      CREATE UNIQUE INDEX submission_assignment ON submission (assignment_id) WHERE state <> 'VOID';
      CREATE INDEX submission_of_assignment ON submission (assignment_id);
      -- Whoever gave it took it back: it does not stand in the way of another. One that a requeue made void still does.
      ALTER TABLE submission ADD is_taken_back boolean NOT NULL DEFAULT false;
      GRANT UPDATE (is_taken_back) ON submission TO muster_app;

      -- Another answer in the place of this one, in the same seat and as late as it was. Answers the new id, or null when the
      -- answer does not hold any more. Whoever calls holds the lock of the task.
      CREATE FUNCTION revise_answer(p_id uuid, p_new uuid, p_labels jsonb, p_skip_reason text) RETURNS uuid LANGUAGE plpgsql AS $$
      DECLARE v_old submission;
      BEGIN
        SELECT * INTO v_old FROM submission s WHERE s.id = p_id AND s.state <> 'VOID' FOR UPDATE;
        IF NOT FOUND THEN RETURN NULL; END IF;
        UPDATE submission SET state = 'VOID' WHERE id = p_id;
        INSERT INTO submission (id, organization_id, project_id, task_id, assignment_id, stage, ordinal, member_id, token, state, is_late, labels, skip_reason)
        VALUES (p_new, v_old.organization_id, v_old.project_id, v_old.task_id, v_old.assignment_id, v_old.stage, v_old.ordinal, v_old.member_id,
          v_old.token, v_old.state, v_old.is_late, p_labels, p_skip_reason);
        UPDATE assignment SET close_reason = p_skip_reason WHERE id = v_old.assignment_id AND state = 'SUBMITTED';
        INSERT INTO event (organization_id, type, subject_id, data)
        SELECT v_old.organization_id, 'assignment.revised', v_old.assignment_id,
          jsonb_build_object('batchId', a.batch_id, 'projectId', a.project_id, 'stage', a.stage, 'memberId', a.member_id)
          FROM assignment a WHERE a.id = v_old.assignment_id;
        IF v_old.state = 'GOLD' THEN
          INSERT INTO event (organization_id, type, subject_id, data) VALUES (v_old.organization_id, 'gold.answered', p_new,
            jsonb_build_object('projectId', v_old.project_id, 'memberId', v_old.member_id));
        END IF;
        RETURN p_new;
      END $$;

      -- The person holds the seat again as if they had not answered or skipped: while the lease lasts; when it is over, the seat is
      -- free. False when somebody else has the seat, or they have another of the task. Whoever calls holds the lock of the task.
      CREATE FUNCTION reopen_assignment(p_id uuid) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE v_own assignment;
      BEGIN
        SELECT * INTO v_own FROM assignment WHERE id = p_id FOR UPDATE;
        IF v_own.state NOT IN ('SUBMITTED', 'SKIPPED', 'EXPIRED') THEN RETURN false; END IF;
        IF v_own.state <> 'SUBMITTED' AND NOT v_own.is_gold THEN
          IF v_own.state = 'SKIPPED' AND (EXISTS (SELECT FROM assignment a WHERE a.task_id = v_own.task_id AND a.member_id = v_own.member_id
               AND a.stage = v_own.stage AND a.state IN ('ACTIVE', 'SUBMITTED'))
               OR withdraw_seats(v_own.task_id, v_own.stage, 1::bigint << (v_own.ordinal - 1)) = 0) THEN RETURN false; END IF;
        END IF;
        UPDATE submission SET state = 'VOID', is_taken_back = true WHERE assignment_id = p_id AND NOT is_taken_back;
        -- A late answer that was kept aside: the seat is somebody else's.
        IF v_own.state = 'EXPIRED' THEN RETURN true; END IF;
        UPDATE slot SET closed_at = NULL WHERE id = v_own.slot_id AND closed_at IS NOT NULL;
        UPDATE assignment SET state = 'ACTIVE', closed_at = NULL, close_reason = NULL WHERE id = p_id;
        UPDATE participation SET is_barred = true WHERE task_id = v_own.task_id AND member_id = v_own.member_id;
        -- Claims look for what is held from there on.
        UPDATE member_hold SET oldest_token = least(oldest_token, v_own.token) WHERE member_id = v_own.member_id;
        INSERT INTO event (organization_id, type, subject_id, data) VALUES (v_own.organization_id, 'assignment.reopened', v_own.id,
          jsonb_build_object('batchId', v_own.batch_id, 'projectId', v_own.project_id, 'stage', v_own.stage, 'memberId', v_own.member_id));
        PERFORM expire_assignment(p_id, true);
        RETURN true;
      END $$;
    `);
    await rewriteFunction(runner, 'submit_assignment', [
      [
        'SELECT * INTO v_before FROM submission s WHERE s.assignment_id = p_assignment;',
        `SELECT * INTO v_before FROM submission s WHERE s.assignment_id = p_assignment AND NOT s.is_taken_back
           ORDER BY s.state = 'VOID', s.id DESC LIMIT 1;`,
      ],
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
