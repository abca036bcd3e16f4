import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A version of the guidelines may ask questions about what changed. Acknowledged is then only what was read and answered, so
 * the door of a claim stays as it is. Notes get an example, and who has seen them.
 */
export class CreateGuidelineQuizzes1764000074000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE guideline_quiz (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        version integer NOT NULL,
        questions jsonb NOT NULL CHECK (jsonb_array_length(questions) BETWEEN 1 AND 20),
        -- the share of right answers that passes
        pass_mark double precision NOT NULL CHECK (pass_mark > 0 AND pass_mark <= 1),
        PRIMARY KEY (project_id, version),
        FOREIGN KEY (project_id, version) REFERENCES project_guideline
      );
      CALL enforce_tenancy('guideline_quiz', 'SELECT, INSERT');

      -- Read, though perhaps not yet acknowledged.
      CREATE TABLE guideline_reading (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        version integer NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, version, member_id),
        FOREIGN KEY (project_id, version) REFERENCES project_guideline
      );
      CALL enforce_tenancy('guideline_reading', 'SELECT, INSERT');

      CREATE TABLE guideline_quiz_try (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL,
        version integer NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        answers jsonb NOT NULL,
        right_count integer NOT NULL,
        is_passed boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        FOREIGN KEY (project_id, version) REFERENCES guideline_quiz
      );
      CREATE INDEX guideline_quiz_try_person ON guideline_quiz_try (project_id, member_id, version);
      CALL enforce_tenancy('guideline_quiz_try', 'SELECT, INSERT');

      -- The oldest quiz that a person still has to pass: of the versions since the last one they acknowledged, or, for those
      -- who begin, of the version in force. No row: none.
      CREATE FUNCTION quiz_standing(p_project uuid, p_member uuid, OUT version integer, OUT questions integer, OUT is_read boolean)
      RETURNS SETOF record LANGUAGE sql STABLE AS $$
        SELECT q.version, jsonb_array_length(q.questions), EXISTS (SELECT FROM guideline_reading r
                 WHERE r.project_id = p.id AND r.version = p.guideline_version AND r.member_id = p_member)
          FROM project p JOIN guideline_quiz q ON q.project_id = p.id AND q.version <= p.guideline_version
         WHERE p.id = p_project
           AND q.version > coalesce((SELECT max(g.version) FROM guideline_acknowledgement g WHERE g.project_id = p.id AND g.member_id = p_member),
                 p.guideline_version - 1)
           AND NOT EXISTS (SELECT FROM guideline_quiz_try t
                 WHERE t.project_id = p.id AND t.version = q.version AND t.member_id = p_member AND t.is_passed)
         ORDER BY q.version LIMIT 1 $$;

      ALTER TABLE guideline_note ADD COLUMN added_by uuid REFERENCES member;
      -- what a task of the project shows, and its picture
      ALTER TABLE guideline_note ADD COLUMN example jsonb;
      ALTER TABLE guideline_note ADD COLUMN media_id uuid REFERENCES media;

      -- Until when a person has seen the notes.
      CREATE TABLE guideline_note_look (
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        member_id uuid NOT NULL REFERENCES member,
        at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (project_id, member_id)
      );
      CALL enforce_tenancy('guideline_note_look', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
