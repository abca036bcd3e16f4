import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models that projects ask for pre-labels, and what came of each question. */
export class CreateModelServices1764000061000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE model_service (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organization,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2048),
        -- Secrets are sealed, and never read back.
        signing_secret text,
        previous_signing_secret text,
        previous_until timestamptz,
        most_in_flight integer NOT NULL CHECK (most_in_flight BETWEEN 1 AND 32),
        timeout_seconds integer NOT NULL CHECK (timeout_seconds BETWEEN 1 AND 60),
        -- how long an answer may take that was promised for later
        answer_minutes integer NOT NULL CHECK (answer_minutes BETWEEN 1 AND 1440),
        most_attempts integer NOT NULL CHECK (most_attempts BETWEEN 1 AND 20),
        -- null: no limit; days are UTC
        most_per_day integer CHECK (most_per_day BETWEEN 1 AND 10000000),
        day date,
        calls_of_day integer NOT NULL DEFAULT 0,
        is_enabled boolean NOT NULL DEFAULT true,
        deleted_at timestamptz,
        -- The breaker: failures in a row, and until when nothing is sent.
        failures integer NOT NULL DEFAULT 0,
        open_until timestamptz,
        -- Answers that were not the model's: counted, and never kept.
        bad_signatures bigint NOT NULL DEFAULT 0,
        bad_signature_at timestamptz,
        bad_signature_reason text,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK ((previous_signing_secret IS NULL) = (previous_until IS NULL)),
        CHECK ((deleted_at IS NULL) = (signing_secret IS NOT NULL))
      );
      CREATE INDEX model_service_organization ON model_service (organization_id, id);
      CALL enforce_tenancy('model_service', 'SELECT, INSERT, UPDATE');
      CALL open_to_system('model_service', 'SELECT');

      -- A project asks one model at most.
      CREATE TABLE model_service_project (
        project_id uuid PRIMARY KEY REFERENCES project,
        organization_id uuid NOT NULL,
        service_id uuid NOT NULL REFERENCES model_service
      );
      CREATE INDEX model_service_project_service ON model_service_project (service_id);
      CALL enforce_tenancy('model_service_project');
      CALL open_to_system('model_service_project', 'SELECT');

      -- One question a task. PENDING: to be sent at due_at; SENDING and AWAITING: lost at due_at.
      CREATE TABLE model_call (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        service_id uuid NOT NULL REFERENCES model_service,
        project_id uuid NOT NULL REFERENCES project,
        task_id uuid NOT NULL UNIQUE REFERENCES task,
        state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'SENDING', 'AWAITING', 'ANSWERED', 'FAILED', 'LATE')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT muster_now(),
        -- a sentence: why the last attempt came to nothing
        error text,
        -- what is wrong with the labels that came, by path
        faults jsonb,
        model text,
        model_version text,
        scores jsonb,
        sent_at timestamptz,
        ended_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK ((state IN ('ANSWERED', 'FAILED', 'LATE')) = (ended_at IS NOT NULL))
      );
      CREATE INDEX model_call_open ON model_call (service_id, due_at) WHERE ended_at IS NULL;
      CREATE INDEX model_call_list ON model_call (service_id, id);
      CREATE INDEX model_call_project ON model_call (project_id) WHERE ended_at IS NULL;
      CALL enforce_tenancy('model_call');
      CALL open_to_system('model_call', 'SELECT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
