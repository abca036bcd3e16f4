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
import { VerdictsService } from './verdicts.service.js';

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule],
  providers: [VerdictsService, VerdictsResolver, GoldStore, GoldService, GoldResolver, ErrorModels, ErrorModelsStore],
  exports: [GoldService, ErrorModels],
})
export class QualityModule {}
