import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An organization may let people record their own leave; without a row they ask for it. */
export class LetPeopleRecordLeave1764000097000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE leave_rule (
        organization_id uuid PRIMARY KEY REFERENCES organization,
        is_recorded_by_people boolean NOT NULL
      );
      CALL enforce_tenancy('leave_rule', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
