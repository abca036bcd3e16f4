import { type Config, Jobs, readConfig } from '../../src/platform/index.js';
import { createLog } from '../../src/platform/log.js';
import { type RunningServer, startServer } from '../../src/server.js';
import { asRunning, freshDatabase, type Running, settingsOf } from './caller.js';

export { type Answer, type Caller, caller, ownerPassword, signIn } from './caller.js';

export interface TestApp extends Running {
  server: RunningServer;
  config: Config;
}

/** The whole server on a fresh copy of the migrated database. */
export async function startApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const config = readConfig({ ...settingsOf(await freshDatabase()), ...environment });
  const server = await startServer(config, createLog(config.LOG_LEVEL));
  return { ...(await asRunning(server.url, config.DATABASE_URL!, () => server.stop())), server, config };
}

/** The server does not run this by the clock any more: the story itself says when. */
export async function stopRunning(app: TestApp, job: string): Promise<void> {
  const isStopped = await app.server.app.get(Jobs)['queue']('schedule').removeJobScheduler(job);
  if (!isStopped) throw new Error(`the server runs no ${job} by the clock`);
}
