import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an invited person becomes when they join: where they live, and of which team with which skills. */
export class PlanInvitations1764000072000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE invitation ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';
      ALTER TABLE invitation ADD COLUMN languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 20);
      CREATE INDEX invitation_open ON invitation (organization_id, email) WHERE accepted_at IS NULL;

      CREATE TABLE invitation_plan (
        invitation_id uuid PRIMARY KEY REFERENCES invitation,
        organization_id uuid NOT NULL,
        team_id uuid REFERENCES team,
        is_lead boolean NOT NULL DEFAULT false CHECK (NOT is_lead OR team_id IS NOT NULL),
        -- [{ "skillId", "level" }]
        skills jsonb NOT NULL DEFAULT '[]',
        planned_by uuid NOT NULL
      );
      CALL enforce_tenancy('invitation_plan', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
