import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { ModelEngine } from './connectors/index.js';
import { Bootstrap } from './identity/index.js';
import { type Config, Database, Jobs, type Log, Outbox } from './platform/index.js';
import { forgetAnsweringAt, noteAnsweringAt, startEmbeddedPostgres } from './platform/embedded-postgres.js';
import { createAdapter, prepareServer } from './platform/http/server.js';
import { Readiness } from './platform/http/readiness.js';
import { LiveServer } from './platform/live/live-server.js';
import { NestLog } from './platform/log.js';
import { migrate } from './platform/migrate.js';
import { DeliveryEngine } from './webhooks/index.js';

export interface RunningServer {
  app: NestFastifyApplication;
  url: string;
  /** The organization was created now. */
  isFirstStart: boolean;
  /** Not ready, then no new requests and jobs, then those in flight end, then the database stops. Asked again it is the same end. */
  stop(): Promise<void>;
}

/** Starts everything that the configuration asks for and resolves when /readyz would say so. */
export async function startServer(given: Config, log: Log): Promise<RunningServer> {
  const embedded = given.DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ home: given.MUSTER_HOME, log: (line) => log.debug(line) });
  const config: Config = { ...given, DATABASE_URL: given.DATABASE_URL ?? embedded!.url };
  try {
    const applied = await migrate(config.DATABASE_URL!);
    if (applied.length > 0) log.info({ migrations: applied.length }, 'database migrated');
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.forRoot(config, log),
      createAdapter(config),
      { logger: new NestLog(log), abortOnError: false },
    );
    await prepareServer(app, config, log);
    await app.get(Database).open();
    const { created: isFirstStart } = await app.get(Bootstrap).ensureOwner();
    await app.init();
    const works = config.ROLE !== 'api';
    await app.get(Jobs).start(works);
    if (works) {
      app.get(Outbox).startRelay();
      app.get(DeliveryEngine).start();
      app.get(ModelEngine).start();
    }
    app.get(LiveServer).attach(app.getHttpServer());
    await app.listen(config.PORT, config.HOST);
    const address = app.getHttpServer().address() as { port: number };
    const url = `http://localhost:${address.port}`;
    if (embedded) await noteAnsweringAt(given.MUSTER_HOME, url);
    const end = async () => {
      if (embedded) await forgetAnsweringAt(given.MUSTER_HOME);
      app.get(Readiness).stop();
      await app.get(LiveServer).close();
      await app.close();
      await app.get(Outbox).close();
      await app.get(Jobs).close();
      await app.get(Database).close();
      await embedded?.stop();
    };
    let ended: Promise<void> | null = null;
    const stop = () => (ended ??= end());
    return { app, url, isFirstStart, stop };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
