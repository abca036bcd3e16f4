import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Time beside the tasks, and corrections. What was noted stays as it was: an entry gets its end and nothing else, and a correction
 * lies beside it, with who proposed, decided and undid it.
 */
export class CreateTime1764000082000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE time_entry (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        code text NOT NULL CHECK (code IN ('TRAINING', 'MEETING', 'TOOL_OUTAGE', 'OTHER')),
        project_id uuid REFERENCES project,
        note text CHECK (length(note) BETWEEN 1 AND 500),
        started_at timestamptz NOT NULL,
        -- null: it runs
        ended_at timestamptz,
        -- false: by the clock, as it ran
        is_entered boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK (ended_at > started_at AND ended_at <= started_at + interval '24 hours'),
        CHECK (NOT is_entered OR ended_at IS NOT NULL)
      );
      CREATE UNIQUE INDEX time_entry_running ON time_entry (member_id) WHERE ended_at IS NULL;
      CREATE INDEX time_entry_member ON time_entry (member_id, started_at);
      CALL enforce_tenancy('time_entry', 'SELECT, INSERT');
      GRANT UPDATE (ended_at) ON time_entry TO muster_app;

      CREATE TABLE time_correction (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        -- of this entry: other times, or (is_removal) none; without it: of the active time of work
        entry_id uuid REFERENCES time_entry,
        started_at timestamptz,
        ended_at timestamptz,
        code text CHECK (code IN ('TRAINING', 'MEETING', 'TOOL_OUTAGE', 'OTHER')),
        is_removal boolean NOT NULL DEFAULT false,
        -- so many seconds more (or less) of active work on a project, at this moment
        project_id uuid REFERENCES project,
        at timestamptz,
        seconds integer CHECK (seconds BETWEEN -86400 AND 86400 AND seconds <> 0),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        state text NOT NULL DEFAULT 'PROPOSED' CHECK (state IN ('PROPOSED', 'APPROVED', 'REFUSED', 'UNDONE')),
        proposed_at timestamptz NOT NULL DEFAULT muster_now(),
        decided_by uuid REFERENCES member,
        decided_at timestamptz,
        decision_reason text CHECK (length(decision_reason) BETWEEN 1 AND 500),
        undone_by uuid REFERENCES member,
        undone_at timestamptz,
        undo_reason text CHECK (length(undo_reason) BETWEEN 1 AND 500),
        CHECK ((entry_id IS NULL) = (seconds IS NOT NULL) AND (seconds IS NULL) = (at IS NULL) AND (seconds IS NULL OR project_id IS NOT NULL)),
        CHECK (entry_id IS NULL OR is_removal OR (started_at IS NOT NULL AND ended_at > started_at AND ended_at <= started_at + interval '24 hours' AND code IS NOT NULL)),
        CHECK ((state = 'PROPOSED') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
        CHECK (state <> 'REFUSED' OR decision_reason IS NOT NULL),
        CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undone_by IS NULL))
      );
      CREATE INDEX time_correction_member ON time_correction (member_id, id);
      CREATE INDEX time_correction_entry ON time_correction (entry_id) WHERE state = 'APPROVED';
      CREATE INDEX time_correction_proposed ON time_correction (organization_id, id) WHERE state = 'PROPOSED';
      CALL enforce_tenancy('time_correction', 'SELECT, INSERT');
      GRANT UPDATE (state, decided_by, decided_at, decision_reason, undone_by, undone_at, undo_reason) ON time_correction TO muster_app;

      -- What tools said it took, for the hours of people.
      CREATE INDEX submission_timed_by_tool ON submission (member_id, created_at) WHERE tool_seconds IS NOT NULL;

      -- What holds of an entry: the last approved correction, or itself. A removed one is not there.
      CREATE VIEW time_in_force WITH (security_invoker = true) AS
        SELECT e.organization_id, e.id, e.member_id, e.project_id, coalesce(c.code, e.code) AS code, coalesce(c.started_at, e.started_at) AS started_at,
               coalesce(c.ended_at, e.ended_at) AS ended_at, c.id AS correction_id
          FROM time_entry e
          LEFT JOIN LATERAL (SELECT * FROM time_correction c WHERE c.entry_id = e.id AND c.state = 'APPROVED' ORDER BY c.decided_at DESC, c.id DESC LIMIT 1) c ON true
         WHERE c.is_removal IS NOT TRUE;
      GRANT SELECT ON time_in_force TO muster_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
