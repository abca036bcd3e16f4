import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an import goes on in its file after a restart: `resume_row` of its rows end at this line and byte. */
export class ResumeImports1764000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import ADD COLUMN resume_row bigint NOT NULL DEFAULT 0;
      ALTER TABLE import ADD COLUMN resume_line bigint NOT NULL DEFAULT 0;
      ALTER TABLE import ADD COLUMN resume_byte bigint NOT NULL DEFAULT 0;
      ALTER TABLE import ADD CHECK (resume_row <= rows_read);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
