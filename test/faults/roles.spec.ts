import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';

/** A process of Muster, as an operator runs it. */
function start(env: Record<string, string>, script = 'dist/src/main.js', options: string[] = []) {
  const child = spawn(process.execPath, [script, ...options], {
    env: { ...process.env, NODE_OPTIONS: '', LOG_LEVEL: 'error', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child: child as ChildProcess, exited, output: () => output };
}

async function until(look: () => Promise<boolean> | boolean): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('what the test waits for did not come');
}

describe('one database, an api process and a worker process', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let api: ReturnType<typeof start>;
  let worker: ReturnType<typeof start>;
  let url: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'muster-roles-'));
    await chmod(home, 0o755);
    postgres = await startEmbeddedPostgres({ home: join(home, 'database'), log: () => undefined });
    const env = { DATABASE_URL: postgres.url, MUSTER_HOME: join(home, 'data'), PORT: '0' };
    // Both migrate at once: one waits for the other.
    api = start({ ...env, ROLE: 'api' });
    worker = start({ ...env, ROLE: 'worker' });
    await until(() => api.output().includes('ready') && worker.output().includes('ready'));
    url = /http:\/\/localhost:\d+/.exec(api.output())![0];
  });
  afterAll(async () => {
    api.child.kill('SIGKILL');
    worker.child.kill('SIGKILL');
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('a campaign asked of the api is carried out by the worker', async () => {
    const demo = start({}, 'dist/src/cli.js', ['demo', '--json', '--brief', '--limit', '10', '--url', url]);
    expect(await demo.exited).toBe(0);
    expect(JSON.parse(demo.output().trim().split('\n').at(-1)!)).toMatchObject({
      imported: 10,
      settled: 10,
      overCollected: 0,
    });
  });

  it('a worker stops and another takes its place while the api stays ready', async () => {
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    worker = start({ DATABASE_URL: postgres.url, MUSTER_HOME: join(home, 'data'), PORT: '0', ROLE: 'worker' });
    await until(() => worker.output().includes('ready'));
  });

  it('SIGTERM ends each of them with exit code 0', async () => {
    api.child.kill('SIGTERM');
    worker.child.kill('SIGTERM');
    expect([await api.exited, await worker.exited]).toEqual([0, 0]);
  });
});
