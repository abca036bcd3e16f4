import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Courses that lead to a qualification: practice, an exam of known answers, and what people did in them. No task is made. */
export class CreateCourses1764000075000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE course (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        project_id uuid NOT NULL REFERENCES project,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        state text NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        -- the version in force; 0: none was published
        version integer NOT NULL DEFAULT 0,
        created_by uuid NOT NULL REFERENCES member,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        UNIQUE (project_id, name),
        CHECK ((state = 'DRAFT') = (version = 0))
      );
      CALL enforce_tenancy('course', 'SELECT, INSERT');
      GRANT UPDATE (name, state, version) ON course TO muster_app;

      -- A version is a draft until it is published, and never changes after that.
      CREATE TABLE course_version (
        organization_id uuid NOT NULL,
        course_id uuid NOT NULL REFERENCES course,
        version integer NOT NULL CHECK (version > 0),
        description text NOT NULL,
        stages text[] NOT NULL CHECK (cardinality(stages) > 0),
        rules jsonb NOT NULL,
        -- of the project's guidelines, when it was published
        guideline_version integer,
        published_by uuid REFERENCES member,
        published_at timestamptz,
        PRIMARY KEY (course_id, version),
        CHECK ((published_at IS NULL) = (guideline_version IS NULL))
      );
      CALL enforce_tenancy('course_version', 'SELECT, INSERT, UPDATE');

      CREATE TABLE course_item (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        course_id uuid NOT NULL,
        version integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('PRACTICE', 'EXAM')),
        ordinal integer NOT NULL CHECK (ordinal > 0),
        data jsonb NOT NULL,
        media_id uuid REFERENCES media,
        labels jsonb NOT NULL,
        explanation text NOT NULL CHECK (length(explanation) <= 2000),
        -- the task it was copied from
        task_id uuid REFERENCES task,
        UNIQUE (course_id, version, kind, ordinal),
        FOREIGN KEY (course_id, version) REFERENCES course_version
      );
      CREATE INDEX course_item_task ON course_item (task_id) WHERE task_id IS NOT NULL;
      CALL enforce_tenancy('course_item', 'SELECT, INSERT, DELETE');

      CREATE TABLE practice_answer (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        course_id uuid NOT NULL REFERENCES course,
        item_id uuid NOT NULL REFERENCES course_item,
        member_id uuid NOT NULL REFERENCES member,
        labels jsonb NOT NULL,
        score double precision NOT NULL,
        is_right boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE INDEX practice_answer_person ON practice_answer (course_id, member_id, item_id);
      CALL enforce_tenancy('practice_answer', 'SELECT, INSERT');

      CREATE TABLE exam_attempt (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        course_id uuid NOT NULL,
        version integer NOT NULL,
        member_id uuid NOT NULL REFERENCES member,
        state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'PASSED', 'FAILED')),
        -- drawn, in the order in which they are asked
        item_ids uuid[] NOT NULL CHECK (cardinality(item_ids) > 0),
        started_at timestamptz NOT NULL DEFAULT muster_now(),
        ends_at timestamptz,
        finished_at timestamptz,
        right_count integer,
        CHECK ((state = 'RUNNING') = (finished_at IS NULL) AND (state = 'RUNNING') = (right_count IS NULL)),
        FOREIGN KEY (course_id, version) REFERENCES course_version
      );
      -- One at a time a person and course.
      CREATE UNIQUE INDEX exam_attempt_running ON exam_attempt (course_id, member_id) WHERE state = 'RUNNING';
      CREATE INDEX exam_attempt_person ON exam_attempt (course_id, member_id, started_at);
      CALL enforce_tenancy('exam_attempt', 'SELECT, INSERT');
      GRANT UPDATE (state, finished_at, right_count) ON exam_attempt TO muster_app;

      CREATE TABLE exam_answer (
        organization_id uuid NOT NULL,
        attempt_id uuid NOT NULL REFERENCES exam_attempt,
        item_id uuid NOT NULL REFERENCES course_item,
        labels jsonb NOT NULL,
        score double precision NOT NULL,
        is_right boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT muster_now(),
        PRIMARY KEY (attempt_id, item_id)
      );
      CALL enforce_tenancy('exam_answer', 'SELECT, INSERT');

      -- A lead's word that somebody may try again now: what failed before it is not counted.
      CREATE TABLE exam_allowance (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        course_id uuid NOT NULL REFERENCES course,
        member_id uuid NOT NULL REFERENCES member,
        allowed_by uuid NOT NULL REFERENCES member,
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        at timestamptz NOT NULL DEFAULT muster_now()
      );
      CREATE INDEX exam_allowance_person ON exam_allowance (course_id, member_id, at);
      CALL enforce_tenancy('exam_allowance', 'SELECT, INSERT');

      -- Passed, and neither granted by a person nor by a rule of the policy, which takes back only what is its own.
      ALTER TABLE qualification ADD COLUMN course_id uuid;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
