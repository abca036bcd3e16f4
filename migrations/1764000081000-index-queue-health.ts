import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much judging and mending has come in the last hours, and how far a batch is. */
export class IndexQueueHealth1764000081000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX slot_arrival ON slot (project_id, created_at);
      CREATE INDEX folded_work_batch ON folded_work (batch_id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
