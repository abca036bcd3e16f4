/*
 * Muster as it runs in production: processes of src/main.ts over one database, told apart by ROLE, and what a
 * benchmark needs to know of them.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { round } from './measure.mjs';

const program = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const startSeconds = 60;

/** Starts `api` processes of ROLE=api and one of ROLE=worker. `urls` are those of the API. */
export async function startMuster(databaseUrl, { api = 1, settings = {} } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'muster-bench-home-'));
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    MUSTER_HOME: home,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    SECRET_KEY: 'a-secret-of-the-benchmark-that-opens-nothing',
    OWNER_PASSWORD: 'owner-of-the-benchmark',
    ...settings,
  };
  const started = [];
  const stop = async () => {
    await Promise.all(started.map(end));
    await rm(home, { recursive: true, force: true });
  };
  try {
    // The worker first: it migrates and creates the owner; the others find both done.
    const worker = await start({ ...env, ROLE: 'worker' }, started);
    const apis = [];
    for (let at = 0; at < api; at++) apis.push(await start({ ...env, ROLE: 'api' }, started));
    return {
      urls: apis.map((one) => one.url),
      pids: { api: apis.map((one) => one.pid), worker: worker.pid },
      untilQuiet: (seconds) => untilQuiet(worker.url, seconds),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(env, started) {
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const hear = (piece) => {
      said = (said + piece).slice(-4000);
      const found = /GraphQL\s+(http:\S+)\/graphql/.exec(said);
      if (found) resolve(found[1].replace('localhost', '127.0.0.1'));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`ROLE=${env.ROLE} ended with ${code}: ${said}`)));
    setTimeout(() => reject(new Error(`ROLE=${env.ROLE} is not ready: ${said}`)), startSeconds * 1000).unref();
  });
  return { url, pid: child.pid };
}

const end = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on('exit', resolve);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  });

/** Waits until the events are relayed and the jobs done. @returns how long that took in seconds */
async function untilQuiet(url, seconds) {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  for (let quiet = 0; ; await sleep(200)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    let open = 0;
    for (const [, labels, value] of text.matchAll(/^muster_jobs\{(.*)\} (\S+)$/gm))
      if (/state="(waiting|active|prioritized|waiting-children)"/.test(labels)) open += Number(value);
    open += Number(/^muster_outbox_unrelayed (\S+)$/m.exec(text)?.[1] ?? NaN);
    quiet = open === 0 ? quiet + 1 : 0;
    if (quiet === 2) return round(Math.max(0, passed() - 0.4));
    if (passed() > seconds) throw new Error(`Muster's jobs are not done after ${seconds} s: ${open} are left`);
  }
}
