import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { ReleasesController } from './releases.controller.js';
import { ReleasesJobs } from './releases.jobs.js';
import { ReleasesResolver } from './releases.resolver.js';
import { ReleaseWriter } from './release-writer.js';
import { ReleasesService } from './releases.service.js';

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule],
  controllers: [ReleasesController],
  providers: [ReleaseWriter, ReleasesService, ReleasesResolver, ReleasesJobs],
})
export class ReleasesModule {}
