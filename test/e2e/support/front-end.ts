import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', '..', 'examples', 'front-end', 'server.mjs');

export interface RunningFrontEnd {
  url: string;
  stop(): Promise<void>;
}

/** The reference front end as its users run it: a program of its own that is told by its environment. */
export async function startFrontEnd(settings: {
  musterUrl: string;
  hook: string;
  secret: string;
  more?: Record<string, string>;
}): Promise<RunningFrontEnd> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      MUSTER_URL: settings.musterUrl,
      MUSTER_HOOK: settings.hook,
      MUSTER_SECRET: settings.secret,
      ...settings.more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      const found = /http:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.stderr!.on('data', (chunk) => (said += chunk));
    child.once('exit', () => reject(new Error(`the front end ended: ${said}`)));
  });
}
