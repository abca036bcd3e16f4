import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '../../platform/index.js';

/** Readers add up what is not folded yet, so this is about their speed, not about what they see. */
const foldSeconds = 5;

@Injectable()
export class WorkHoursJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.jobs.every(
      foldSeconds,
      'fold-work-changes',
      async () => void (await this.database.asSystem('SELECT fold_work_changes()')),
    );
  }
}
