import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../../app.module.js';
import { Bootstrap } from '../../identity/index.js';
import { Clock, Database, Jobs, readConfig } from '../../platform/index.js';
import { startEmbeddedPostgres } from '../../platform/embedded-postgres.js';
import { createLog, NestLog } from '../../platform/log.js';
import { migrate } from '../../platform/migrate.js';
import { SimulatedClock } from './simulated-clock.js';
import { SimulatedJobs } from './simulated-jobs.js';

/** All services of Muster on a database of their own, without HTTP, in a time that only the simulation moves. */
export interface SimulatedMuster {
  services: INestApplicationContext;
  database: Database;
  databaseUrl: string;
  clock: SimulatedClock;
  jobs: SimulatedJobs;
  /** Runs the jobs that news ask for, and those that follow from them, until there are no more. */
  settle(atOnce: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startSimulatedMuster(startsAt: Date): Promise<SimulatedMuster> {
  const home = await mkdtemp(join(tmpdir(), 'muster-simulation-'));
  await chmod(home, 0o755);
  const server = await startEmbeddedPostgres({ home, log: () => undefined, fsync: false });
  const closing: (() => Promise<unknown>)[] = [() => rm(home, { recursive: true, force: true }), () => server.stop()];
  const stop = async () => {
    for (const close of closing.reverse()) await close();
  };
  try {
    await migrate(server.url);
    const owner = new pg.Client({ connectionString: server.url });
    await owner.connect();
    closing.push(() => owner.end());
    const clock = new SimulatedClock(startsAt);
    await clock.take(owner);
    await giveNewsAnOrder(owner);

    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: server.url,
      DATABASE_POOL_SIZE: '12',
      REQUEST_TIMEOUT_SECONDS: '300',
      MUSTER_HOME: home,
      ORGANIZATION_NAME: 'Simulation',
    });
    const log = createLog('warn', 2);
    const jobs = new SimulatedJobs(config, log);
    const instead = [
      { provide: Clock, useValue: clock },
      { provide: Jobs, useValue: jobs },
    ];
    const services = await NestFactory.createApplicationContext(AppModule.forRoot(config, log, instead), {
      logger: new NestLog(log),
      abortOnError: false,
    });
    const database = services.get(Database);
    closing.push(
      () => database.close(),
      () => services.close(),
    );
    await database.open();
    await services.get(Bootstrap).ensureOwner();
    return { services, database, databaseUrl: server.url, clock, jobs, settle: newsReader(database, jobs), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Much happens in one simulated moment, so the time says nothing of the order. */
async function giveNewsAnOrder(owner: pg.Client): Promise<void> {
  await owner.query(`
    ALTER TABLE event ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY;
    CREATE INDEX event_place ON event (place);
    DROP INDEX event_unrelayed;`);
}

/** The relay of a simulation. Nothing is under way when it looks, so a cursor overlooks nothing. */
function newsReader(database: Database, jobs: SimulatedJobs): (atOnce: number) => Promise<void> {
  let last = '0';
  return async (atOnce) => {
    for (;;) {
      const news = await database.asSystem<{
        place: string;
        organization_id: string;
        type: string;
        subject_id: string;
      }>(`SELECT place, organization_id, type, subject_id FROM event WHERE place > $1 ORDER BY place`, [last]);
      if (news.length === 0) return;
      last = news.at(-1)!.place;
      for (const { organization_id: organizationId, type, subject_id: subjectId } of news)
        await jobs.add(jobs.subscribers(type).map((name) => ({ name, data: { organizationId, subjectId } })));
      await jobs.runWaiting(atOnce);
    }
  };
}
