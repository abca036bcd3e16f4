import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people can do, what they are admitted to, and when they must rest: granted by hand for now. */
export class CreateSkillsAndPauses1764000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE skill (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (organization_id, name)
      );
      CALL enforce_tenancy('skill', 'SELECT, INSERT');

      CREATE TABLE member_skill (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        skill_id uuid NOT NULL REFERENCES skill,
        level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
        expires_at timestamptz,
        granted_by uuid NOT NULL,
        granted_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (member_id, skill_id)
      );
      CALL enforce_tenancy('member_skill');

      -- Admission to one stage of one project.
      CREATE TABLE qualification (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        project_id uuid NOT NULL REFERENCES project,
        stage text NOT NULL CHECK (stage IN ('ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE')),
        expires_at timestamptz,
        granted_by uuid NOT NULL,
        granted_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (member_id, project_id, stage)
      );
      CALL enforce_tenancy('qualification');

      -- Without a project: paused everywhere. The reason is written for the paused person to read.
      CREATE TABLE member_pause (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        project_id uuid REFERENCES project,
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        paused_by uuid NOT NULL,
        paused_at timestamptz NOT NULL DEFAULT muster_now(),
        resumed_by uuid,
        resumed_at timestamptz,
        CHECK ((resumed_by IS NULL) = (resumed_at IS NULL))
      );
      CREATE UNIQUE INDEX member_pause_live ON member_pause (member_id, project_id) NULLS NOT DISTINCT WHERE resumed_at IS NULL;
      CALL enforce_tenancy('member_pause', 'SELECT, INSERT');
      GRANT UPDATE (resumed_by, resumed_at) ON member_pause TO muster_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
