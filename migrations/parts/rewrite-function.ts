import type { QueryRunner } from 'typeorm';

/** What to look for, and what stands there instead. */
export type Rewording = readonly [RegExp | string, string];

/**
 * Changes a function of the database where it must change, and nowhere else: what it says is read from the database,
 * reworded and kept. A wording that is not found stops the migration, so no change gets lost.
 * @param isMadeAnew for one that comes to answer other columns: PostgreSQL replaces no such function
 */
export async function rewriteFunction(
  runner: QueryRunner,
  name: string,
  rewordings: readonly Rewording[],
  isMadeAnew = false,
): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef($1::regproc) AS text`, [name])) as { text: string }[];
  let text = row!.text;
  for (const [from, to] of rewordings) {
    const reworded = typeof from === 'string' ? text.replaceAll(from, to) : text.replace(from, to);
    if (reworded === text) throw new Error(`the function ${name} does not say ${String(from)}`);
    text = reworded;
  }
  if (isMadeAnew) await runner.query(`DROP FUNCTION ${name}`);
  await runner.query(text);
}
