import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long an answer takes is told from the last answers whose front end counted the time. */
export class IndexTimedAssignments1764000024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX assignment_timed ON assignment (project_id, id)
        WHERE stage = 'ANNOTATE' AND state = 'SUBMITTED' AND active_seconds > 0
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
