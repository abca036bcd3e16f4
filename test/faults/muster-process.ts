import { type ChildProcess, spawn } from 'node:child_process';

/** A process of Muster over the database of the test. */
export class MusterProcess {
  private child!: ChildProcess;
  url = '';
  constructor(private readonly env: Record<string, string>) {}

  async start(): Promise<void> {
    this.child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { ...process.env, NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal', ...this.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.url = await new Promise<string>((resolve, reject) => {
      let output = '';
      this.child.stdout!.on('data', (data) => {
        const found = /http:\/\/localhost:\d+/.exec((output += String(data)));
        if (found) resolve(found[0]);
      });
      this.child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
    });
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }
}
