/** The data folder and its secrets: made whole or not at all. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { codeOf, remove, syncFolder } from './files.js';
import { type Place, spawnAs } from './place.js';

const MAJOR = '18';
const OWNER = 'muster_owner';
const DATABASE = 'muster';

interface Secrets {
  port?: number;
  superuser: string;
  owner: string;
}

export function urlOf({ owner, port }: Secrets): string {
  return `postgres://${OWNER}:${owner}@127.0.0.1:${port}/${DATABASE}`;
}

export async function readSecrets(home: string): Promise<Secrets | null> {
  const text = await fs.readFile(path.join(home, 'postgres.json'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    // Unreadable is not the same as missing: no new passwords then.
    throw new Error(`The database password in ${home}/postgres.json cannot be read (${codeOf(error)}).`);
  });
  try {
    const read = JSON.parse(text) as Partial<Secrets>;
    return read.superuser && read.owner ? { port: read.port, superuser: read.superuser, owner: read.owner } : null;
  } catch {
    return null;
  }
}

export async function writeSecrets(home: string, secrets: Secrets): Promise<void> {
  const file = path.join(home, 'postgres.json');
  await fs.rm(`${file}.new`, { force: true });
  await fs.writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  await giveToOwner(home, (uid, gid) => fs.chown(`${file}.new`, uid, gid));
  await fs.rename(`${file}.new`, file);
}

/** Root on somebody's folder (one `sudo`) must not lock that user out of it. */
export async function giveToOwner(home: string, chown: (uid: number, gid: number) => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await fs.stat(home);
  if (uid !== 0) await chown(uid, gid);
}

export async function readySecretsAndData(place: Place, fsync: boolean, log: (line: string) => void): Promise<Secrets> {
  const { home, data } = place;
  const known = await readSecrets(home);
  // Hexadecimal: needs no quoting in SQL, in a URL or in a shell.
  const secrets = known ?? { superuser: randomBytes(24).toString('hex'), owner: randomBytes(24).toString('hex') };
  if (!known) await writeSecrets(home, secrets); // before initdb, so that a kill in between loses nothing
  const version = await fs.readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) {
    await createData(place, secrets, fsync, log);
  } else if (version.trim() !== MAJOR) {
    throw new Error(
      `${data} holds data of PostgreSQL ${version.trim()}; this Muster brings PostgreSQL ${MAJOR}. ` +
        'Dump it with the Muster that made it, or choose another MUSTER_HOME.',
    );
  } else if (!known) {
    log('The database password file was missing: setting a new password.');
    const args = ['--single', '-D', data, 'postgres'];
    const sql = `alter role postgres password '${secrets.superuser}';\n`;
    await finish(place, path.join(place.binaries, 'postgres'), args, sql);
  }
  return secrets;
}

/** initdb works in a folder of its own, and a rename makes it ours: a data folder that exists is complete. */
async function createData(place: Place, secrets: Secrets, fsync: boolean, log: (line: string) => void): Promise<void> {
  const { home, data, user } = place;
  for (const name of await fs.readdir(home)) {
    if (name.startsWith('postgres.init-')) await remove(path.join(home, name)); // of an interrupted start
  }
  if ((await fs.readdir(data).catch(() => [])).length > 0) {
    const aside = `${data}.incomplete-${Date.now()}`;
    log(`${data} is not a complete database; it is kept as ${aside} and a new one is made.`);
    await fs.rename(data, aside);
  }
  const started = Date.now();
  const work = await fs.mkdtemp(path.join(home, 'postgres.init-'));
  const passwordFile = path.join(work, 'password');
  await fs.writeFile(passwordFile, secrets.superuser, { mode: 0o600 });
  if (user) for (const item of [work, passwordFile]) await fs.chown(item, user.uid, user.gid);
  const fresh = path.join(work, 'data');
  await finish(place, path.join(place.binaries, 'initdb'), [
    ...['-D', fresh, '-U', 'postgres', '--pwfile', passwordFile, '--auth=scram-sha-256'],
    // Sorting by code point, built in: indexes stay right when the machine's C library changes.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(fsync ? [] : ['--no-sync']),
  ]);
  await fs.rename(fresh, data);
  if (fsync) await syncFolder(home);
  await remove(work);
  log(`Created the database folder ${data} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function finish(place: Place, command: string, args: string[], input = ''): Promise<void> {
  const child = spawnAs(place, command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin!.on('error', () => undefined).end(input);
  const reason = await new Promise<string | number | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (reason === 0) return;
  const hint = reason === 127 ? ' (a shared library is missing; "npm rebuild" restores them)' : '';
  throw new Error(
    `${path.basename(command)} failed: ${said.trim().split('\n').slice(-6).join('\n')} [${reason}]${hint}`,
  );
}

/** The role and database, whatever an interrupted start left of them. CREATEDB: tests copy a template database per file. */
export async function ensureOwner(secrets: Secrets, { home }: Place, log: (line: string) => void): Promise<void> {
  const complete = await query<{ complete: boolean }>(
    urlOf(secrets),
    `select rolcreaterole and rolcreatedb and not rolsuper and not rolbypassrls
        and (select datdba from pg_database where datname = current_database()) = oid as complete
       from pg_roles where rolname = current_user`,
  ).then(
    (rows) => rows[0]?.complete === true,
    () => false,
  );
  if (complete) return;
  const admin = `postgres://postgres:${secrets.superuser}@127.0.0.1:${secrets.port}/postgres`;
  const [found] = await query<{ role: boolean; database: boolean }>(
    admin,
    `select exists (select from pg_roles where rolname = '${OWNER}') as role,
            exists (select from pg_database where datname = '${DATABASE}') as database`,
  ).catch((error: unknown) => {
    if (codeOf(error) !== '28P01') throw error;
    throw new Error(`The password in ${home}/postgres.json is wrong. Delete that file: a new password is set then.`);
  });
  if (!found?.role) await query(admin, `create role ${OWNER}`);
  await query(
    admin,
    `alter role ${OWNER} login createdb createrole nosuperuser nobypassrls noreplication password '${secrets.owner}'`,
  );
  if (!found?.database) await query(admin, `create database ${DATABASE} owner ${OWNER}`);
  else await query(admin, `alter database ${DATABASE} owner to ${OWNER}`);
  log(`Database "${DATABASE}" and its owner "${OWNER}" are ready.`);
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a server that dies here fails the query below; without this it would end Node
  try {
    await client.connect();
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
