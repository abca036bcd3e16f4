import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What managers and leads must hear of: what was said and when, who wants to hear it, and where a notice leads to. */
export class CreateAlarms1764000085000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row for whatever was worth an alarm or is looked at for one: what is said twice is said on purpose.
      CREATE TABLE alarm (
        organization_id uuid NOT NULL REFERENCES organization,
        kind text NOT NULL CHECK (kind IN ('BATCH_AT_RISK', 'QUEUE_RUNS_DRY', 'PERSON_BELOW_BAR', 'DISPUTE_WAITING', 'ENDPOINT_DISABLED')),
        -- a batch, project, action of trust, dispute or endpoint
        subject_id uuid NOT NULL,
        -- how bad it was when it was said; null: it never was
        level double precision,
        raised_at timestamptz,
        checked_at timestamptz NOT NULL DEFAULT muster_now(),
        -- all is well again: next time it is news
        is_over boolean NOT NULL DEFAULT false,
        PRIMARY KEY (organization_id, kind, subject_id),
        CHECK ((level IS NULL) = (raised_at IS NULL))
      );
      CALL enforce_tenancy('alarm', 'SELECT, INSERT, UPDATE');

      -- Without a row somebody is told.
      CREATE TABLE notice_choice (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL CHECK (kind IN ('BATCH_AT_RISK', 'QUEUE_RUNS_DRY', 'PERSON_BELOW_BAR', 'DISPUTE_WAITING', 'ENDPOINT_DISABLED')),
        is_wanted boolean NOT NULL,
        PRIMARY KEY (member_id, kind)
      );
      CALL enforce_tenancy('notice_choice', 'SELECT, INSERT, UPDATE');

      -- Where a notice leads to: a kind of id and the id. What has none is about one's own work.
      ALTER TABLE notice ADD COLUMN subject_kind text;
      ALTER TABLE notice ADD COLUMN subject_id uuid;
      -- Of several about the same only the newest is unread.
      ALTER TABLE notice ADD COLUMN topic text;
      ALTER TABLE notice ADD CHECK ((subject_kind IS NULL) = (subject_id IS NULL) AND (subject_kind IS NULL) = (topic IS NULL));
      CREATE INDEX notice_topic ON notice (member_id, topic) WHERE read_at IS NULL AND topic IS NOT NULL;
      CREATE INDEX dispute_open ON dispute (organization_id, opened_at) WHERE state = 'OPEN';
      CREATE INDEX trust_action_recent ON trust_action (organization_id, at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
