/** The server process: started, watched, restarted on the same port when it dies, stopped. */
import { type ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveToOwner } from './data-folder.js';
import { exists, within } from './files.js';
import { type FolderLock } from './folder-lock.js';
import { readStatus, stopOrphans } from './orphans.js';
import { type Place, spawnAs } from './place.js';
import { freePort, isFree } from './ports.js';

export class Server {
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
