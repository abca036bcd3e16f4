import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that docs/label-studio.md is about. */
export const labelStudioVersion = '1.23.2';
export const apiToken = '0123456789abcdef0123456789abcdef01234567';

export interface LabelStudioServer {
  url: string;
  /** seconds that installing and starting took */
  took: { install: number; start: number };
  stop(): Promise<void>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Label Studio itself, as a process of its own with data of its own, in a temporary folder. It is installed there from the Python
 * package index, unless `LABEL_STUDIO` names the command of one that is installed. Null, after saying why: it cannot be had here.
 */
export async function startLabelStudio(): Promise<LabelStudioServer | null> {
  const home = await mkdtemp(join(tmpdir(), 'muster-label-studio-'));
  const began = Date.now();
  const command = process.env.LABEL_STUDIO ?? (await installed(home));
  if (command === null) {
    await rm(home, { recursive: true, force: true });
    return null;
  }
  const install = (Date.now() - began) / 1000;
  const port = await freePort();
  const server = spawn(command, ['start', '--no-browser', '--port', String(port), '--data-dir', join(home, 'data')], {
    cwd: home,
    // Of its own group: it has children of its own.
    detached: true,
    env: {
      ...environmentWithoutSecrets(),
      LABEL_STUDIO_USERNAME: 'owner@muster.example',
      LABEL_STUDIO_PASSWORD: 'owner-of-muster',
      LABEL_STUDIO_USER_TOKEN: apiToken,
      LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN: 'true',
      LABEL_STUDIO_BASE_DATA_DIR: join(home, 'data'),
      // Webhooks to this very machine.
      SSRF_PROTECTION_ENABLED: 'false',
      DJANGO_DB: 'sqlite',
      COLLECT_ANALYTICS: 'false',
      LATEST_CHECK: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(home, 'server.log'));
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const url = `http://127.0.0.1:${port}`;
  const starting = Date.now();
  try {
    await answers(`${url}/health`, server);
  } catch (fault) {
    say((await readFile(join(home, 'server.log'), 'utf8')).slice(-3000));
    await stopped(server, home);
    throw fault;
  }
  return { url, took: { install, start: (Date.now() - starting) / 1000 }, stop: () => stopped(server, home) };
}

/** Nothing of this process but what a program needs to run. */
function environmentWithoutSecrets(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function installed(home: string): Promise<string | null> {
  const venv = join(home, 'venv');
  try {
    await run('python3', ['-m', 'venv', venv]);
  } catch {
    say('SKIPPED interop: no python3 with venv');
    return null;
  }
  try {
    await run(join(venv, 'bin/pip'), ['install', '-q', '--disable-pip-version-check', `label-studio==${labelStudioVersion}`], {
      timeout: 600_000,
    }); // prettier-ignore
  } catch (fault) {
    const [reason] = String((fault as { stderr?: string }).stderr ?? fault).split('\n').filter((line) => /error/i.test(line)); // prettier-ignore
    say(
      `SKIPPED interop: label-studio ${labelStudioVersion} could not be installed from PyPI (${reason ?? 'no reason'})`,
    );
    return null;
  }
  return join(venv, 'bin/label-studio');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + 400_000; Date.now() < end; await setTimeout(300)) {
    if (server.exitCode !== null) throw new Error(`Label Studio ended with ${server.exitCode}`);
    const isUp = await fetch(url).then((response) => response.ok, () => false); // prettier-ignore
    if (isUp) return;
  }
  throw new Error('Label Studio did not start');
}

async function stopped(server: ChildProcess, home: string): Promise<void> {
  if (server.exitCode === null && server.pid !== undefined) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    process.kill(-server.pid, 'SIGTERM');
    await Promise.race([ended, setTimeout(10_000, undefined, { ref: false })]);
    if (server.exitCode === null && server.signalCode === null) process.kill(-server.pid, 'SIGKILL');
  }
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
}
