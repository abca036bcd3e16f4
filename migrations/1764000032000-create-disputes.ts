import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Verdicts that are contested, what came of it, and the notes that they leave on the guidelines. */
export class CreateDisputes1764000032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whose work was judged; null where it was nobody's alone.
      ALTER TABLE verdict ADD COLUMN author_id uuid REFERENCES member;
      -- The verdict that holds instead of this one.
      ALTER TABLE verdict ADD COLUMN overturned_by uuid REFERENCES verdict;
      -- A lead's word on a dispute is a verdict that no seat was filled for; its ordinal is below zero.
      ALTER TABLE verdict ALTER COLUMN assignment_id DROP NOT NULL;
      ALTER TABLE verdict ADD CHECK (assignment_id IS NOT NULL OR purpose = 'DISPUTE');
      GRANT UPDATE (overturned_by) ON verdict TO muster_app;
      ALTER TABLE verdict NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE submission NO FORCE ROW LEVEL SECURITY;
      UPDATE verdict v SET author_id = s.member_id FROM submission s WHERE s.id = v.submission_id;
      ALTER TABLE verdict FORCE ROW LEVEL SECURITY;
      ALTER TABLE submission FORCE ROW LEVEL SECURITY;
      CREATE INDEX verdict_author ON verdict (author_id, id) WHERE purpose = 'REVIEW';
      CREATE INDEX verdict_project ON verdict (project_id, purpose);

      CREATE TABLE dispute (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        task_id uuid NOT NULL REFERENCES task,
        verdict_id uuid NOT NULL UNIQUE REFERENCES verdict,
        submission_id uuid NOT NULL REFERENCES submission,
        slot_id uuid NOT NULL UNIQUE REFERENCES slot,
        opened_by uuid NOT NULL REFERENCES member,
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
        opened_at timestamptz NOT NULL DEFAULT muster_now(),
        state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'UPHELD', 'OVERTURNED')),
        decided_by uuid REFERENCES member,
        decided_at timestamptz,
        -- the verdict of whoever judged it, or that of the lead who overturned it
        decision_verdict_id uuid REFERENCES verdict,
        -- a lead's reason; null when it was judged blind
        resolution text CHECK (length(resolution) BETWEEN 1 AND 2000),
        CHECK ((state = 'OPEN') = (decided_at IS NULL) AND (state = 'OPEN') = (decided_by IS NULL)),
        CHECK (state <> 'OVERTURNED' OR decision_verdict_id IS NOT NULL)
      );
      CREATE INDEX dispute_project ON dispute (project_id, id);
      CALL enforce_tenancy('dispute', 'SELECT, INSERT');
      GRANT UPDATE (state, decided_by, decided_at, decision_verdict_id, resolution) ON dispute TO muster_app;

      CREATE TABLE guideline_note (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        -- the version in force when it was noted; 0: there was none
        guideline_version integer NOT NULL,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 5000),
        dispute_id uuid REFERENCES dispute,
        at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE INDEX guideline_note_project ON guideline_note (project_id, at);
      CALL enforce_tenancy('guideline_note', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
