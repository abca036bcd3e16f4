/** Servers that outlived their Muster: found by their folder, never by a pid alone, and stopped. */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { identityOf, signalProcess } from './processes.js';

const run = promisify(execFile);

/** Line 1 pid, line 4 port, line 8 state: what PostgreSQL's own pg_ctl reads. */
export async function readStatus(data: string): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const text = await fs.readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Pids are recycled, so a pid alone is never signalled: it has to be a postgres that works in this folder. */
export async function isPostgresOf(pid: number, data: string): Promise<boolean> {
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
export async function stopOrphans(data: string, log: (line: string) => void): Promise<void> {
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
