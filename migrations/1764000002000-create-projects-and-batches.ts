import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be labelled, under which rules, and how it comes in. */
export class CreateProjectsAndBatches1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        description text NOT NULL DEFAULT '',
        label_schema jsonb NOT NULL,
        field_visibility jsonb NOT NULL DEFAULT '{}',
        policy_version integer NOT NULL DEFAULT 1,
        guideline_version integer NOT NULL DEFAULT 0,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (organization_id, name)
      );
      CALL enforce_tenancy('project');

      CREATE TABLE project_policy (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        version integer NOT NULL CHECK (version > 0),
        policy jsonb NOT NULL,
        reason text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, version)
      );
      CALL enforce_tenancy('project_policy', 'SELECT, INSERT');

      CREATE TABLE project_guideline (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        version integer NOT NULL CHECK (version > 0),
        body text NOT NULL CHECK (length(body) BETWEEN 1 AND 200000),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, version)
      );
      CALL enforce_tenancy('project_guideline', 'SELECT, INSERT');

      CREATE TABLE guideline_acknowledgement (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        version integer NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, version, member_id),
        FOREIGN KEY (project_id, version) REFERENCES project_guideline
      );
      CALL enforce_tenancy('guideline_acknowledgement', 'SELECT, INSERT');

      -- The door: a project is open to the members of the teams added to it.
      CREATE TABLE project_team (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        team_id uuid NOT NULL REFERENCES team,
        PRIMARY KEY (project_id, team_id)
      );
      CREATE INDEX project_team_team ON project_team (team_id);
      CALL enforce_tenancy('project_team');

      CREATE TABLE batch (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        project_id uuid NOT NULL REFERENCES project,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        state text NOT NULL DEFAULT 'DRAFT' CHECK (state IN
          ('DRAFT', 'READY', 'OPEN', 'PAUSED', 'COMPLETED', 'ACCEPTED', 'RETURNED', 'ARCHIVED', 'CANCELLED')),
        priority integer NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),
        deadline_at timestamptz,
        source text,
        closed_at timestamptz,
        completed_at timestamptz,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK (state <> 'COMPLETED' OR (closed_at IS NOT NULL AND completed_at IS NOT NULL)),
        UNIQUE (project_id, name)
      );
      CREATE INDEX batch_open ON batch (project_id, state);
      CALL enforce_tenancy('batch');

      CREATE TABLE upload (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL,
        file_name text NOT NULL,
        bytes bigint NOT NULL CHECK (bytes >= 0),
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now()
      );
      CALL enforce_tenancy('upload');

      CREATE TABLE import (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        batch_id uuid NOT NULL REFERENCES batch,
        upload_id uuid NOT NULL REFERENCES upload,
        format text NOT NULL CHECK (format IN ('JSONL', 'CSV', 'DARWIN_1', 'DARWIN_2')),
        annotations_as text NOT NULL CHECK (annotations_as IN ('PRELABEL', 'IGNORE')),
        state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
        rows_read bigint NOT NULL DEFAULT 0,
        created_count bigint NOT NULL DEFAULT 0,
        existing_count bigint NOT NULL DEFAULT 0,
        refused_count bigint NOT NULL DEFAULT 0,
        error text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        progress_at timestamptz NOT NULL DEFAULT muster_now(),
        finished_at timestamptz,
        CHECK (rows_read = created_count + existing_count + refused_count)
      );
      CREATE INDEX import_batch ON import (batch_id);
      CREATE INDEX import_running ON import (progress_at) WHERE state = 'RUNNING';
      CALL enforce_tenancy('import');
      CALL open_to_system('import', 'SELECT');

      CREATE TABLE import_refusal (
        organization_id uuid NOT NULL,
        import_id uuid NOT NULL REFERENCES import,
        row bigint NOT NULL,
        line bigint NOT NULL,
        external_key text,
        path text,
        code text NOT NULL,
        message text NOT NULL,
        PRIMARY KEY (import_id, row)
      );
      CALL enforce_tenancy('import_refusal');

      CREATE TABLE media (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 300),
        content_type text NOT NULL,
        bytes bigint NOT NULL CHECK (bytes > 0),
        sha256 text NOT NULL,
        width integer NOT NULL CHECK (width > 0),
        height integer NOT NULL CHECK (height > 0),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (project_id, file_name)
      );
      CALL enforce_tenancy('media');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
