import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobData, Jobs } from '../../platform/index.js';
import { CorrectionsService } from './corrections.service.js';

@Injectable()
export class CorrectionsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly corrections: CorrectionsService,
  ) {}

  onModuleInit(): void {
    for (const type of ['task.settled', 'result.replaced'])
      this.jobs.on(type, 'fast', 'compare-prelabel', ({ organizationId, subjectId }: JobData) =>
        this.corrections.compareTask(organizationId!, subjectId!),
      );
    for (const type of ['batch.completed', 'batch.accepted'])
      this.jobs.on(type, 'fast', 'compare-prelabels-of-batch', ({ organizationId, subjectId }: JobData) =>
        this.corrections.compareBatch(organizationId!, subjectId!),
      );
  }
}
