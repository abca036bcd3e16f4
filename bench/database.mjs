/*
 * A PostgreSQL to measure on: the one that Muster brings, in a temporary folder, or DATABASE_URL (its log-in must own
 * the database and may create databases and roles). Each benchmark makes its own databases in it.
 */
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/src/platform/embedded-postgres.js';
import { migrate } from '../dist/src/platform/migrate.js';

const told = [
  'server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'wal_compression', 'jit',
]; // prettier-ignore

const insufficientPrivilege = '42501';

/**
 * Starts it. `settings` is what the figures depend on; `pid` the postmaster, for CPU seconds.
 * @param keptIn a folder for its data that is not removed afterwards; what stands in it is there again
 */
export async function openDatabaseServer({ say = () => {}, keptIn } = {}) {
  const given = keptIn ? undefined : process.env.DATABASE_URL;
  if (keptIn) await mkdir(keptIn, { recursive: true });
  const home = given ? null : (keptIn ?? (await mkdtemp(join(tmpdir(), 'muster-bench-'))));
  if (home) await chmod(home, 0o755);
  const embedded = given ? null : await startEmbeddedPostgres({ home, log: () => undefined, fsync: true });
  const url = given ?? embedded.url;
  const admin = new pg.Client({ connectionString: url });
  admin.on('error', () => undefined);
  await admin.connect();
  const settings = {};
  for (const name of told) settings[name] = Object.values((await admin.query(`SHOW ${name}`)).rows[0])[0];
  const made = [];
  const word = `${process.pid}_${Date.now().toString(36)}`;
  say(`PostgreSQL ${JSON.stringify(settings)}`);

  const urlOf = (name) => {
    const address = new URL(url);
    address.pathname = `/${name}`;
    return address.href;
  };
  const server = {
    home,
    urlOf,
    settings,
    pid: await postmasterOf(admin),
    /** A fresh database with Muster's schema, or a copy of another one made here; answers its URL. */
    async createDatabase(name, { copyOf } = {}) {
      const full = `bench_${name}_${word}`;
      const template = copyOf ? new URL(copyOf).pathname.slice(1) : null;
      await admin.query(`CREATE DATABASE ${full}${template ? ` TEMPLATE ${template} STRATEGY FILE_COPY` : ''}`);
      made.push(full);
      if (!copyOf) await migrate(urlOf(full));
      return urlOf(full);
    },
    /** A database with nothing in it, for another program's schema; answers its URL. */
    async createEmptyDatabase(name) {
      const full = `bench_${name}_${word}`;
      await admin.query(`CREATE DATABASE ${full}`);
      made.push(full);
      return urlOf(full);
    },
    async dropDatabase(databaseUrl) {
      const name = new URL(databaseUrl).pathname.slice(1);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(async (error) => {
        // FORCE may not end an autovacuum worker, which is a superuser's; without FORCE PostgreSQL sends it away itself.
        if (error.code !== insufficientPrivilege) throw error;
        await admin.query(`DROP DATABASE IF EXISTS ${name}`);
      });
    },
    async stop() {
      if (!embedded)
        for (const name of made) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => {});
      await admin.end();
      await embedded?.stop();
      if (home && !keptIn) await rm(home, { recursive: true, force: true });
    },
  };
  return server;
}

/** null when the server is on another machine: then there is no CPU to read. */
async function postmasterOf(client) {
  const { pid } = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0];
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return /^Name:\s+postgres/m.test(status) ? Number(/^PPid:\s+(\d+)/m.exec(status)[1]) : null;
}

/** A pool as the application has it: role muster_app, prepared statements left to the caller. */
export function appPool(url, max) {
  const pool = new pg.Pool({ connectionString: url, max, options: '-c role=muster_app', keepAlive: true });
  pool.on('error', () => undefined);
  return pool;
}
