import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of how right people are: every judged answer, what follows from them, and what people were told. */
export class CreateTrust1764000031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evidence (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        member_id uuid NOT NULL REFERENCES member,
        -- as whom: of an answer, or of a verdict
        part text NOT NULL CHECK (part IN ('AUTHOR', 'JUDGE')),
        task_id uuid NOT NULL REFERENCES task,
        -- the submission or the verdict
        subject_id uuid NOT NULL,
        source text NOT NULL CHECK (source IN ('GOLD', 'CONSENSUS', 'REVIEW', 'AUDIT', 'DISPUTE')),
        -- '': the whole answer
        class text NOT NULL DEFAULT '',
        is_right boolean NOT NULL,
        weight double precision NOT NULL CHECK (weight > 0 AND weight <= 1),
        -- when the work was given
        at timestamptz NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT muster_now(),
        -- no longer held for or against anybody: an overturned verdict, a wrong known answer
        forgiven_at timestamptz,
        is_new boolean NOT NULL DEFAULT true,
        UNIQUE (subject_id, source, class)
      );
      CREATE INDEX evidence_person ON evidence (project_id, member_id, part, class, at) WHERE forgiven_at IS NULL;
      CREATE INDEX evidence_new ON evidence (organization_id, project_id) WHERE is_new;
      CREATE INDEX evidence_task ON evidence (task_id);
      CALL enforce_tenancy('evidence', 'SELECT, INSERT');
      GRANT UPDATE (is_right, weight, noted_at, forgiven_at, is_new) ON evidence TO muster_app;
      -- In which projects there is something new, and no more of it.
      GRANT SELECT (organization_id, project_id, is_new) ON evidence TO muster_system;
      CREATE POLICY new_evidence ON evidence FOR SELECT TO muster_system USING (is_new);

      CREATE TABLE trust (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        member_id uuid NOT NULL REFERENCES member,
        part text NOT NULL CHECK (part IN ('AUTHOR', 'JUDGE')),
        class text NOT NULL DEFAULT '',
        alpha double precision NOT NULL CHECK (alpha > 0),
        beta double precision NOT NULL CHECK (beta > 0),
        n integer NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, member_id, part, class)
      );
      CALL enforce_tenancy('trust');

      -- What followed from a rule of the policy; until it is lifted the same rule does not do it again.
      CREATE TABLE trust_action (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        member_id uuid NOT NULL REFERENCES member,
        action text NOT NULL CHECK (action IN ('WARN', 'RETRAIN', 'PAUSE', 'REQUIRE_REVIEW', 'REOPEN_WORK')),
        rule jsonb NOT NULL,
        sentence text NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        lifted_at timestamptz
      );
      CREATE INDEX trust_action_person ON trust_action (project_id, member_id, at);
      CALL enforce_tenancy('trust_action', 'SELECT, INSERT');
      GRANT UPDATE (lifted_at) ON trust_action TO muster_app;

      -- What a person is told about their work, until they have read it.
      CREATE TABLE notice (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid REFERENCES project,
        member_id uuid NOT NULL REFERENCES member,
        kind text NOT NULL,
        sentence text NOT NULL CHECK (length(sentence) BETWEEN 1 AND 2000),
        at timestamptz NOT NULL DEFAULT muster_now(),
        read_at timestamptz
      );
      CREATE INDEX notice_member ON notice (member_id, id);
      CREATE INDEX notice_unread ON notice (member_id) WHERE read_at IS NULL;
      CALL enforce_tenancy('notice', 'SELECT, INSERT');
      GRANT UPDATE (read_at) ON notice TO muster_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
