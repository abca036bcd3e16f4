import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The server as users run it, started again whenever it dies. */
export class RestartingServer {
  private child: ChildProcess | undefined;
  private isStopped = false;
  constructor(
    readonly home: string,
    readonly port: number,
  ) {}

  start(): void {
    const env = {
      ...process.env,
      MUSTER_HOME: this.home,
      PORT: String(this.port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      NODE_OPTIONS: '',
      LEASE_SWEEP_SECONDS: '1',
    };
    this.child = spawn(process.execPath, ['dist/src/main.js'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    this.child.once('exit', () => {
      if (!this.isStopped) this.start();
    });
  }

  killNode(): void {
    this.child?.kill('SIGKILL');
  }

  async killDatabase(): Promise<void> {
    const pid = (await readFile(join(this.home, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0];
    if (!pid) return;
    // ps fails when there is no such child: then the server was going down already.
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' });
    const children = stdout.split('\n');
    for (const one of [pid, ...children].map(Number).filter(Boolean)) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // It was gone already.
      }
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (!this.child || this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.child!.once('exit', resolve));
    this.child.kill('SIGTERM');
    await gone;
  }
}
