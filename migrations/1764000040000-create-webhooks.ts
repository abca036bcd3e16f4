import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News for programs outside: who wants which, what was made for them, and how sending it went. */
export class CreateWebhooks1764000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- News that is written only where somebody outside wants it, because there is so much of it (task.created).
      CREATE TABLE wanted_news (
        organization_id uuid NOT NULL REFERENCES organization,
        type text NOT NULL,
        PRIMARY KEY (organization_id, type)
      );
      CALL enforce_tenancy('wanted_news', 'SELECT, INSERT, DELETE');

      CREATE TABLE webhook_endpoint (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        url text NOT NULL CHECK (length(url) <= 2048),
        description text,
        -- empty: every type, every project
        types text[] NOT NULL,
        project_ids uuid[] NOT NULL,
        -- only projects that are open to this client
        client_id uuid REFERENCES member,
        is_ordered boolean NOT NULL,
        signature text NOT NULL CHECK (signature IN ('V1', 'V1A')),
        -- sealed; empty once the endpoint is deleted
        secret text NOT NULL,
        former_secret text,
        former_until timestamptz,
        is_enabled boolean NOT NULL DEFAULT true,
        disabled_why text CHECK (disabled_why IN ('ASKED', 'GONE', 'FAILING')),
        disabled_at timestamptz,
        deleted_at timestamptz,
        created_by uuid NOT NULL REFERENCES member,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        -- how sending goes (breaker.rules.ts)
        failures integer NOT NULL DEFAULT 0,
        failing_since timestamptz,
        open_until timestamptz,
        -- one process at a time sends to it; who dies holding it holds it no longer than this
        leased_by uuid,
        leased_until timestamptz,
        looked_at timestamptz,
        CHECK ((former_secret IS NULL) = (former_until IS NULL)),
        CHECK (is_enabled = (disabled_why IS NULL) AND is_enabled = (disabled_at IS NULL)),
        CHECK (deleted_at IS NULL OR NOT is_enabled)
      );
      CREATE INDEX webhook_endpoint_organization ON webhook_endpoint (organization_id, id) WHERE deleted_at IS NULL;
      CALL enforce_tenancy('webhook_endpoint', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('webhook_endpoint', 'SELECT, DELETE');
      GRANT UPDATE (failures, failing_since, open_until, leased_by, leased_until, looked_at) ON webhook_endpoint TO muster_system;

      CREATE TABLE webhook_delivery (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        endpoint_id uuid NOT NULL REFERENCES webhook_endpoint,
        event_id uuid NOT NULL,
        type text NOT NULL,
        subject_id uuid NOT NULL,
        occurred_at timestamptz NOT NULL,
        -- the very bytes that every attempt sends
        body text NOT NULL CHECK (octet_length(body) < 20000),
        state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        -- of the last attempt
        attempted_at timestamptz,
        status integer,
        milliseconds integer,
        answer text CHECK (octet_length(answer) <= 16384),
        error text,
        UNIQUE (event_id, endpoint_id)
      );
      CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, due_at) WHERE state = 'PENDING';
      CREATE INDEX webhook_delivery_subject ON webhook_delivery (endpoint_id, subject_id, occurred_at, id) WHERE state = 'PENDING';
      CREATE INDEX webhook_delivery_failed ON webhook_delivery (endpoint_id, id) WHERE state = 'FAILED';
      CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint_id, id);
      CREATE INDEX webhook_delivery_organization ON webhook_delivery (organization_id, id);
      -- Rows come in the order of their time: this finds the old ones and costs nearly nothing.
      CREATE INDEX webhook_delivery_age ON webhook_delivery USING brin (created_at);
      CALL enforce_tenancy('webhook_delivery', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('webhook_delivery', 'SELECT, INSERT, UPDATE, DELETE');

      -- Which projects a client may see decides which news is sent in the client's name.
      GRANT SELECT (organization_id, project_id, team_id) ON project_team TO muster_system;
      CREATE POLICY seen_by_clients ON project_team FOR SELECT TO muster_system USING (true);
      GRANT SELECT (organization_id, team_id, member_id) ON team_member TO muster_system;
      CREATE POLICY seen_by_clients ON team_member FOR SELECT TO muster_system USING (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
