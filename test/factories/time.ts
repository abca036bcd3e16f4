import pg from 'pg';
import type { TestApp } from './app.js';
import type { Running } from './caller.js';
import { rowId } from './work.js';

/** The database as the application's role, inside the owner's organization. */
export async function asApplication<Answer>(
  app: Running,
  work: (client: pg.Client, organizationId: string) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({ connectionString: app.databaseUrl, options: '-c role=muster_app' });
  await client.connect();
  try {
    const id = rowId((await app.owner.run('query { organization { id } }')).organization.id);
    await client.query(`SELECT set_config('app.organization_id', $1, false)`, [id]);
    return await work(client, id);
  } finally {
    await client.end();
  }
}

/** Time goes by for whoever holds a seat and does nothing with it at this moment, and the sweeper comes. */
export const letLeasesEnd = (app: TestApp) =>
  asApplication(app, async (client, organizationId) => {
    await client.query(
      `UPDATE assignment SET lease_expires_at = muster_now() - interval '1 second'
        WHERE id IN (SELECT id FROM assignment WHERE state = 'ACTIVE' FOR UPDATE SKIP LOCKED)`,
    );
    await client.query(`SELECT expire_overdue($1, 100)`, [organizationId]);
  });

/**
 * So many active seconds were reported of what somebody holds, and it was claimed as long ago. To set back its heartbeat would not do
 * for several in a row: nobody is credited for time before their last report.
 */
export const spend = (app: Running, assignmentId: string, seconds: number) =>
  asApplication(app, (client) =>
    client.query(
      `UPDATE assignment SET active_seconds = active_seconds + $2, claimed_at = muster_now() - $2 * interval '1 second', heartbeat_at = muster_now() WHERE id = $1`,
      [rowId(assignmentId), seconds],
    ),
  );

/** Where the queue differs from the law, and the progress of a batch from its rows: nothing, always. */
export const discrepancies = (app: TestApp) =>
  asApplication(app, async (client, organizationId) => {
    const { rows } = await client.query(`SELECT * FROM queue_discrepancies($1)`, [organizationId]);
    return [...rows, ...(await client.query(`SELECT * FROM progress_differences($1)`, [organizationId])).rows];
  });

/**
 * From now on it is so many hours later than it really is (in all, and not on top of the last time), for SQL and for TypeScript
 * alike. Sessions must be long enough for it (SESSION_HOURS).
 */
export async function moveClock(app: TestApp, hours: number): Promise<void> {
  // Here, since stories in a browser need of this file no part of the server.
  const { Clock } = await import('../../src/platform/index.js');
  const ahead = hours * 3_600_000;
  Object.assign(app.server.app.get(Clock), { now: () => new Date(Date.now() + ahead) });
  await app.sql(`
    CREATE OR REPLACE FUNCTION muster_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
      SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp() + interval '${ahead} milliseconds') $$`);
}
