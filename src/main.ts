import { setFlagsFromString } from 'node:v8';
import { ConfigError, type Config, defaultSecrets, readConfig } from './platform/index.js';
import { FolderInUse } from './platform/embedded-postgres.js';
import { createLog } from './platform/log.js';
import { startServer } from './server.js';

/**
 * The heap grows by a quarter at most before it is swept. By V8's own measure a process with a hundred megabytes alive may let three
 * hundred of garbage gather: an import of a million rows took 407 MB so, and 240 at a cost of a twentieth of its CPU.
 */
setFlagsFromString('--heap-growing-percent=25');

const patienceMilliseconds = 15_000;

/** Reads the environment or says, a line each, what is wrong with it. */
function configOrExit(): Config {
  try {
    // eslint-disable-next-line no-restricted-syntax -- the one place where the environment enters
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const mistake of error.mistakes) process.stderr.write(`${mistake}\n`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const began = performance.now();
  const config = configOrExit();
  const log = createLog(config.LOG_LEVEL);
  const server = await startServer(config, log).catch((error: unknown) => {
    if (error instanceof FolderInUse) process.stderr.write(`${error.message}\n`);
    else log.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'cannot start');
    process.exit(1);
  });
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      // Leases stay valid: people go on where they were after the restart.
      setTimeout(() => process.exit(1), patienceMilliseconds).unref();
      void server.stop().then(() => process.exit(0));
    });
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const signIn =
    config.OWNER_PASSWORD === defaultSecrets.OWNER_PASSWORD
      ? `${config.OWNER_EMAIL} / ${config.OWNER_PASSWORD}`
      : config.OWNER_EMAIL;
  process.stdout.write(
    `\nMuster is ready after ${seconds} s (${config.ROLE}).\n\n  Console   ${server.url}/\n  GraphQL   ${server.url}/graphql\n  Health    ${server.url}/readyz\n  Sign in   ${signIn}\n  Data      ${config.DATABASE_URL ? 'DATABASE_URL' : config.MUSTER_HOME}\n\nTry the real campaign: npm run demo\n`,
  );
  const isWanted =
    config.MUSTER_DEMO || (server.isFirstStart && process.stdout.isTTY && config.NODE_ENV !== 'production');
  if (isWanted && config.ROLE !== 'worker') {
    await loadDemo(server.url, config).catch((error: unknown) =>
      log.error({ error: String(error) }, 'the demo did not load'),
    );
  }
}

/** The real campaign beside the running server, so that the first look finds something to see. */
async function loadDemo(url: string, config: Config): Promise<void> {
  const { runCampaign } = await import('./demo/campaign.js');
  const tell = (line: string) => process.stdout.write(`demo: ${line}\n`);
  const summary = await runCampaign({
    url,
    owner: { email: config.OWNER_EMAIL, password: config.OWNER_PASSWORD },
    tell,
  });
  tell(`ready: ${summary.settled} of ${summary.imported} settled, release in ${summary.releasePath}`);
}

await main();
