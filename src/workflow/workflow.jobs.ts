import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../platform/index.js';
import { BatchCompletion } from './batch-completion.service.js';
import { ConsensusEvidence } from './consensus-evidence.service.js';
import { EstimatesService } from './estimates.service.js';
import { LessonsService } from './lessons.service.js';
import { OverturnsService } from './overturns.service.js';
import { RechecksService } from './rechecks/recheck-work.service.js';
import { WorkflowService } from './workflow.service.js';

const sweepSeconds = 10;

type Told = { organizationId?: string; subjectId?: string };

@Injectable()
export class WorkflowJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly workflow: WorkflowService,
    private readonly completion: BatchCompletion,
    private readonly overturns: OverturnsService,
    private readonly lessons: LessonsService,
    private readonly estimates: EstimatesService,
    private readonly evidence: ConsensusEvidence,
    private readonly rechecks: RechecksService,
  ) {}

  onModuleInit(): void {
    const decideTask = (data: { organizationId?: string; subjectId?: string }) =>
      this.workflow.decideTask(data.organizationId!, data.subjectId!);
    this.jobs.on('task.answered', 'fast', 'decide-task', decideTask);
    this.jobs.on('verdict.submitted', 'fast', 'decide-task', decideTask);
    this.jobs.on('dispute.resolved', 'fast', 'act-on-overturned-verdict', (data) =>
      this.overturns.act(data.organizationId!, data.subjectId!),
    );
    const completeBatch = (data: { organizationId?: string; subjectId?: string }) =>
      this.completion.complete(data.organizationId!, data.subjectId!);
    this.jobs.on('batch.closed', 'fast', 'complete-batch', completeBatch);
    // A returned batch that is opened again may have nothing left to do.
    this.jobs.on('batch.opened', 'fast', 'complete-batch', completeBatch);
    this.jobs.on('batch.thinned', 'fast', 'complete-batch', completeBatch);
    const completeBatchOfTask = (data: { organizationId?: string; subjectId?: string }) =>
      this.completion.completeOfTask(data.organizationId!, data.subjectId!);
    this.jobs.on('task.settled', 'fast', 'complete-batch-of-task', completeBatchOfTask);
    this.jobs.on('task.settled', 'fast', 'note-consensus-evidence', ({ organizationId, subjectId }: Told) =>
      this.evidence.noteTask(organizationId!, subjectId!),
    );
    this.jobs.on('task.cancelled', 'fast', 'complete-batch-of-task', completeBatchOfTask);
    this.jobs.on('trust.lost', 'heavy', 'reopen-work', (data) =>
      this.rechecks.reopenFor(data.organizationId!, data.subjectId!),
    );
    this.jobs.every(1, 'learn-from-settled-tasks', () => this.lessons.learnDue());
    this.jobs.every(60, 'estimate-people', () => this.estimates.estimateDue());
    this.jobs.every(sweepSeconds, 'decide-forgotten-tasks', async () => {
      for (const task of await this.workflow.findForgotten())
        await this.workflow.decideTask(task.organization_id, task.id);
    });
  }
}
