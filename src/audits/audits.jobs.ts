import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobData, Jobs } from '../platform/index.js';
import { LotProgressService } from './lot-progress.service.js';

const sweepSeconds = 30;

@Injectable()
export class AuditsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly progress: LotProgressService,
  ) {}

  onModuleInit(): void {
    const ofBatch = ({ organizationId, subjectId }: JobData) =>
      this.progress.advanceOf(organizationId!, { batchId: subjectId! });
    for (const type of ['batch.completed', 'batch.reopened', 'batch.cancelled'])
      this.jobs.on(type, 'fast', 'advance-lots-of-batch', ofBatch);
    const ofTask = ({ organizationId, subjectId }: JobData) =>
      this.progress.advanceOf(organizationId!, { taskId: subjectId! });
    for (const type of ['verdict.submitted', 'task.reopened'])
      this.jobs.on(type, 'fast', 'advance-lots-of-task', ofTask);
    const ofProject = ({ organizationId, subjectId }: JobData) =>
      this.progress.advanceOf(organizationId!, { projectId: subjectId! });
    this.jobs.on('audit.corrected', 'fast', 'advance-lots-of-project', ofProject);
    const one = ({ organizationId, subjectId }: JobData) => this.progress.advance(organizationId!, subjectId!);
    for (const type of ['audit.drawn', 'audit.changed']) this.jobs.on(type, 'fast', 'advance-lot', one);
    this.jobs.every(sweepSeconds, 'advance-forgotten-lots', () => this.progress.advanceForgotten());
  }
}
