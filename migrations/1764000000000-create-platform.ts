import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roles, the clock and what every feature stands on: outbox, idempotency, and the two helpers that put a table
 * behind row-level security. The app role sees one organization at a time; the system role sees across organizations,
 * but only the tables that say so.
 */
export class CreatePlatform1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'muster_app') THEN CREATE ROLE muster_app NOLOGIN; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'muster_system') THEN CREATE ROLE muster_system NOLOGIN; END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another migration of the same cluster was faster
      END $$;
      DO $$ BEGIN
        -- The log-in must choose a role on purpose: nothing is inherited.
        EXECUTE format('GRANT muster_app, muster_system TO %I WITH INHERIT FALSE, SET TRUE', current_user);
        EXECUTE format('GRANT TEMP, CONNECT ON DATABASE %I TO muster_app, muster_system', current_database());
      END $$;
      GRANT USAGE ON SCHEMA public TO muster_app, muster_system;

      -- SQL takes the time from here only: the clock, or a simulation's setting.
      CREATE FUNCTION muster_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
        SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp()) $$;

      -- Puts a table that has organization_id behind row-level security, forced on its owner too.
      CREATE PROCEDURE enforce_tenancy(target regclass, app_rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
      LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format($f$CREATE POLICY tenant ON %s TO muster_app
          USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)
          WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)$f$, target);
        EXECUTE format('GRANT %s ON %s TO muster_app', app_rights, target);
      END $$;

      -- Lets the system role see a table across organizations, for what runs before or between tenants.
      CREATE PROCEDURE open_to_system(target regclass, system_rights text)
      LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('CREATE POLICY across_tenants ON %s TO muster_system USING (true) WITH CHECK (true)', target);
        EXECUTE format('GRANT %s ON %s TO muster_system', system_rights, target);
      END $$;

      -- Refuses every change of a table that only grows.
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;

      CREATE TABLE organization (
        id uuid PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        created_at timestamptz NOT NULL DEFAULT muster_now()
      );
      ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
      ALTER TABLE organization FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON organization TO muster_app
        USING (id = nullif(current_setting('app.organization_id', true), '')::uuid)
        WITH CHECK (id = nullif(current_setting('app.organization_id', true), '')::uuid);
      GRANT SELECT, UPDATE ON organization TO muster_app;
      CALL open_to_system('organization', 'SELECT, INSERT');

      -- The outbox. A row is written in the commit that it tells of; the relay marks it once it is handed on.
      CREATE TABLE event (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        type text NOT NULL,
        subject_id uuid NOT NULL,
        data jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL DEFAULT muster_now(),
        relayed_at timestamptz
      );
      CREATE INDEX event_unrelayed ON event (at) WHERE relayed_at IS NULL;
      CREATE INDEX event_subject ON event (organization_id, subject_id, at);
      CALL enforce_tenancy('event', 'SELECT, INSERT');
      CALL open_to_system('event', 'SELECT, UPDATE, DELETE');

      -- The first answer to a keyed mutation, written in the commit of its effect.
      CREATE TABLE idempotency_record (
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        request_hash bytea NOT NULL,
        answer bytea,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (organization_id, member_id, key)
      );
      CREATE INDEX idempotency_record_age ON idempotency_record (created_at);
      CALL enforce_tenancy('idempotency_record', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('idempotency_record', 'SELECT, DELETE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
