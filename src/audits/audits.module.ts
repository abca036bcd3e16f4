import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { QualityModule } from '../quality/index.js';
import { TasksModule } from '../tasks/index.js';
import { WorkflowModule } from '../workflow/index.js';
import { AuditItemsStore } from './audit-items.store.js';
import { AuditReadingService } from './audit-reading.service.js';
import { AuditFieldsResolver } from './audit-fields.resolver.js';
import { AuditsJobs } from './audits.jobs.js';
import { AuditsResolver } from './audits.resolver.js';
import { AuditsService } from './audits.service.js';
import { AuditsStore } from './audits.store.js';
import { InspectionService } from './inspection.service.js';
import { LotDecisionService } from './lot-decision.service.js';
import { LotDrawService } from './lot-draw.service.js';
import { LotJudgementService } from './lot-judgement.service.js';
import { LotProgressService } from './lot-progress.service.js';
import { SwitchingStore } from './switching.store.js';

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule, QualityModule, WorkflowModule],
  providers: [
    AuditsStore,
    AuditItemsStore,
    SwitchingStore,
    LotDrawService,
    LotJudgementService,
    LotDecisionService,
    LotProgressService,
    AuditReadingService,
    InspectionService,
    AuditsService,
    AuditsJobs,
    AuditsResolver,
    AuditFieldsResolver,
  ],
})
export class AuditsModule {}
