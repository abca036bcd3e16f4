import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The oldest task of a batch that waits for a decision, a judge or a lead; and an organization's last answers, which were looked for
 * among those of all organizations. Both indexes are partial: nothing is written to them by an import or a claim.
 */
export class IndexWaitingAndSubmitted1764000091001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX task_waiting ON task (batch_id, state, state_at)
        WHERE state IN ('ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING', 'TRIAGED');
      CREATE INDEX assignment_submitted ON assignment (organization_id, id) WHERE state = 'SUBMITTED';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
