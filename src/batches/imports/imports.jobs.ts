import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Jobs } from '../../platform/index.js';
import { ImportRunner } from './import-runner.service.js';

const resumeSeconds = 10;
const patienceMinutes = 10;

@Injectable()
export class ImportsJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly runner: ImportRunner,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.on('import.requested', 'heavy', 'run-import', (data) =>
      this.runner.run(data.organizationId!, data.subjectId!),
    );
    this.jobs.every(resumeSeconds, 'resume-imports', () => this.resume());
  }

  /** The same job id for ten minutes, so that an import that waits in a long line is not queued again and again. */
  private async resume(): Promise<void> {
    const window = Math.floor(this.clock.now().getTime() / (patienceMinutes * 60_000));
    const stale = await this.runner.stale();
    await this.jobs.add(
      stale.map(({ organizationId, id }) => ({
        name: 'run-import',
        id: `${id}-${window}`,
        data: { organizationId, subjectId: id },
      })),
    );
  }
}
