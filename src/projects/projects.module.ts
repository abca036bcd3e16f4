import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectFactsCache } from './project-facts.js';
import { ProjectsResolver } from './projects.resolver.js';
import { ProjectsService } from './projects.service.js';
import { ProjectsStore } from './projects.store.js';

@Module({
  imports: [IdentityModule],
  providers: [ProjectsStore, ProjectsService, ProjectFactsCache, ProjectsResolver],
  exports: [ProjectsService, ProjectFactsCache],
})
export class ProjectsModule {}
