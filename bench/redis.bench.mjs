/*
 * The same background jobs on PostgreSQL and on Redis, through Muster's own queue (src/platform/queue.ts: BullMQ, the
 * options and the concurrency of the product). Jobs are added as the relay adds them, 200 at a time, while a worker in
 * the same process does them. Two kinds: one that does nothing (what the queue itself costs), and one short transaction
 * on PostgreSQL (what most of Muster's jobs are). Each side has a process of its own; sides take turns.
 *
 *   --jobs N       jobs of a window (3,000)
 *   --rounds N     windows a side and kind (5)
 *
 * Redis is REDIS_URL, or a redis-server of this machine, started here with an append-only file synced every second.
 * Without either the benchmark is skipped, and says so.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabaseServer } from './database.mjs';
import { alternate, cpuMeter, median, round } from './measure.mjs';

export const about = 'background jobs on PostgreSQL and on Redis';

const kinds = ['nothing', 'transaction'];
const worker = fileURLToPath(new URL('./jobs-process.mjs', import.meta.url));

export async function run({ say, options }) {
  const jobs = Number(options.jobs ?? 3000);
  const rounds = Number(options.rounds ?? 5);
  const redis = await openRedis();
  if (!redis) {
    const skipped = 'There is no Redis: set REDIS_URL, or install redis-server (apt-get install redis-server).';
    say(skipped);
    return { skipped, ratio: null };
  }
  const server = await openDatabaseServer({ say });
  const processes = {};
  try {
    const url = await server.createDatabase('jobs');
    processes.postgres = await openJobsProcess({ DATABASE_URL: url });
    processes.redis = await openJobsProcess({ DATABASE_URL: url, REDIS_URL: redis.url });
    for (const one of Object.values(processes)) for (const kind of kinds) await one.work(kind, Math.min(jobs, 1000));
    const pids = { postgres: server.pid, redis: redis.pid };
    const sides = {};
    for (const [side, { child, work }] of Object.entries(processes))
      for (const kind of kinds)
        sides[`${side} ${kind}`] = async () => {
          const cpu = cpuMeter({ ...pids, muster: child.pid });
          await cpu.start();
          const perSecond = Math.round(await work(kind, jobs));
          return { perSecond, cpu: await cpu.stop() };
        };
    const windows = await alternate(sides, rounds, (name, turn, { perSecond }) =>
      say(`${turn + 1}. ${name}: ${perSecond} jobs/s`),
    );
    const perSecond = Object.fromEntries(
      Object.entries(windows).map(([name, list]) => [name, median(list.map((one) => one.perSecond))]),
    );
    const ratio = Object.fromEntries(
      kinds.map((kind) => [kind, round(perSecond[`postgres ${kind}`] / perSecond[`redis ${kind}`], 3)]),
    );
    return {
      settings: { ...server.settings, redis: redis.settings },
      plan: { jobs, rounds },
      /** PostgreSQL to Redis */
      ratio,
      perSecond,
      windows,
    };
  } finally {
    for (const { close } of Object.values(processes)) await close();
    await redis.stop();
    await server.stop();
  }
}

async function openJobsProcess(env) {
  const child = fork(worker, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the jobs process ended with ${code}`)));
  gone.catch(() => undefined);
  const [ready] = await Promise.race([once(child, 'message'), gone]);
  if (ready !== 'ready') throw new Error(String(ready));
  return {
    child,
    /** @returns jobs a second */
    async work(kind, count) {
      child.send({ kind, count });
      const [{ perSecond }] = await Promise.race([once(child, 'message'), gone]);
      return perSecond;
    },
    async close() {
      if (child.exitCode === null) child.disconnect();
      await gone.catch(() => undefined);
    },
  };
}

/** null when there is none. */
async function openRedis() {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, pid: null, settings: 'given', stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'muster-redis-'));
  const port = await freePort();
  const settings = '--save "" --appendonly yes --appendfsync everysec';
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec']; // prettier-ignore
  const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  const isThere = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    child.stdout.on('data', (chunk) => String(chunk).includes('Ready to accept connections') && resolve(true));
  });
  const stop = async () => {
    if (child.pid && child.exitCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  if (isThere) return { url: `redis://127.0.0.1:${port}`, pid: child.pid, settings, stop };
  await stop();
  return null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
