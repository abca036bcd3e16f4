import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members, how they sign in, what they may use, and the log of what they changed. */
export class CreateIdentity1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE member (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        roles text[] NOT NULL CHECK (roles <@ ARRAY['OWNER','ADMIN','PROJECT_MANAGER','TEAM_LEAD','REVIEWER','ANNOTATOR','CLIENT']),
        password_hash text,
        time_zone text NOT NULL DEFAULT 'UTC',
        state text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'DEACTIVATED')),
        created_at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE UNIQUE INDEX member_email ON member (lower(email));
      CREATE INDEX member_organization ON member (organization_id, id);
      CALL enforce_tenancy('member');
      CALL open_to_system('member', 'SELECT, INSERT, UPDATE');

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        token_hash bytea NOT NULL UNIQUE,
        client text,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        last_used_at timestamptz NOT NULL DEFAULT muster_now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX session_member ON session (member_id) WHERE ended_at IS NULL;
      CALL enforce_tenancy('session');
      CALL open_to_system('session', 'SELECT, INSERT, UPDATE, DELETE');

      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        key_hash bytea NOT NULL UNIQUE,
        hint text NOT NULL,
        scopes text[] NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX api_key_organization ON api_key (organization_id, id);
      CALL enforce_tenancy('api_key');
      CALL open_to_system('api_key', 'SELECT, UPDATE');

      CREATE TABLE invitation (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        email text NOT NULL,
        name text NOT NULL,
        roles text[] NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        invited_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        member_id uuid
      );
      CREATE INDEX invitation_organization ON invitation (organization_id, id);
      CALL enforce_tenancy('invitation');
      CALL open_to_system('invitation', 'SELECT, UPDATE');

      -- rate-limiter-flexible's own shape; holds hashed keys only.
      CREATE TABLE sign_in_attempt (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);
      GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt TO muster_system;

      CREATE TABLE change_log (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        actor_id uuid,
        action text NOT NULL,
        subject_id uuid,
        reason text,
        policy_version integer,
        detail jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX change_log_time ON change_log (organization_id, at, id);
      CREATE INDEX change_log_subject ON change_log (organization_id, subject_id, at);
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CALL enforce_tenancy('change_log', 'SELECT, INSERT');
      CALL open_to_system('change_log', 'INSERT');

      CREATE TABLE team (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (organization_id, name)
      );
      CALL enforce_tenancy('team');

      CREATE TABLE team_member (
        organization_id uuid NOT NULL,
        team_id uuid NOT NULL REFERENCES team,
        member_id uuid NOT NULL REFERENCES member,
        is_lead boolean NOT NULL DEFAULT false,
        PRIMARY KEY (team_id, member_id)
      );
      CREATE INDEX team_member_member ON team_member (member_id);
      CALL enforce_tenancy('team_member');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
