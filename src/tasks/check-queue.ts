import pg from 'pg';
import { counted } from '../platform/counted.rules.js';
import { toGlobalId } from '../platform/index.js';

export interface QueueDifference {
  organizationId: string;
  /** null: a lane's counter */
  taskId: string | null;
  stage: string;
  ordinal: number | null;
  what: string;
}

export interface QueueCheck {
  organizations: number;
  seats: number;
  differences: QueueDifference[];
  repaired: number;
}

/**
 * Compares the queue with the law it is an index of (docs/claim.md), organization by organization; `repairs` rebuilds
 * what differs. Safe beside a running server, though what changes meanwhile may show as a difference: look twice.
 */
export async function checkQueue(databaseUrl: string, repairs: boolean): Promise<QueueCheck> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET ROLE muster_system`);
    const { rows: organizations } = await client.query<{ id: string }>(`SELECT id FROM organization ORDER BY id`);
    await client.query(`SET ROLE muster_app`);
    const check: QueueCheck = { organizations: organizations.length, seats: 0, differences: [], repaired: 0 };
    for (const { id } of organizations) {
      const { rows } = await client.query(`SELECT task_id, stage, ordinal, what FROM queue_discrepancies($1)`, [id]);
      for (const { task_id, stage, ordinal, what } of rows) {
        const taskId = ordinal === null ? null : toGlobalId('task', task_id);
        check.differences.push({ organizationId: toGlobalId('organization', id), taskId, stage, ordinal, what });
      }
      await client.query(`SELECT set_config('app.organization_id', $1, false)`, [id]);
      const { rows: seats } = await client.query(
        `SELECT coalesce(sum(seats_in(seats)), 0)::bigint AS seats FROM queue_item`,
      );
      check.seats += Number(seats[0].seats);
      if (repairs && rows.length > 0) {
        const { rows: repaired } = await client.query(`SELECT repair_queue($1) AS count`, [id]);
        check.repaired += repaired[0].count;
      }
    }
    return check;
  } finally {
    await client.end();
  }
}

/** The check as a person reads it. */
export function linesOf({ organizations, seats, differences, repaired }: QueueCheck): string[] {
  const head = `${counted(seats, 'free seat')} in the queues of ${counted(organizations, 'organization')}.`;
  if (differences.length === 0) return [head, 'The queue is as the law has it.'];
  const shown = differences
    .slice(0, 50)
    .map(({ taskId, stage, ordinal, what }) =>
      taskId ? `${taskId}, ${stage} seat ${ordinal}: ${what}` : `${stage} lane: ${what}`,
    );
  const more = differences.length > shown.length ? [`… and ${differences.length - shown.length} more`] : [];
  return [
    head,
    ...shown,
    ...more,
    repaired ? `${repaired} repaired.` : 'Run it with --repair to rebuild what differs.',
  ];
}
