import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a skill comes from. What a course or a rule awards stands beside what a person granted: neither takes the other
 * away, and a claim takes whichever is enough.
 */
export class NameSkillSources1764000071000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE member_skill ADD COLUMN source text NOT NULL DEFAULT 'MANUAL' CHECK (source IN ('MANUAL', 'TRAINING', 'TRUST', 'IMPORTED'));
      -- which course, rule or file; null: a person says so
      ALTER TABLE member_skill ADD COLUMN origin text CHECK (length(origin) BETWEEN 1 AND 200);
      ALTER TABLE member_skill ALTER COLUMN granted_by DROP NOT NULL;
      ALTER TABLE member_skill ADD CHECK (granted_by IS NOT NULL OR source <> 'MANUAL');
      ALTER TABLE member_skill DROP CONSTRAINT member_skill_pkey;
      ALTER TABLE member_skill ADD PRIMARY KEY (member_id, skill_id, source);

      -- BCP 47, as people name them
      ALTER TABLE member ADD COLUMN languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 20);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
