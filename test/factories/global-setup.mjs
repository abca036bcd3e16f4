import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/src/platform/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/migrate.js';
import pg from 'pg';

/** One real PostgreSQL for the run and one migrated template; each test file copies it (test/factories/app.ts). */
export default async function setup() {
  const home = await mkdtemp(join(tmpdir(), 'muster-test-'));
  await chmod(home, 0o755);
  // A crash of the test machine may lose test data: fsync off makes the copies quick.
  const server = await startEmbeddedPostgres({ home, log: () => undefined, fsync: false });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE template_muster');
  await client.end();
  const template = new URL(server.url);
  template.pathname = '/template_muster';
  await migrate(template.href);
  process.env.TEST_DATABASE_URL = server.url;
  process.env.TEST_HOME = home;
  globalThis.__muster = { server, home };
}
