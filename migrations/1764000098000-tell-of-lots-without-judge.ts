import type { MigrationInterface, QueryRunner } from 'typeorm';

const kinds = `'BATCH_AT_RISK', 'QUEUE_RUNS_DRY', 'PERSON_BELOW_BAR', 'DISPUTE_WAITING', 'LOT_WITHOUT_JUDGE', 'ENDPOINT_DISABLED'`;

/** Managers and leads are told of lots of which nobody may judge some items. */
export class TellOfLotsWithoutJudge1764000098000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['alarm', 'notice_choice'])
      await runner.query(`
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_kind_check;
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_kind_check CHECK (kind IN (${kinds}));
      `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
