import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../platform/index.js';
import { ReleasesService } from './releases.service.js';

@Injectable()
export class ReleasesJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly releases: ReleasesService,
  ) {}

  onModuleInit(): void {
    this.jobs.on('release.requested', 'heavy', 'write-release', (data) =>
      this.releases.write(data.organizationId!, data.subjectId!),
    );
    this.jobs.every(60, 'write-forgotten-releases', async () => {
      for (const release of await this.releases.freezing())
        await this.releases.write(release.organization_id, release.id);
    });
  }
}
