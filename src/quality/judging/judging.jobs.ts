import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { RereviewsService } from './rereviews.service.js';

@Injectable()
export class JudgingJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly rereviews: RereviewsService,
  ) {}

  onModuleInit(): void {
    this.jobs.on('verdict.submitted', 'fast', 'open-rereviews', (data) =>
      this.rereviews.openFor(data.organizationId!, data.subjectId!),
    );
  }
}
