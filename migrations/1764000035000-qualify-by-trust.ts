import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A rule of the policy admits people to a stage, too: then nobody granted it. */
export class QualifyByTrust1764000035000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE qualification ALTER COLUMN granted_by DROP NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
