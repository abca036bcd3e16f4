import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How common the classes are is learnt from every answered task, at the first look, and not only from those that settle. */
export class LearnClassesEarly1764000037000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of a task that was not sure at the first look. Its result teaches no classes any more.
      CREATE TABLE early_lesson (
        task_id uuid PRIMARY KEY REFERENCES task,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        -- by part: how much of the task each class has
        class_counts jsonb NOT NULL,
        learnt_at timestamptz
      );
      CREATE INDEX early_lesson_due ON early_lesson (project_id, task_id) WHERE learnt_at IS NULL;
      CREATE INDEX early_lesson_learnt ON early_lesson (project_id, task_id, learnt_at);
      CALL enforce_tenancy('early_lesson', 'SELECT, INSERT');
      GRANT UPDATE (learnt_at) ON early_lesson TO muster_app;
      -- In which projects somebody must learn, and no more of it.
      GRANT SELECT (organization_id, project_id, learnt_at) ON early_lesson TO muster_system;
      CREATE POLICY lessons_due ON early_lesson FOR SELECT TO muster_system USING (learnt_at IS NULL);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
