import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { Database } from './database.js';
import { GraphqlApiModule } from './graphql/graphql.module.js';
import { CompiledOperations } from './graphql/compiled-operations.plugin.js';
import { TimingPlugin } from './graphql/timing.plugin.js';
import { NodeRegistry } from './graphql/node-registry.js';
import { Housekeeping } from './housekeeping.js';
import { HealthController } from './http/health.controller.js';
import { ConsoleController } from './http/console.controller.js';
import { Metrics } from './http/metrics.js';
import { Readiness } from './http/readiness.js';
import { LiveDoor } from './live/live-door.js';
import { LiveServer } from './live/live-server.js';
import { News } from './live/news.js';
import { LOG, type Log } from './log.js';
import { NameResolver, OutboundHttp, SystemNameResolver } from './outbound/index.js';
import { Outbox } from './outbox.js';
import { Jobs } from './queue.js';
import { Seal } from './seal.js';

@Global()
@Module({})
export class PlatformModule {
  /** @param instead takes the place of what has the same token: a simulation brings its own clock and its own job queue */
  static forRoot(config: Config, log: Log, instead: Provider[] = []): DynamicModule {
    const shared = [
      Database,
      Jobs,
      Outbox,
      News,
      LiveDoor,
      LiveServer,
      NodeRegistry,
      Readiness,
      Metrics,
      TimingPlugin,
      CompiledOperations,
      Housekeeping,
      OutboundHttp,
      Seal,
      { provide: NameResolver, useClass: SystemNameResolver },
      { provide: Clock, useClass: SystemClock },
    ];
    const values = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
    ];
    return {
      module: PlatformModule,
      imports: [GraphqlApiModule.forRoot()],
      controllers: [HealthController, ConsoleController],
      providers: [...values, ...shared, ...instead],
      exports: [
        CONFIG,
        LOG,
        Database,
        Jobs,
        Outbox,
        NodeRegistry,
        Readiness,
        Metrics,
        Clock,
        OutboundHttp,
        Seal,
        News,
        LiveDoor,
      ],
    };
  }
}
