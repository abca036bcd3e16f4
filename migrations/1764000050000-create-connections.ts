import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Annotation tools that projects work through, and who is who there. */
export class CreateConnections1764000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connection (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        kind text NOT NULL CHECK (kind IN ('GENERIC', 'LABEL_STUDIO', 'CVAT', 'DARWIN')),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        settings jsonb NOT NULL,
        -- Secrets are sealed, and never read back.
        signing_secret text,
        previous_signing_secret text,
        previous_until timestamptz,
        api_secret text,
        body_limit_kilobytes integer NOT NULL DEFAULT 1024 CHECK (body_limit_kilobytes BETWEEN 16 AND 10240),
        reconcile_minutes integer NOT NULL DEFAULT 15 CHECK (reconcile_minutes BETWEEN 1 AND 1440),
        -- Work that somebody else than its holder did in the tool: counted for the holder and noted, or refused.
        refuses_others boolean NOT NULL DEFAULT false,
        is_enabled boolean NOT NULL DEFAULT true,
        deleted_at timestamptz,
        -- Messages that were not the tool's: counted, and never kept.
        bad_signatures bigint NOT NULL DEFAULT 0,
        bad_signature_at timestamptz,
        bad_signature_reason text,
        -- since when changes are read next time
        reconciled_to timestamptz,
        reconcile_due_at timestamptz NOT NULL DEFAULT muster_now(),
        reconcile_ended_at timestamptz,
        reconcile_error text,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK ((previous_signing_secret IS NULL) = (previous_until IS NULL)),
        CHECK ((deleted_at IS NULL) = (signing_secret IS NOT NULL))
      );
      CREATE INDEX connection_organization ON connection (organization_id, id);
      CALL enforce_tenancy('connection', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('connection', 'SELECT');

      -- A project works through one tool at most.
      CREATE TABLE connection_project (
        project_id uuid PRIMARY KEY REFERENCES project,
        organization_id uuid NOT NULL,
        connection_id uuid NOT NULL REFERENCES connection
      );
      CREATE INDEX connection_project_connection ON connection_project (connection_id);
      CALL enforce_tenancy('connection_project', 'SELECT, INSERT, DELETE');

      CREATE TABLE tool_user (
        organization_id uuid NOT NULL,
        connection_id uuid NOT NULL REFERENCES connection,
        tool_user text NOT NULL CHECK (length(tool_user) BETWEEN 1 AND 200),
        member_id uuid NOT NULL REFERENCES member,
        PRIMARY KEY (connection_id, tool_user),
        UNIQUE (connection_id, member_id)
      );
      CALL enforce_tenancy('tool_user', 'SELECT, INSERT, DELETE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
