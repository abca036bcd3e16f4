import { appendFileSync } from 'node:fs';
import { Command } from 'commander';
import { aggregateCommand } from './consensus/command/aggregate.command.js';
import { agreementCommand } from './consensus/command/agreement.command.js';
import { connectorCommand } from './connectors/command/verify.command.js';
import { runCampaign } from './demo/campaign.js';
import { table } from './demo/summary.js';
import { checkWorkHours, linesOfWork } from './metrics/work-hours/check-work-hours.js';
import { ConfigError, readConfig } from './platform/index.js';
import { embeddedUrlOf, startEmbeddedPostgres, startOrFind } from './platform/embedded-postgres.js';
import { createLog } from './platform/log.js';
import { migrate } from './platform/migrate.js';
import { samplingPlanCommand } from './quality/command/sampling-plan.command.js';
import { verifyAuditCommand } from './quality/command/verify-audit.command.js';
import { startServer } from './server.js';
import { simulateCommand } from './simulation/command/simulate.command.js';
import { checkQueue, linesOf } from './tasks/check-queue.js';
import { checkProgress, linesOfProgress } from './tasks/progress/check-progress.js';
import { checkResults, linesOfResults } from './workflow/check-results.js';

const muster = new Command('muster').description('Muster runs the work of managed labelling teams.');

muster
  .command('start')
  .description('start the server (as npm start does)')
  .action(async () => void (await import('./main.js')));

muster
  .command('migrate')
  .description('bring the database of DATABASE_URL to this version')
  .action(async () => {
    const { DATABASE_URL } = readConfig(environment());
    if (!DATABASE_URL) throw new Error('DATABASE_URL is not set; the embedded database is migrated at every start.');
    const applied = await migrate(DATABASE_URL);
    process.stdout.write(applied.length > 0 ? `${applied.join('\n')}\n` : 'The database is at this version already.\n');
  });

muster
  .command('demo')
  .description('run the real lung campaign, from import to release, with a simulated team')
  .option('--json', 'end with one line of JSON')
  .option('--url <url>', 'use a running server instead of starting one')
  .option('--limit <images>', 'only the first so many images', Number)
  .option('--acknowledged <file>', 'append the id of every acknowledged answer to a file')
  .option('--brief', 'leave out the second batch, of pictures to try')
  .action(async (options: { json?: boolean; url?: string; limit?: number; brief?: boolean; acknowledged?: string }) => {
    const config = readConfig(environment());
    const log = createLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, 2);
    const server = options.url ? undefined : await ownServer({ ...config, PORT: 0, HOST: '127.0.0.1' }, log);
    const tell = (line: string) => process.stderr.write(`${line}\n`);
    try {
      const summary = await runCampaign({
        url: options.url ?? server!.url,
        owner: { email: config.OWNER_EMAIL, password: config.OWNER_PASSWORD },
        limit: options.limit,
        isBrief: options.brief,
        acknowledged: options.acknowledged ? (id) => appendFileSync(options.acknowledged!, `${id}\n`) : undefined,
        tell,
      });
      process.stdout.write(`\n${table(summary)}`);
      if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    } finally {
      await server?.stop();
    }
  });

muster
  .command('check-queue')
  .description('compare the queue with the law: every free seat is in it once, and nothing else is')
  .option('--repair', 'rebuild what differs')
  .option('--json', 'end with one line of JSON')
  .action(async (options: { repair?: boolean; json?: boolean }) => {
    const checked = await withDatabase((url) => checkQueue(url, options.repair ?? false));
    tellCheck(linesOf(checked), options.json ? checked : undefined);
    process.exitCode = checked.differences.length > 0 && !options.repair ? 1 : 0;
  });

muster
  .command('check-rollups')
  .description(
    'count the hours of work and the progress of batches again from tasks, answers and verdicts, and compare',
  )
  .option('--repair', 'add what is missing')
  .option('--json', 'end with one line of JSON')
  .action(async (options: { repair?: boolean; json?: boolean }) => {
    const repairs = options.repair ?? false;
    const { work, batches } = await withDatabase(async (url) => ({
      work: await checkWorkHours(url, repairs),
      batches: await checkProgress(url, repairs),
    }));
    tellCheck([...linesOfWork(work), ...linesOfProgress(batches)], options.json ? { ...work, batches } : undefined);
    process.exitCode = work.differences.length + batches.differences.length > 0 && !repairs ? 1 : 0;
  });

muster
  .command('check-results')
  .description('make every result again from what it names: the answers, the policy, what was known of the people')
  .option('--json', 'end with one line of JSON')
  .action(async (options: { json?: boolean }) => {
    const checked = await withDatabase(checkResults);
    tellCheck(linesOfResults(checked), options.json ? checked : undefined);
    process.exitCode = checked.differences.length > 0 ? 1 : 0;
  });

muster.addCommand(agreementCommand());
muster.addCommand(aggregateCommand());
muster.addCommand(samplingPlanCommand());
muster.addCommand(verifyAuditCommand());
muster.addCommand(simulateCommand());
muster.addCommand(connectorCommand());

/** On the database of DATABASE_URL, of a running server, or of the data folder. */
async function withDatabase<Answer>(work: (url: string) => Promise<Answer>): Promise<Answer> {
  const { DATABASE_URL, MUSTER_HOME } = readConfig(environment());
  const running = DATABASE_URL ?? (await embeddedUrlOf(MUSTER_HOME));
  const own = running ? undefined : await startEmbeddedPostgres({ home: MUSTER_HOME, log: () => undefined });
  try {
    return await work(running ?? own!.url);
  } finally {
    await own?.stop();
  }
}

function tellCheck(lines: string[], result: object | undefined): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (result) process.stdout.write(`${JSON.stringify(result)}\n`);
}

const patienceMilliseconds = 60_000;

/** A server of our own on the data folder, or the one that has it already. */
async function ownServer(
  config: ReturnType<typeof readConfig>,
  log: ReturnType<typeof createLog>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startOrFind(config.MUSTER_HOME, () => startServer(config, log), patienceMilliseconds);
  if (typeof server !== 'string') return server;
  process.stderr.write(`A Muster runs on ${config.MUSTER_HOME} already: using it, at ${server}.\n`);
  return { url: server, stop: async () => undefined };
}

// eslint-disable-next-line no-restricted-syntax -- the command line is an edge: the environment enters here
const environment = (): NodeJS.ProcessEnv => process.env;

try {
  await muster.parseAsync();
} catch (error) {
  const lines =
    error instanceof ConfigError ? error.mistakes : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
