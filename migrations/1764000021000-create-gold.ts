import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Known answers. Nothing that a worker can read refers to them, and they leave no mark on the task. */
export class CreateGold1764000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gold (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        task_id uuid NOT NULL REFERENCES task,
        labels jsonb NOT NULL,
        source text NOT NULL CHECK (source IN ('ADDED', 'IMPORTED')),
        import_id uuid REFERENCES import CHECK ((source = 'IMPORTED') = (import_id IS NOT NULL)),
        reason text CHECK (length(reason) BETWEEN 1 AND 500),
        added_by uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        retired_at timestamptz,
        retired_by uuid,
        retired_reason text CHECK (length(retired_reason) BETWEEN 1 AND 500),
        CHECK ((retired_at IS NULL) = (retired_by IS NULL) AND (retired_at IS NULL) = (retired_reason IS NULL))
      );
      -- A task has one known answer; what it was before stays on record.
      CREATE UNIQUE INDEX gold_live ON gold (task_id) WHERE retired_at IS NULL;
      CREATE INDEX gold_project ON gold (project_id, id);
      CALL enforce_tenancy('gold', 'SELECT, INSERT');
      GRANT UPDATE (retired_at, retired_by, retired_reason) ON gold TO muster_app;

      ALTER TABLE import DROP CONSTRAINT import_annotations_as_check;
      ALTER TABLE import ADD CONSTRAINT import_annotations_as_check CHECK (annotations_as IN ('PRELABEL', 'GOLD', 'IGNORE'));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
