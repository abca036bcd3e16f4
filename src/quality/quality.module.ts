import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { GoldResolver } from './gold/gold.resolver.js';
import { GoldService } from './gold/gold.service.js';
import { GoldStore } from './gold/gold.store.js';
import { ErrorModels } from './error-models/error-models.service.js';
import { ErrorModelsStore } from './error-models/error-models.store.js';
import { VerdictsResolver } from './verdicts.resolver.js';
import { NoticesStore } from './notices/notices.store.js';
import { TrustService } from './trust/trust.service.js';
import { TrustStore } from './trust/trust.store.js';
import { VerdictsService } from './verdicts.service.js';

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule],
  providers: [
    TrustStore,
    TrustService,
    NoticesStore,
    VerdictsService,
    VerdictsResolver,
    GoldStore,
    GoldService,
    GoldResolver,
    ErrorModels,
    ErrorModelsStore,
  ],
  exports: [GoldService, ErrorModels, TrustService, NoticesStore],
})
export class QualityModule {}
