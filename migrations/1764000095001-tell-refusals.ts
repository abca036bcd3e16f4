import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An answer of a tool that was not taken is told to the tool, once. */
export class TellRefusals1764000095001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tool_item
        -- of the answer that the tool holds now and that was not taken: { id, at, code, sentence, fields, isHeld } (refusal.rules.ts)
        ADD COLUMN refusal jsonb,
        -- the last of them that needs no more telling, and when the tool took it; null: it did not want to know
        ADD COLUMN told_refusal text,
        ADD COLUMN told_refusal_at timestamptz;
      CREATE INDEX tool_item_untold ON tool_item (id) WHERE refusal IS NOT NULL AND told_refusal IS DISTINCT FROM refusal ->> 'id';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Muster migrates forward only: restore a backup to go back.');
  }
}
