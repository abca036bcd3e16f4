import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { WorkforceModule } from '../workforce/index.js';
import { AssignmentPresenter } from './assignments/assignment-presenter.js';
import { AssignmentsResolver } from './assignments/assignments.resolver.js';
import { AssignmentsService } from './assignments/assignments.service.js';
import { AssignmentsStore } from './assignments/assignments.store.js';
import { DeliveredAssignments } from './assignments/delivered-assignments.js';
import { HoldsService } from './assignments/holds.service.js';
import { OutsideAnswers } from './assignments/outside-answers.service.js';
import { OutsideAnswersStore } from './assignments/outside-answers.store.js';
import { OwnWorkResolver } from './assignments/own-work.resolver.js';
import { OwnWorkService } from './assignments/own-work.service.js';
import { OwnWorkStore } from './assignments/own-work.store.js';
import { ExplanationsResolver } from './explanations/explanations.resolver.js';
import { ExplanationsService } from './explanations/explanations.service.js';
import { ExplanationsStore } from './explanations/explanations.store.js';
import { GapsStore } from './explanations/gaps.store.js';
import { NextTaskService } from './explanations/next-task.service.js';
import { TaskStandingService } from './explanations/task-standing.service.js';
import { TaskStandingStore } from './explanations/task-standing.store.js';
import { WaysIn } from './explanations/ways-in.js';
import { MovesResolver } from './moves/moves.resolver.js';
import { MovesStore } from './moves/moves.store.js';
import { MoveSteps } from './moves/move-steps.js';
import { SeatMovesService } from './moves/seat-moves.service.js';
import { TaskMovesService } from './moves/task-moves.service.js';
import { HeldTasksStore } from './prelabels/held-tasks.store.js';
import { HeldTasks } from './prelabels/held-tasks.service.js';
import { NewTasksStore } from './new-tasks.store.js';
import { BatchProgressResolver } from './progress/progress.resolver.js';
import { ProgressStore } from './progress/progress.store.js';
import { TasksJobs } from './tasks.jobs.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';
import { AnswersStore } from './answers.store.js';
import { OverlapService } from './overlap.service.js';
import { SeatsStore } from './seats.store.js';
import { TaskReadingService } from './task-reading.service.js';
import { TasksStore } from './tasks.store.js';

const items = [
  TasksStore,
  SeatsStore,
  AnswersStore,
  NewTasksStore,
  HeldTasksStore,
  HeldTasks,
  TasksService,
  TaskReadingService,
  OverlapService,
  TasksResolver,
];
const progress = [ProgressStore, BatchProgressResolver];
const assignments = [
  AssignmentsStore,
  OwnWorkStore,
  DeliveredAssignments,
  AssignmentPresenter,
  AssignmentsService,
  HoldsService,
  OutsideAnswers,
  OutsideAnswersStore,
  OwnWorkService,
  AssignmentsResolver,
  OwnWorkResolver,
];
const moves = [MovesStore, MoveSteps, SeatMovesService, TaskMovesService, MovesResolver];
const explanations = [
  ExplanationsStore,
  GapsStore,
  TaskStandingStore,
  ExplanationsService,
  NextTaskService,
  TaskStandingService,
  ExplanationsResolver,
  WaysIn,
];

@Module({
  imports: [IdentityModule, WorkforceModule, ProjectsModule, BatchesModule],
  providers: [...items, ...progress, ...assignments, ...moves, ...explanations, TasksJobs],
  exports: [TasksService, TaskReadingService, HoldsService, OutsideAnswers, HeldTasks, WaysIn],
})
export class TasksModule {}
