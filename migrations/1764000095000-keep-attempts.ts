import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came of every attempt of a delivery, not of the last one only. */
export class KeepAttempts1764000095000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The attempts before the last, the first one first, each [at, status, milliseconds, answer, error]; nine at most. Written when there is
      -- one more, so a delivery that arrives at once writes nothing here.
      ALTER TABLE webhook_delivery ADD COLUMN earlier jsonb;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
