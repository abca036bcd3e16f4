import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of how people err, kept up to date with every settled task, and what a result was made from. */
export class CreateErrorModels1764000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row a project: its lock orders lessons and estimates.
      CREATE TABLE error_model (
        project_id uuid PRIMARY KEY REFERENCES project,
        organization_id uuid NOT NULL,
        results_since integer NOT NULL DEFAULT 0,
        estimated_at timestamptz,
        estimate jsonb
      );
      CREATE INDEX error_model_due ON error_model (results_since) WHERE results_since > 0;
      CALL enforce_tenancy('error_model');
      CALL open_to_system('error_model', 'SELECT');

      CREATE TABLE part_model (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        part text NOT NULL,
        class_counts double precision[] NOT NULL,
        gold integer NOT NULL DEFAULT 0,
        PRIMARY KEY (project_id, part)
      );
      CALL enforce_tenancy('part_model');

      CREATE TABLE member_errors (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        part text NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        counts double precision[] NOT NULL,
        PRIMARY KEY (project_id, part, member_id)
      );
      CALL enforce_tenancy('member_errors');

      -- Element by element; of two lengths the newer question's.
      CREATE FUNCTION add_counts(before double precision[], more double precision[]) RETURNS double precision[]
      LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN cardinality(before) = cardinality(more)
          THEN (SELECT array_agg(a + b ORDER BY place) FROM unnest(before, more) WITH ORDINALITY AS pair (a, b, place))
          ELSE more END
      $$;

      ALTER TABLE result
        ADD confidence double precision CHECK (confidence BETWEEN 0 AND 1),
        ADD parts jsonb,
        ADD evidence jsonb,
        ADD learnt_at timestamptz,
        ADD is_lesson_due boolean NOT NULL DEFAULT false;
      GRANT UPDATE (learnt_at, is_lesson_due) ON result TO muster_app;
      CREATE INDEX result_lessons ON result (project_id, task_id) WHERE is_lesson_due AND is_current;
      CREATE INDEX result_learnt ON result (project_id, learnt_at, task_id) WHERE is_current;
      -- In which projects somebody must learn, and no more of a result.
      GRANT SELECT (organization_id, project_id, is_lesson_due, is_current) ON result TO muster_system;
      CREATE POLICY lessons_due ON result FOR SELECT TO muster_system USING (is_lesson_due);
      CREATE INDEX result_project ON result (project_id, task_id) WHERE is_current;
      ALTER TABLE decision ADD consensus jsonb;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
