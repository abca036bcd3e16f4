import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { embeddedUrlOf, FolderInUse, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';

jest.setTimeout(60_000);

const here = import.meta.dirname;
const log: string[] = [];
const start = (home: string) => startEmbeddedPostgres({ home, log: (line) => log.push(line), fsync: false });

let root: string;
let homes = 0;
const newHome = () => path.join(root, `home-${(homes += 1)}`);
const hosts = new Set<ChildProcess>();
const running = new Set<{ stop(): Promise<void> }>();

/** Another Muster in its own process. Answers what its start said. */
async function host(home: string) {
  const child = spawn(process.execPath, [path.join(here, 'embedded-postgres-host.mjs'), home], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  hosts.add(child);
  for await (const line of createInterface({ input: child.stdout }))
    return { child, said: JSON.parse(line) as { url?: string; error?: string; message?: string } };
  throw new Error('The host ended without a word.');
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function pidOfServer(home: string): Promise<number> {
  return Number.parseInt(await fs.readFile(path.join(home, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** Of a server that was killed only its file is left. */
function stopIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The postmaster and its children. */
async function postgresProcesses(home: string): Promise<number[]> {
  const master = await pidOfServer(home);
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const children = all.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === master);
  return [master, ...children.map(([pid]) => pid!)];
}

async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await look();
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(here, '..', '..', 'scripts', 'prepare.mjs')]);
  // mkdtemp makes a 0700 folder: as root, the server's own user cannot enter it without our help.
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'muster-faults-'));
});

afterEach(async () => {
  for (const child of hosts) if (child.exitCode === null && child.signalCode === null) await kill(child, 'SIGTERM');
  for (const database of running) await database.stop();
  hosts.clear();
  running.clear();
});

afterAll(async () => {
  // A story that failed half-way may have left the orphan it is about.
  for (let home = 1; home <= homes; home += 1) {
    const pid = await pidOfServer(path.join(root, `home-${home}`)).catch(() => 0);
    if (pid > 0) stopIfRunning(pid);
  }
  await fs.rm(root, { recursive: true, force: true, maxRetries: 5 });
});

