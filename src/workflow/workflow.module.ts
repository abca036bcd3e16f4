import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { QualityModule } from '../quality/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { BatchCompletion } from './batch-completion.service.js';
import { ConsensusEvidence } from './consensus-evidence.service.js';
import { WorkforceModule } from '../workforce/index.js';
import { BlameWindows } from './rechecks/blame-window.service.js';
import { RecheckSteps } from './rechecks/recheck-steps.service.js';
import { RechecksService } from './rechecks/recheck-work.service.js';
import { RechecksResolver } from './rechecks/rechecks.resolver.js';
import { RechecksStore } from './rechecks/rechecks.store.js';
import { WorkAtRisk } from './rechecks/work-at-risk.service.js';
import { DecisionsService } from './decisions.service.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { EstimateKeeping } from './estimate-keeping.js';
import { EstimateSources } from './estimate-sources.js';
import { EstimatesService } from './estimates.service.js';
import { LessonsService } from './lessons.service.js';
import { OverturnsService } from './overturns.service.js';
import { ResultsResolver } from './results.resolver.js';
import { RequeueResolver } from './requeue.resolver.js';
import { RequeueService } from './requeue.service.js';
import { ResultsService } from './results.service.js';
import { ResultsStore } from './results.store.js';
import { RevisionsService } from './revisions.service.js';
import { SituationReader } from './situation-reader.js';
import { WorkflowJobs } from './workflow.jobs.js';
import { WorkflowService } from './workflow.service.js';

@Module({
  imports: [IdentityModule, WorkforceModule, TasksModule, ProjectsModule, BatchesModule, QualityModule],
  providers: [
    WorkflowService,
    DecisionsService,
    BatchCompletion,
    SituationReader,
    OverturnsService,
    LessonsService,
    EarlyLessonsStore,
    ConsensusEvidence,
    EstimatesService,
    EstimateSources,
    EstimateKeeping,
    WorkflowJobs,
    RequeueService,
    RequeueResolver,
    RevisionsService,
    ResultsService,
    ResultsStore,
    ResultsResolver,
    RechecksStore,
    WorkAtRisk,
    BlameWindows,
    RecheckSteps,
    RechecksService,
    RechecksResolver,
  ],
  exports: [WorkflowService, RequeueService, ResultsService, RevisionsService],
})
export class WorkflowModule {}
