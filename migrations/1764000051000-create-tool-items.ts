import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that lies in a tool, what the tool says of it, and the messages in which it said so (ADR 0013). */
export class CreateToolItems1764000051000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tool_item (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        connection_id uuid NOT NULL REFERENCES connection,
        project_id uuid NOT NULL REFERENCES project,
        task_id uuid NOT NULL REFERENCES task,
        assignment_id uuid NOT NULL UNIQUE REFERENCES assignment,
        member_id uuid NOT NULL REFERENCES member,
        -- the tool's id of it; null until it is there
        external_id text CHECK (length(external_id) BETWEEN 1 AND 300),
        placed_at timestamptz,
        place_attempts integer NOT NULL DEFAULT 0,
        -- nobody else tries before
        place_after timestamptz NOT NULL DEFAULT muster_now(),
        place_error text,
        -- something happened that only the tool can tell
        is_read_wanted boolean NOT NULL DEFAULT false,
        read_attempts integer NOT NULL DEFAULT 0,
        read_after timestamptz NOT NULL DEFAULT muster_now(),
        read_error text,
        is_gone boolean NOT NULL DEFAULT false,
        -- what the tool says as a whole, as of the last settling
        says text NOT NULL DEFAULT 'NOTHING' CHECK (says IN ('NOTHING', 'STARTED', 'OPEN', 'SUBMITTED', 'SKIPPED')),
        says_labels jsonb,
        -- the answer that was made from it
        answer_id uuid REFERENCES submission,
        is_closed_by_tool boolean NOT NULL DEFAULT false,
        -- why Muster does not say the same; null: it does
        difference text,
        difference_why text,
        left_out jsonb NOT NULL DEFAULT '[]',
        other_user text,
        tool_seconds double precision,
        settled_at timestamptz,
        -- the end of the lease for which the tool was probed, and until when the lease may be kept for that
        probed_for timestamptz,
        grace_until timestamptz,
        told_back_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK ((external_id IS NULL) = (placed_at IS NULL)),
        UNIQUE (connection_id, external_id)
      );
      CREATE INDEX tool_item_task ON tool_item (task_id);
      CREATE INDEX tool_item_page ON tool_item (connection_id, id);
      CREATE INDEX tool_item_different ON tool_item (connection_id, id) WHERE difference IS NOT NULL;
      CREATE INDEX tool_item_unplaced ON tool_item (place_after) WHERE external_id IS NULL;
      CREATE INDEX tool_item_unread ON tool_item (read_after) WHERE is_read_wanted;
      CALL enforce_tenancy('tool_item', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('tool_item', 'SELECT');

      -- Of each part of an item the report that says most.
      CREATE TABLE tool_part (
        organization_id uuid NOT NULL,
        item_id uuid NOT NULL REFERENCES tool_item,
        part text NOT NULL CHECK (length(part) <= 300),
        state text NOT NULL CHECK (state IN ('OPEN', 'STARTED', 'SUBMITTED', 'SKIPPED', 'DELETED')),
        version_at bigint,
        version_tie text,
        labels jsonb,
        left_out jsonb NOT NULL DEFAULT '[]',
        reason text,
        tool_user text,
        seconds double precision,
        joined_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK ((version_at IS NULL) = (version_tie IS NULL)),
        PRIMARY KEY (item_id, part)
      );
      CALL enforce_tenancy('tool_part', 'SELECT, INSERT, UPDATE');

      CREATE TABLE inbox (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        connection_id uuid NOT NULL REFERENCES connection,
        delivery_key text NOT NULL CHECK (length(delivery_key) BETWEEN 1 AND 300),
        -- as it came, without secrets
        body text NOT NULL,
        bytes integer NOT NULL,
        state text NOT NULL DEFAULT 'RECEIVED' CHECK (state IN ('RECEIVED', 'APPLIED', 'SUPERSEDED', 'PARKED', 'IGNORED', 'FAILED')),
        sentence text,
        event text,
        -- the tool's ids of items that it speaks of
        items text[] NOT NULL DEFAULT '{}',
        attempts integer NOT NULL DEFAULT 0,
        -- when a parked message is tried again
        retry_at timestamptz,
        received_at timestamptz NOT NULL DEFAULT muster_now(),
        applied_at timestamptz,
        CHECK ((state = 'PARKED') = (retry_at IS NOT NULL)),
        UNIQUE (connection_id, delivery_key)
      );
      CREATE INDEX inbox_page ON inbox (connection_id, id);
      CREATE INDEX inbox_state ON inbox (connection_id, state, id);
      CREATE INDEX inbox_received ON inbox (received_at) WHERE state = 'RECEIVED';
      CREATE INDEX inbox_parked ON inbox (retry_at) WHERE state = 'PARKED';
      CREATE INDEX inbox_age ON inbox (received_at);
      CALL enforce_tenancy('inbox', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('inbox', 'SELECT, DELETE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
