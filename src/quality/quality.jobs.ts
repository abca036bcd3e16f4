import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../platform/index.js';
import { TrustJudge } from './trust/trust-judge.service.js';
import { GoldAnswersService } from './gold/gold-answers.service.js';
import { InjectionService } from './gold/injection.service.js';

type Told = { organizationId?: string; subjectId?: string };

@Injectable()
export class QualityJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly injection: InjectionService,
    private readonly answers: GoldAnswersService,
    private readonly judge: TrustJudge,
  ) {}

  onModuleInit(): void {
    const compareTask = ({ organizationId, subjectId }: Told) => this.answers.compareTask(organizationId!, subjectId!);
    this.jobs.on('gold.answered', 'fast', 'compare-with-gold', ({ organizationId, subjectId }: Told) =>
      this.answers.compareSubmission(organizationId!, subjectId!),
    );
    this.jobs.on('gold.changed', 'fast', 'compare-task-with-gold', compareTask);
    this.jobs.on('task.settled', 'fast', 'compare-task-with-gold', compareTask);
    this.jobs.every(1, 'offer-gold', async () => void (await this.injection.offerDue()));
    this.jobs.every(1, 'judge-people', () => this.judge.judgeDue());
  }
}
