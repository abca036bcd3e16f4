import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { ErrorModels } from './error-models/error-models.service.js';
import { ErrorModelsStore } from './error-models/error-models.store.js';
import { VerdictsResolver } from './verdicts.resolver.js';
import { VerdictsService } from './verdicts.service.js';

@Module({
  imports: [IdentityModule, ProjectsModule, TasksModule],
  providers: [VerdictsService, VerdictsResolver, ErrorModels, ErrorModelsStore],
  exports: [ErrorModels],
})
export class QualityModule {}
