import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskSinkRegistry } from '../batches/index.js';
import { CONFIG, type Config, Jobs } from '../platform/index.js';
import { AssignmentsService } from './assignments/assignments.service.js';
import { AssignmentsStore } from './assignments/assignments.store.js';
import { HeldTasks } from './prelabels/held-tasks.service.js';
import { NewTasksStore } from './new-tasks.store.js';

@Injectable()
export class TasksJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sinks: TaskSinkRegistry,
    private readonly newTasks: NewTasksStore,
    private readonly assignments: AssignmentsService,
    private readonly store: AssignmentsStore,
    private readonly held: HeldTasks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.sinks.use(this.newTasks);
    this.jobs.every(
      this.config.LEASE_SWEEP_SECONDS,
      'expire-leases',
      async () => void (await this.assignments.expireOverdue()),
    );
    this.jobs.every(1, 'fold-lane-changes', () => this.store.foldLaneChanges());
    this.jobs.every(2, 'release-held-tasks', () => this.held.releaseOverdue());
  }
}
