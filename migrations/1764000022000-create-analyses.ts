import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Long work over a project that somebody asked for: how far it is, and what came of it. */
export class CreateAnalyses1764000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE analysis (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        kind text NOT NULL CHECK (kind IN ('POLICY_PREVIEW', 'METHOD_COMPARISON')),
        input jsonb NOT NULL,
        state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
        done bigint NOT NULL DEFAULT 0,
        total bigint,
        result jsonb,
        error text,
        -- Which run works on it, and how many were begun: a run that is no longer named here gives up.
        run_id uuid,
        runs integer NOT NULL DEFAULT 0,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        progress_at timestamptz NOT NULL DEFAULT muster_now(),
        finished_at timestamptz,
        CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
        CHECK ((state = 'DONE') = (result IS NOT NULL)),
        CHECK ((state = 'FAILED') = (error IS NOT NULL))
      );
      CREATE INDEX analysis_project ON analysis (project_id, id);
      CREATE INDEX analysis_running ON analysis (progress_at) WHERE state = 'RUNNING';
      CALL enforce_tenancy('analysis', 'SELECT, INSERT');
      GRANT UPDATE (state, done, total, result, error, run_id, runs, progress_at, finished_at) ON analysis TO muster_app;
      CALL open_to_system('analysis', 'SELECT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
