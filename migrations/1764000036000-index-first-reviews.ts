import type { MigrationInterface, QueryRunner } from 'typeorm';

/** First-pass yield reads the first review of every task of a project, and no other verdict. */
export class IndexFirstReviews1764000036000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX verdict_first_review ON verdict (project_id) WHERE purpose = 'REVIEW' AND ordinal = 1`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
