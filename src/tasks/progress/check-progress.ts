import pg from 'pg';
import { counted } from '../../platform/counted.rules.js';
import { toGlobalId } from '../../platform/index.js';

export interface ProgressDifference {
  organizationId: string;
  batchId: string;
  /** what the rows say less what is kept, of each figure that differs */
  missing: Record<string, number>;
}

export interface ProgressCheck {
  organizations: number;
  differences: ProgressDifference[];
  /** batches that were put right */
  repaired: number;
}

/**
 * Compares what is counted of each batch with its tasks, answers and verdicts, organization by organization; `repairs` adds what is
 * missing. Each organization is read in one snapshot, so it is right beside a running server.
 */
export async function checkProgress(databaseUrl: string, repairs: boolean): Promise<ProgressCheck> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET ROLE muster_system`);
    const { rows: organizations } = await client.query<{ id: string }>(`SELECT id FROM organization ORDER BY id`);
    await client.query(`SET ROLE muster_app`);
    const check: ProgressCheck = { organizations: organizations.length, differences: [], repaired: 0 };
    for (const { id } of organizations) {
      await client.query(`SELECT set_config('app.organization_id', $1, false)`, [id]);
      const { rows } = await client.query<{ batch_id: string; missing: Record<string, number> }>(
        `SELECT batch_id, missing FROM progress_differences($1) ORDER BY batch_id`,
        [id],
      );
      for (const { batch_id, missing } of rows)
        check.differences.push({
          organizationId: toGlobalId('organization', id),
          batchId: toGlobalId('batch', batch_id),
          missing,
        });
      if (!repairs || rows.length === 0) continue;
      const { rows: repaired } = await client.query<{ count: number }>(`SELECT repair_progress($1) AS count`, [id]);
      check.repaired += repaired[0]!.count;
    }
    return check;
  } finally {
    await client.end();
  }
}

/** The check as a person reads it. */
export function linesOfProgress({ organizations, differences, repaired }: ProgressCheck): string[] {
  if (differences.length === 0)
    return [`The progress of batches of ${counted(organizations, 'organization')} is that of the rows.`];
  const shown = differences.slice(0, 50).map(({ batchId, missing }) => {
    const what = Object.entries(missing).map(([figure, count]) => `${figure} ${count > 0 ? '+' : ''}${count}`);
    return `${batchId}: missing ${what.join(', ')}`;
  });
  const more = differences.length > shown.length ? [`… and ${differences.length - shown.length} more`] : [];
  return [...shown, ...more, repaired ? `${repaired} repaired.` : 'Run it with --repair to add what is missing.'];
}
