import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** One process of the program as users run it; it may be killed at any moment. */
class Server {
  url: string | undefined;
  private child: ChildProcess | undefined;
  private isWanted = true;
  private ready: Promise<void> = Promise.resolve();

  constructor(private readonly environment: Record<string, string>) {}

  start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    this.ready = new Promise((resolve, reject) => {
      let output = '';
      child.stdout!.on('data', (data) => {
        output += String(data);
        if (this.child === child && !this.url && (this.url = /http:\/\/localhost:\d+/.exec(output)?.[0])) resolve();
      });
      child.once('exit', (code) => {
        if (this.child === child) this.url = undefined;
        reject(new Error(`a server ended with ${code} before it was ready`));
      });
    });
    return this.ready;
  }

  /** As a power cut would, and up again at once. */
  kill(): void {
    const killed = this.child!;
    this.url = undefined;
    killed.kill('SIGKILL');
    killed.once('exit', () => {
      if (this.isWanted) void this.start().catch(() => undefined);
    });
  }

  async stop(): Promise<void> {
    this.isWanted = false;
    await this.ready.catch(() => undefined);
    const child = this.child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

/** Several processes over one database: the first does the background work as well. */
export class Servers {
  private constructor(private readonly servers: Server[]) {}

  static async start(databaseUrl: string, count: number, more: Record<string, string> = {}): Promise<Servers> {
    const home = await mkdtemp(join(process.env.TEST_HOME!, 'servers-'));
    const servers = Array.from(
      { length: count },
      (_, index) =>
        new Server({
          NODE_ENV: 'test',
          NODE_OPTIONS: '',
          ROLE: index === 0 ? 'all' : 'api',
          DATABASE_URL: databaseUrl,
          DATABASE_POOL_SIZE: '12',
          MUSTER_HOME: home,
          HOST: '127.0.0.1',
          PORT: '0',
          LOG_LEVEL: 'fatal',
          LEASE_SWEEP_SECONDS: '1',
          ...more,
        }),
    );
    // One after the other: the first migrates and makes the owner.
    for (const server of servers) await server.start();
    return new Servers(servers);
  }

  /** The address of one that runs; waits while none does. */
  async url(which: number): Promise<string> {
    for (;;) {
      const running = this.servers.filter((server) => server.url);
      if (running.length > 0) return running[which % running.length]!.url!;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Whether every one of them serves at this moment. */
  get areUp(): boolean {
    return this.servers.every((server) => server.url);
  }

  /** Answers whether one was running. */
  kill(which: number): boolean {
    const running = this.servers.filter((server) => server.url);
    if (running.length === 0) return false;
    running[which % running.length]!.kill();
    return true;
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}
