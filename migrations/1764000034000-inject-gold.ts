import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewriteFunction } from './parts/rewrite-function.js';

/** Gold that is slipped in: to whom, when, and what came of it. Nothing of it refers to a lane or a batch of work. */
export class InjectGold1764000034000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE gold DROP CONSTRAINT gold_source_check;
      ALTER TABLE gold ADD CONSTRAINT gold_source_check CHECK (source IN ('ADDED', 'IMPORTED', 'MINTED'));
      -- How often it was slipped in, and when last: kept here, so that choosing one reads no history.
      ALTER TABLE gold ADD COLUMN exposures integer NOT NULL DEFAULT 0;
      ALTER TABLE gold ADD COLUMN shown_at timestamptz;
      -- a suspicion that its answer goes around, as a sentence
      ALTER TABLE gold ADD COLUMN leak text;
      GRANT UPDATE (exposures, shown_at, leak) ON gold TO muster_app;
      ALTER TABLE gold ALTER COLUMN added_by DROP NOT NULL;
      ALTER TABLE gold ADD CHECK (added_by IS NOT NULL OR source = 'MINTED');
      -- Retired by a rule, nobody did it.
      ALTER TABLE gold DROP CONSTRAINT gold_check1;
      ALTER TABLE gold ADD CHECK ((retired_at IS NULL) = (retired_reason IS NULL) AND (retired_by IS NULL OR retired_at IS NOT NULL));

      CREATE TABLE gold_exposure (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        gold_id uuid NOT NULL REFERENCES gold,
        task_id uuid NOT NULL REFERENCES task,
        member_id uuid NOT NULL REFERENCES member,
        -- null: slipped in beside the work; else an ordinary answer to a task whose answer is known
        offered_at timestamptz,
        submission_id uuid UNIQUE REFERENCES submission,
        answered_at timestamptz,
        -- 0 to 1, and whether that is enough
        score double precision CHECK (score BETWEEN 0 AND 1),
        is_right boolean,
        contested_at timestamptz,
        contest text CHECK (length(contest) BETWEEN 1 AND 2000),
        forgiven_at timestamptz,
        -- Nobody is shown the same gold twice, not even after it was retired and came back.
        PRIMARY KEY (task_id, member_id)
      );
      CREATE INDEX gold_exposure_gold ON gold_exposure (gold_id, answered_at);
      CREATE INDEX gold_exposure_member ON gold_exposure (project_id, member_id, answered_at);
      CREATE INDEX gold_exposure_contested ON gold_exposure (project_id, contested_at) WHERE contested_at IS NOT NULL AND forgiven_at IS NULL;
      CALL enforce_tenancy('gold_exposure');

      -- Where the look at new claims stands, and the secret of the draw.
      CREATE TABLE gold_pace (
        project_id uuid PRIMARY KEY REFERENCES project,
        organization_id uuid NOT NULL,
        last_token bigint NOT NULL DEFAULT 0,
        seed text NOT NULL
      );
      CALL enforce_tenancy('gold_pace');

      -- Whose work is mixed with gold, for the look that goes over all organizations.
      ALTER TABLE queue_policy ADD COLUMN is_gold_injected boolean NOT NULL DEFAULT false;
      CALL open_to_system('queue_policy', 'SELECT');
    `);
    await rewriteFunction(runner, 'derive_queue_policy', [
      [
        'qualified_stages, cap_answers,\n          cap_batch_share, cap_per_day)',
        'qualified_stages, cap_answers,\n          cap_batch_share, cap_per_day, is_gold_injected)',
      ],
      [`(NEW.policy #>> '{caps,perDay}')::int)`, `(NEW.policy #>> '{caps,perDay}')::int, NEW.policy ? 'gold')`],
      [
        'cap_per_day = excluded.cap_per_day',
        'cap_per_day = excluded.cap_per_day, is_gold_injected = excluded.is_gold_injected',
      ],
    ]);
    // A rule of the policy pauses people, too: then nobody did it.
    await runner.query(`ALTER TABLE member_pause ALTER COLUMN paused_by DROP NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
