import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the answers together mean, how that was decided, and what was shipped. */
export class CreateResultsAndReleases1764000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE result (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        batch_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        is_current boolean NOT NULL DEFAULT true,
        method text NOT NULL CHECK (method IN ('SINGLE', 'CONSENSUS', 'ADJUDICATED', 'FIXED', 'REWORKED')),
        labels jsonb NOT NULL,
        agreement jsonb,
        submission_ids uuid[] NOT NULL,
        verdict_ids uuid[] NOT NULL DEFAULT '{}',
        policy_version integer NOT NULL,
        fingerprint text NOT NULL,
        settled_at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE UNIQUE INDEX result_current ON result (task_id) WHERE is_current;
      CREATE INDEX result_batch ON result (batch_id) WHERE is_current;
      CALL enforce_tenancy('result', 'SELECT, INSERT');
      GRANT UPDATE (is_current) ON result TO muster_app;

      -- What the one room decided, once a fingerprint of the answers and verdicts it saw.
      CREATE TABLE decision (
        organization_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        fingerprint text NOT NULL,
        move text NOT NULL CHECK (move IN ('SETTLE', 'ASK_ONE_MORE', 'ESCALATE', 'REVIEW', 'REWORK')),
        agreement jsonb,
        rule jsonb,
        policy_version integer NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (task_id, fingerprint)
      );
      CALL enforce_tenancy('decision', 'SELECT, INSERT');

      CREATE TABLE release (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        batch_ids uuid[] NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        name text NOT NULL,
        formats text[] NOT NULL,
        state text NOT NULL DEFAULT 'FREEZING' CHECK (state IN ('FREEZING', 'READY', 'FAILED')),
        items_total integer NOT NULL,
        items_written integer NOT NULL DEFAULT 0,
        path text,
        manifest_sha256 text,
        error text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        finished_at timestamptz,
        UNIQUE (project_id, version)
      );
      CREATE INDEX release_freezing ON release (created_at) WHERE state = 'FREEZING';
      CALL enforce_tenancy('release');
      CALL open_to_system('release', 'SELECT');

      -- The frozen list: which result of which task is in the release.
      CREATE TABLE release_item (
        organization_id uuid NOT NULL,
        release_id uuid NOT NULL REFERENCES release,
        external_key text NOT NULL,
        task_id uuid NOT NULL,
        result_id uuid NOT NULL REFERENCES result,
        PRIMARY KEY (release_id, external_key)
      );
      CALL enforce_tenancy('release_item', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
