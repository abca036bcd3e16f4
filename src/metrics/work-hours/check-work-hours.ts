import pg from 'pg';
import { counted } from '../../platform/counted.rules.js';
import { toGlobalId } from '../../platform/index.js';

export interface WorkDifference {
  organizationId: string;
  hour: Date;
  memberId: string;
  batchId: string;
  stage: string;
  /** what the rows say less what is kept, of each figure that differs */
  missing: Record<string, number>;
}

export interface WorkCheck {
  organizations: number;
  differences: WorkDifference[];
  /** hours of people that were put right */
  repaired: number;
}

interface DifferenceRow {
  hour: Date;
  member_id: string;
  batch_id: string;
  stage: string;
  missing: Record<string, number>;
}

/**
 * Compares the hours of work with assignments, reports of time, answers, verdicts and rework (docs/throughput.md), organization by
 * organization; `repairs` adds what is missing. Each organization is read in one snapshot, so it is right beside a running server.
 */
export async function checkWorkHours(databaseUrl: string, repairs: boolean): Promise<WorkCheck> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET ROLE muster_system`);
    const { rows: organizations } = await client.query<{ id: string }>(`SELECT id FROM organization ORDER BY id`);
    await client.query(`SET ROLE muster_app`);
    const check: WorkCheck = { organizations: organizations.length, differences: [], repaired: 0 };
    for (const { id } of organizations) {
      await client.query(`SELECT set_config('app.organization_id', $1, false)`, [id]);
      const { rows } = await client.query<DifferenceRow>(
        `SELECT hour, member_id, batch_id, stage, missing FROM work_differences($1) ORDER BY hour, member_id, stage`,
        [id],
      );
      for (const { hour, member_id, batch_id, stage, missing } of rows)
        check.differences.push({
          organizationId: toGlobalId('organization', id),
          hour,
          memberId: toGlobalId('member', member_id),
          batchId: toGlobalId('batch', batch_id),
          stage,
          missing,
        });
      if (!repairs || rows.length === 0) continue;
      const { rows: repaired } = await client.query<{ count: number }>(`SELECT repair_work($1) AS count`, [id]);
      check.repaired += repaired[0]!.count;
    }
    return check;
  } finally {
    await client.end();
  }
}

/** The check as a person reads it. */
export function linesOfWork({ organizations, differences, repaired }: WorkCheck): string[] {
  if (differences.length === 0)
    return [`The hours of work of ${counted(organizations, 'organization')} are those of the rows.`];
  const shown = differences.slice(0, 50).map(({ hour, memberId, batchId, stage, missing }) => {
    const what = Object.entries(missing).map(([figure, count]) => `${figure} ${count > 0 ? '+' : ''}${count}`);
    return `${hour.toISOString()}, ${memberId}, ${stage} in ${batchId}: missing ${what.join(', ')}`;
  });
  const more = differences.length > shown.length ? [`… and ${differences.length - shown.length} more`] : [];
  return [...shown, ...more, repaired ? `${repaired} repaired.` : 'Run it with --repair to add what is missing.'];
}
