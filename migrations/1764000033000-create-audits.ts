import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Batches accepted as lots: the seed that was committed to, what it drew, what was found, and how the next is inspected. */
export class CreateAudits1764000033000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_lot (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        batch_id uuid NOT NULL REFERENCES batch,
        round integer NOT NULL CHECK (round > 0),
        -- COMMITTED: waits for the batch. FIXED: keys and sample size stand, and the client's seed is not known yet.
        state text NOT NULL DEFAULT 'COMMITTED' CHECK (state IN ('COMMITTED', 'FIXED', 'OPEN', 'JUDGED', 'ACCEPTED', 'RETURNED', 'VOID')),
        -- a round before this one was judged: switching does not count it
        is_resubmitted boolean NOT NULL,
        -- the commitment was there before the batch was complete
        is_committed_before boolean NOT NULL,
        policy_version integer NOT NULL,
        rule jsonb NOT NULL,
        commitment text NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
        -- Here only once it is published; until then in audit_secret, or with the client.
        seed text,
        published_at timestamptz,
        -- which completion of the batch it is about
        completed_at timestamptz,
        keys text[],
        keys_digest text,
        lot_size integer,
        sample_size integer,
        inspection text CHECK (inspection IN ('normal', 'tightened', 'reduced')),
        -- by severity: the plan, and why it is inspected like this
        plans jsonb,
        verdict text CHECK (verdict IN ('ACCEPT', 'REJECT')),
        reasons text[],
        -- by severity: the items with a defect, and where inspection stands after it
        findings jsonb,
        judged_at timestamptz,
        decided_by uuid REFERENCES member,
        decided_at timestamptz,
        decision_reason text,
        remedy text CHECK (remedy IN ('SCREENING', 'REWORK')),
        mended_at timestamptz,
        void_reason text,
        opened_by uuid NOT NULL REFERENCES member,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (batch_id, round),
        CHECK ((seed IS NULL) = (published_at IS NULL)),
        CHECK (seed IS NULL OR encode(sha256(convert_to(seed, 'UTF8')), 'hex') = commitment),
        CHECK (state IN ('COMMITTED', 'FIXED', 'VOID') OR (seed IS NOT NULL AND keys IS NOT NULL AND plans IS NOT NULL)),
        CHECK ((verdict IS NULL) = (findings IS NULL))
      );
      CREATE UNIQUE INDEX audit_lot_live ON audit_lot (batch_id) WHERE state IN ('COMMITTED', 'FIXED', 'OPEN', 'JUDGED');
      CREATE INDEX audit_lot_unfinished ON audit_lot (created_at)
        WHERE state IN ('COMMITTED', 'FIXED', 'OPEN', 'JUDGED') OR (state = 'RETURNED' AND mended_at IS NULL);
      CALL enforce_tenancy('audit_lot', 'SELECT, INSERT, UPDATE');
      -- Which lots somebody must look after, and no more of them.
      GRANT SELECT (id, organization_id, state, mended_at, created_at) ON audit_lot TO muster_system;
      CREATE POLICY unfinished ON audit_lot FOR SELECT TO muster_system USING (true);

      -- Seeds that Muster drew, or was given, before they are published. Apart, so that no query of lots can show one.
      CREATE TABLE audit_secret (
        lot_id uuid PRIMARY KEY REFERENCES audit_lot,
        organization_id uuid NOT NULL,
        seed text NOT NULL
      );
      CALL enforce_tenancy('audit_secret', 'SELECT, INSERT');

      CREATE TABLE audit_item (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        lot_id uuid NOT NULL REFERENCES audit_lot,
        task_id uuid NOT NULL REFERENCES task,
        external_key text NOT NULL,
        -- what the auditor sees
        result_id uuid NOT NULL REFERENCES result,
        -- RANDOM decides on the lot; RISK is looked at besides; SCREENING is the rest of a returned lot
        stratum text NOT NULL CHECK (stratum IN ('RANDOM', 'RISK', 'SCREENING')),
        -- in the drawn order, from 1 on
        place integer CHECK ((stratum = 'RANDOM') = (place IS NOT NULL)),
        slot_id uuid UNIQUE REFERENCES slot,
        verdict_id uuid REFERENCES verdict,
        worst text CHECK (worst IN ('CRITICAL', 'MAJOR', 'MINOR')),
        -- by severity, how many
        defects jsonb,
        CHECK ((verdict_id IS NULL) = (defects IS NULL)),
        UNIQUE (lot_id, task_id)
      );
      CREATE INDEX audit_item_open ON audit_item (task_id) WHERE verdict_id IS NULL;
      CREATE INDEX audit_item_unseated ON audit_item (lot_id, task_id) WHERE slot_id IS NULL;
      CALL enforce_tenancy('audit_item');

      -- Where a line of lots stands, for each severity.
      CREATE TABLE audit_switching (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        -- null: everybody who works in the project
        team_id uuid REFERENCES team,
        severity text NOT NULL CHECK (severity IN ('CRITICAL', 'MAJOR', 'MINOR')),
        state jsonb NOT NULL,
        reason text NOT NULL,
        since timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE NULLS NOT DISTINCT (project_id, team_id, severity)
      );
      CALL enforce_tenancy('audit_switching', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