describe('the embedded database', () => {
  it('starts on an empty folder, and its rows survive a clean stop', async () => {
    const home = newHome();
    const first = await start(home);
    running.add(first);
    expect(await embeddedUrlOf(home)).toBe(first.url);
    await query(first.url, 'create table kept as select 42 as answer');
    expect(
      await query(
        first.url,
        `select rolcreaterole, rolsuper, rolbypassrls, current_setting('max_connections') as connections,
                current_setting('listen_addresses') as addresses from pg_roles where rolname = current_user`,
      ),
    ).toEqual([
      { rolcreaterole: true, rolsuper: false, rolbypassrls: false, connections: '200', addresses: '127.0.0.1' },
    ]);
    expect((await fs.stat(path.join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
    await first.stop();
    await first.stop(); // twice is fine
    expect(await embeddedUrlOf(home)).toBeNull();
    expect((await fs.readdir(home)).sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);

    const second = await start(home);
    running.add(second);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a folder in use, and names the folder, the process and the way out', async () => {
    const home = newHome();
    const { child, said } = await host(home);
    expect(said.url).toBeDefined();
    const refusal = await start(home).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderInUse);
    expect((refusal as Error).message).toContain(await fs.realpath(home));
    expect((refusal as Error).message).toContain(`process ${child.pid}`);
    expect((refusal as Error).message).toContain('MUSTER_HOME');
    expect(await query(said.url!, 'select 1 as one')).toEqual([{ one: 1 }]); // the refused start did no harm
  });

  it('lets exactly one of several starts win, also over the lock of a dead process', async () => {
    const home = newHome();
    const dead = await host(home);
    await kill(dead.child);
    // The same pid as a living process (this one), but another time of birth: a recycled pid.
    await fs.writeFile(path.join(home, 'muster.pid'), `${process.pid}\nearlier:1\nstale\n`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => host(home)));
    expect(answers.filter(({ said }) => said.url)).toHaveLength(1);
    expect(answers.filter(({ said }) => said.error === 'FolderInUse')).toHaveLength(4);
    const leftovers = (await fs.readdir(home)).filter((name) => name.startsWith('muster.pid'));
    expect(leftovers).toEqual(['muster.pid']);
  });

  it('takes over from a Muster that was killed: its server is stopped, its acknowledged rows are there', async () => {
    const home = newHome();
    const { child, said } = await host(home);
    await query(said.url!, 'create table answers (id int)');
    await query(said.url!, 'insert into answers select generate_series(1, 1000)');
    const orphan = await pidOfServer(home);
    await kill(child);
    expect(() => process.kill(orphan, 0)).not.toThrow(); // it does live on

    const next = await start(home);
    running.add(next);
    expect(await pidOfServer(home)).not.toBe(orphan);
    expect(await query(next.url, 'select count(*)::int as rows from answers')).toEqual([{ rows: 1000 }]);
  });

  it('starts after everything was killed at once, Muster and server', async () => {
    const home = newHome();
    const { child, said } = await host(home);
    await query(said.url!, 'create table answers as select generate_series(1, 1000) as id');
    const pids = await postgresProcesses(home);
    const killed = kill(child);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await killed;

    const next = await start(home);
    running.add(next);
    expect(await query(next.url, 'select count(*)::int as rows from answers')).toEqual([{ rows: 1000 }]);
  });

  it.each(['all of its processes', 'only its first process'])(
    'restarts the server on the same port when somebody kills %s',
    async (which) => {
      const home = newHome();
      const database = await start(home);
      running.add(database);
      await query(database.url, 'create table answers as select generate_series(1, 1000) as id');
      const sleeper = query(database.url, 'select pg_sleep(60)').catch(() => 'broken'); // a backend with work in hand
      const pids = await eventually(async () => {
        const found = await postgresProcesses(home);
        if (found.length < 6) throw new Error('not all there yet');
        return found;
      });
      for (const pid of which.startsWith('all') ? pids : pids.slice(0, 1)) process.kill(pid, 'SIGKILL');
      expect(await sleeper).toBe('broken');
      expect(await eventually(() => query(database.url, 'select count(*)::int as rows from answers'))).toEqual([
        { rows: 1000 },
      ]);
      expect(log.join('\n')).toContain('ended unexpectedly (SIGKILL)');
    },
  );

  it('stops in the middle of a restart', async () => {
    const home = newHome();
    const database = await start(home);
    process.kill(await pidOfServer(home), 'SIGKILL');
    await sleep(60); // within the first restart
    await database.stop();
    const again = await start(home);
    running.add(again);
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('heals an interrupted initdb', async () => {
    const home = newHome();
    const child = spawn(process.execPath, [path.join(here, 'embedded-postgres-host.mjs'), home], {
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await eventually(async () => {
      const work = (await fs.readdir(home)).find((name) => name.startsWith('postgres.init-'));
      await fs.access(path.join(home, work!, 'data', 'PG_VERSION')); // initdb writes it first, long before it is done
    });
    await kill(child);
    await expect(fs.access(path.join(home, 'postgres'))).rejects.toThrow();

    const next = await start(home);
    running.add(next);
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await fs.readdir(home)).filter((name) => name.startsWith('postgres.init-'))).toEqual([]);
  });

  it('heals a start that was interrupted before its role, and a lost password file', async () => {
    const home = newHome();
    const first = await start(home);
    const secrets = JSON.parse(await fs.readFile(path.join(home, 'postgres.json'), 'utf8')) as {
      port: number;
      superuser: string;
    };
    const admin = `postgres://postgres:${secrets.superuser}@127.0.0.1:${secrets.port}/postgres`;
    await query(admin, 'drop database muster');
    await query(admin, 'drop role muster_owner');
    await first.stop();
    await fs.rm(path.join(home, 'postgres.json'));

    const next = await start(home);
    running.add(next);
    expect(await query(next.url, 'select current_user as me')).toEqual([{ me: 'muster_owner' }]);
  });

  it('never deletes what it does not know: a folder without a complete database is put aside', async () => {
    const home = newHome();
    await fs.mkdir(path.join(home, 'postgres'), { recursive: true });
    await fs.writeFile(path.join(home, 'postgres', 'something'), 'of somebody');
    running.add(await start(home));
    const aside = (await fs.readdir(home)).find((name) => name.startsWith('postgres.incomplete-'));
    expect(await fs.readFile(path.join(home, aside!, 'something'), 'utf8')).toBe('of somebody');
  });
});
