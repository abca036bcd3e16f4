import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectsResolver } from './projects.resolver.js';
import { ProjectsService } from './projects.service.js';
import { ProjectsStore } from './projects.store.js';

@Module({
  imports: [IdentityModule],
  providers: [ProjectsStore, ProjectsService, ProjectsResolver],
  exports: [ProjectsService],
})
export class ProjectsModule {}
