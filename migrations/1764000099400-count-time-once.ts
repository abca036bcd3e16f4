import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';

/**
 * Nobody works two hours in one: who holds several tasks, or has two of them open, is credited for the time since their last
 * report on any of them, and not once for each from its claim on.
 */
export class CountTimeOnce1764000099400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- From when on the time of this assignment is not reported yet: since its last heartbeat (or claim), or since what its person
      -- reported last of another. Reports of one person come one after the other, or two at once would both be credited. What a clock
      -- wrote that ran ahead is passed over. Without statistics a sequential scan looks cheap on a table that is about to grow.
      CREATE FUNCTION unreported_since(p_assignment uuid, p_member uuid, p_heartbeat timestamptz) RETURNS timestamptz
      LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
      DECLARE v_assignment uuid; v_at timestamptz; v_now timestamptz;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(p_member::text, 4));
        -- After the wait: the other one's report is not of the future.
        v_now := muster_now();
        SELECT w.assignment_id, w.at INTO v_assignment, v_at FROM work_time w WHERE w.member_id = p_member AND w.at <= v_now ORDER BY w.at DESC LIMIT 1;
        RETURN CASE WHEN v_assignment <> p_assignment THEN greatest(p_heartbeat, v_at) ELSE p_heartbeat END;
      END $$;
    `);
    await rewriteFunction(runner, 'submit_assignment', [
      ['muster_now() - v_own.heartbeat_at', 'muster_now() - unreported_since(v_own.id, p_member, v_own.heartbeat_at)'],
    ]);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
