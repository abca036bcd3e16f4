import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions of people at work, and the conversation about each with leads and the client. */
export class CreateQuestions1764000076000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE question (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        asked_by uuid NOT NULL REFERENCES member,
        -- whom it is meant for first; everybody in the conversation sees it
        addressee text NOT NULL CHECK (addressee IN ('LEAD', 'CLIENT')),
        -- what was held when it was asked; null: it is about the project
        assignment_id uuid REFERENCES assignment,
        task_id uuid REFERENCES task,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
        state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'ANSWERED', 'CLOSED')),
        asked_at timestamptz NOT NULL DEFAULT muster_now(),
        closed_at timestamptz,
        closed_by uuid REFERENCES member,
        -- the note on the guidelines that its answer became
        note_id uuid REFERENCES guideline_note,
        CHECK ((assignment_id IS NULL) = (task_id IS NULL)),
        CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
      );
      CREATE INDEX question_project ON question (project_id, id);
      CREATE INDEX question_person ON question (asked_by, id);
      CALL enforce_tenancy('question', 'SELECT, INSERT');
      GRANT UPDATE (state, closed_at, closed_by, note_id) ON question TO muster_app;

      CREATE TABLE question_reply (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        question_id uuid NOT NULL REFERENCES question,
        member_id uuid NOT NULL REFERENCES member,
        -- as whom: what those see who may not know who it was
        part text NOT NULL CHECK (part IN ('ASKER', 'LEAD', 'MANAGER', 'CLIENT')),
        is_answer boolean NOT NULL,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 5000),
        at timestamptz NOT NULL DEFAULT muster_now(),
        CHECK (NOT (is_answer AND part = 'ASKER'))
      );
      CREATE INDEX question_reply_question ON question_reply (question_id, id);
      CALL enforce_tenancy('question_reply', 'SELECT, INSERT');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
