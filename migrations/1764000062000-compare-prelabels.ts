import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people changed of pre-labels: written once when a result is made, read by many figures. */
export class ComparePrelabels1764000062000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row a result. A result that does not hold any more does not count: the reader looks.
      CREATE TABLE prelabel_comparison (
        result_id uuid PRIMARY KEY REFERENCES result,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        task_id uuid NOT NULL REFERENCES task,
        -- empty: nobody said which
        model text NOT NULL,
        model_version text NOT NULL
      );
      CREATE INDEX prelabel_comparison_project ON prelabel_comparison (project_id);
      CALL enforce_tenancy('prelabel_comparison', 'SELECT, INSERT');

      -- A predicted label and what became of it, or a label that people added.
      CREATE TABLE prelabel_part (
        organization_id uuid NOT NULL,
        result_id uuid NOT NULL REFERENCES prelabel_comparison,
        ordinal integer NOT NULL,
        -- a class, or the name of a field
        class text NOT NULL,
        kind text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('UNCHANGED', 'CORRECTED', 'REMOVED', 'ADDED')),
        -- of shapes and spans that were kept: 0 to 1
        iou double precision CHECK (iou BETWEEN 0 AND 1),
        -- the class that people gave it instead
        became text,
        PRIMARY KEY (result_id, ordinal)
      );
      CALL enforce_tenancy('prelabel_part', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
