import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lots that one team made are counted apart; lots may be looked at item by item; what was listed has a place by its risk. */
export class CountLotsByTeam1764000096000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whose line of lots it belongs to, known once its keys are fixed; null: the project's.
      ALTER TABLE audit_lot ADD COLUMN team_id uuid REFERENCES team;
      -- null: a sample of a size that is known beforehand. Else by severity what is refused, both risks, and seats at once.
      ALTER TABLE audit_lot ADD COLUMN sequential jsonb;
      -- Among all items of the lot from the least sure on, when the least sure were listed.
      ALTER TABLE audit_item ADD COLUMN risk_place integer CHECK (risk_place > 0);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
