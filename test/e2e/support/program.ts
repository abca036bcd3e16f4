import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { asRunning, freshDatabase, type Running, settingsOf } from '../../factories/caller.js';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'main.js');

export interface Program {
  url: string;
  /** At once, as a machine that loses its power. */
  kill(): Promise<void>;
}

export interface RunningProgram extends Running {
  /** what it was told: to start another one over the same database */
  environment: Record<string, string>;
}

/** Muster as its users start it: a process of its own, compiled. To a story it is there sooner than the sources in the test's process. */
export async function startProgram(environment: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await addressOf(child),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The program on a fresh copy of the migrated database, with its owner signed in. */
export async function startMuster(more: Record<string, string> = {}): Promise<RunningProgram> {
  const fresh = await freshDatabase();
  const environment = { ...settingsOf(fresh), ...more };
  const { url, kill } = await startProgram(environment);
  return { ...(await asRunning(url, fresh.databaseUrl, kill)), environment };
}

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      const found = /GraphQL\s+(\S+)\/graphql/.exec(said);
      if (found) resolve(found[1]!);
    });
    child.once('exit', () => reject(new Error(`Muster ended: ${said}`)));
  });
