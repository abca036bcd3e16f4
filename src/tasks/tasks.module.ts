import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { AssignmentsResolver } from './assignments.resolver.js';
import { AssignmentsService } from './assignments.service.js';
import { ExplanationsService } from './explanations/explanations.service.js';
import { ExplanationsStore } from './explanations/explanations.store.js';
import { TasksJobs } from './tasks.jobs.js';
import { BatchProgressResolver, TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';
import { TasksStore } from './tasks.store.js';

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule],
  providers: [
    TasksStore,
    TasksService,
    ExplanationsStore,
    ExplanationsService,
    AssignmentsService,
    TasksJobs,
    TasksResolver,
    BatchProgressResolver,
    AssignmentsResolver,
  ],
  exports: [TasksService, AssignmentsService],
})
export class TasksModule {}
