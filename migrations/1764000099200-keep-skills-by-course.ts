import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two courses may grant one skill at two levels and for two times: the second one passed took the place of the first. */
export class KeepSkillsByCourse1764000099200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- which course; all zeros where a source has one grant only
      ALTER TABLE member_skill ADD COLUMN origin_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
      ALTER TABLE member_skill DROP CONSTRAINT member_skill_pkey;
      ALTER TABLE member_skill ADD PRIMARY KEY (member_id, skill_id, source, origin_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
