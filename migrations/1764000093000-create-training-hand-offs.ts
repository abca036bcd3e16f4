import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks of courses that people answer in the tool: nothing of it is work, so none of the tables of work knows of it. */
export class CreateTrainingHandOffs1764000093000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE training_hand_off (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        connection_id uuid NOT NULL REFERENCES connection,
        member_id uuid NOT NULL REFERENCES member,
        course_id uuid NOT NULL REFERENCES course,
        item_id uuid NOT NULL REFERENCES course_item,
        -- null: practice
        attempt_id uuid REFERENCES exam_attempt,
        created_at timestamptz NOT NULL DEFAULT muster_now(),
        -- what the tool said first; it is the person who gives it as an answer
        labels jsonb,
        answered_at timestamptz,
        CHECK (labels IS NULL OR answered_at IS NOT NULL)
      );
      -- Opened twice, it is the same until it is answered.
      CREATE UNIQUE INDEX training_hand_off_open ON training_hand_off (member_id, item_id, connection_id, attempt_id)
        NULLS NOT DISTINCT WHERE answered_at IS NULL;
      CALL enforce_tenancy('training_hand_off', 'SELECT, INSERT');
      GRANT UPDATE (labels, answered_at) ON training_hand_off TO muster_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
