import type { MigrationInterface, QueryRunner } from 'typeorm';
import { notOnBreak } from './parts/claim-3.js';
import { rewriteFunction } from './parts/rewrite-function.js';

/** Breaks: a code of time like any other, and while one runs a door that is shut. */
export class CreateBreaks1764000094000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who is on a break now, and until when at the latest. How long breaks were is told by time_entry.
      CREATE TABLE member_break (
        member_id uuid PRIMARY KEY REFERENCES member,
        organization_id uuid NOT NULL,
        since timestamptz NOT NULL DEFAULT muster_now(),
        -- null: until they are back
        until timestamptz
      );
      CALL enforce_tenancy('member_break');

      ALTER TABLE time_entry DROP CONSTRAINT time_entry_code_check;
      ALTER TABLE time_entry ADD CONSTRAINT time_entry_code_check CHECK (code IN ('TRAINING', 'MEETING', 'TOOL_OUTAGE', 'OTHER', 'BREAK'));
      ALTER TABLE time_correction DROP CONSTRAINT time_correction_code_check;
      ALTER TABLE time_correction ADD CONSTRAINT time_correction_code_check CHECK (code IN ('TRAINING', 'MEETING', 'TOOL_OUTAGE', 'OTHER', 'BREAK'));
      -- When it ends by itself, if it was not stopped before.
      ALTER TABLE time_entry ADD until_at timestamptz CHECK (until_at > started_at AND until_at <= started_at + interval '24 hours');

      CREATE OR REPLACE VIEW time_in_force WITH (security_invoker = true) AS
        SELECT e.organization_id, e.id, e.member_id, e.project_id, coalesce(c.code, e.code) AS code, coalesce(c.started_at, e.started_at) AS started_at,
               coalesce(c.ended_at, e.ended_at, CASE WHEN e.until_at <= muster_now() THEN e.until_at END) AS ended_at, c.id AS correction_id
          FROM time_entry e
          LEFT JOIN LATERAL (SELECT * FROM time_correction c WHERE c.entry_id = e.id AND c.state = 'APPROVED' ORDER BY c.decided_at DESC, c.id DESC LIMIT 1) c ON true
         WHERE c.is_removal IS NOT TRUE;
    `);

    // Beside the pauses, in the claim as in what explains it.
    for (const name of ['look_for_seats', 'wait_for_seats', 'foresee_seats', 'foresee_all_seats'])
      await rewriteFunction(runner, name, [
        [
          'AND (p.guideline_version = 0 OR',
          `AND ${notOnBreak('p_member')}\n               AND (p.guideline_version = 0 OR`,
        ],
      ]);
    for (const [name, member] of [
      ['explain_lanes', 'p_member'],
      ['explain_people', 'm.id'],
    ] as const)
      await rewriteFunction(
        runner,
        name,
        [
          ['not_paused boolean,', 'not_paused boolean, not_on_break boolean,'],
          ['AS not_paused,', `AS not_paused,\n          ${notOnBreak(member)} AS not_on_break,`],
        ],
        true,
      );
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
