import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Jobs } from '../../platform/index.js';
import { AnalysisRunner } from './analysis-runner.service.js';

const lookSeconds = 10;
const patienceMinutes = 10;

@Injectable()
export class AnalysesJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly runner: AnalysisRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.on('analysis.requested', 'analyses', 'run-analysis', (data) =>
      this.runner.run(data.organizationId!, data.subjectId!),
    );
    this.jobs.every(lookSeconds, 'resume-analyses', () => this.resume());
  }

  /** The same job id for ten minutes: one that waits in a long line is silent, too, and must not be queued again and again. */
  private async resume(): Promise<void> {
    const window = Math.floor(this.clock.now().getTime() / (patienceMinutes * 60_000));
    const silent = await this.runner.silent();
    await this.jobs.add(
      silent.map(({ organizationId, id }) => ({
        name: 'run-analysis',
        id: `${id}-${window}`,
        data: { organizationId, subjectId: id },
      })),
    );
  }
}
