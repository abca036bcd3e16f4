import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AuditsModule } from './audits/index.js';
import { BatchesModule } from './batches/index.js';
import { ConnectorsModule } from './connectors/index.js';
import { IdentityModule } from './identity/index.js';
import { MetricsModule } from './metrics/index.js';
import { type Config, type Log } from './platform/index.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProjectsModule } from './projects/index.js';
import { QualityModule } from './quality/index.js';
import { ReleasesModule } from './releases/index.js';
import { TasksModule } from './tasks/index.js';
import { WebhooksModule } from './webhooks/index.js';
import { WorkflowModule } from './workflow/index.js';
import { WorkforceModule } from './workforce/index.js';

/** The features in their order: each may import only from those before it. */
@Module({})
export class AppModule {
  static forRoot(config: Config, log: Log, instead: Provider[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, log, instead),
        IdentityModule,
        WorkforceModule,
        ProjectsModule,
        BatchesModule,
        TasksModule,
        QualityModule,
        WorkflowModule,
        AuditsModule,
        ReleasesModule,
        ConnectorsModule,
        WebhooksModule,
        MetricsModule,
      ],
    };
  }
}
