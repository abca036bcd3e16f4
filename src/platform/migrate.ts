import { runMigrations as migrateQueue } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';

/** Any number; the same in every process, so that only one migrates at a time. */
const migrationLock = 7_204_118;
export const queueSchema = 'muster_queue';

/**
 * Brings the database to this version: Muster's own tables, then the queue's. Processes that start together wait for
 * each other; the log-in must own the database and be allowed to create roles.
 * @returns the names of the migrations that ran now
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  // A killed server is told twice: by the query that fails, and by this event, which nobody else listens to.
  client.on('error', () => undefined);
  await client.connect();
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTableName: 'migration', poolSize: 2 });
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await source.initialize();
    const done = await source.runMigrations({ transaction: 'each' });
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${queueSchema}`);
    await migrateQueue(client, queueSchema);
    await client.query(`
      GRANT USAGE, CREATE ON SCHEMA ${queueSchema} TO muster_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO muster_system;
      -- BullMQ makes a sequence a queue at run time, as the system role: only the migration's own need a grant.
      DO $$ DECLARE name regclass; BEGIN
        FOR name IN SELECT c.oid::regclass FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = '${queueSchema}'::regnamespace
            AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user) LOOP
          EXECUTE format('GRANT USAGE, SELECT, UPDATE ON SEQUENCE %s TO muster_system', name);
        END LOOP;
      END $$;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO muster_system;
      GRANT SELECT ON migration TO muster_system;`);
    return done.map((migration) => migration.name);
  } finally {
    if (source.isInitialized) await source.destroy();
    await client.end();
  }
}
