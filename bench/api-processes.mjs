/* Muster's own API processes (ROLE=api), started as an operator would start them, on a database made here. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));

/**
 * Starts `count` of them with `poolSize` connections each.
 * @param isProfiled keeps a CPU profile, which `stop()` then answers, one a process
 */
export async function openApiProcesses(url, { count, poolSize, isProfiled = false }) {
  const folder = isProfiled ? await mkdtemp(join(tmpdir(), 'muster-profile-')) : null;
  const secrets = { SECRET_KEY: randomBytes(32).toString('hex'), OWNER_PASSWORD: randomBytes(16).toString('hex') };
  const started = await Promise.allSettled(
    Array.from({ length: count }, () => start(url, { poolSize, folder, secrets })),
  );
  const processes = started.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  const stop = async () => {
    await Promise.all(processes.map(end));
    if (!folder) return [];
    const profiles = await Promise.all(
      (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
    );
    await rm(folder, { recursive: true, force: true });
    return profiles;
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { origins: processes.map((one) => one.origin), pids: processes.map((one) => one.child.pid), stop };
}

async function start(url, { poolSize, folder, secrets }) {
  const flags = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  const child = spawn(process.execPath, [...flags, program], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      ROLE: 'api',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: String(poolSize),
      ...secrets,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const port = /http:\/\/localhost:(\d+)\/graphql/.exec(said)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`the API process ended with ${code}: ${said}`)));
  });
  return { child, origin };
}

async function end({ child }) {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(patience);
}
