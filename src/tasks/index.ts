export { AssignmentsService } from './assignments.service.js';
export { answersWithLabels, type Stage, type TaskState } from './task.rules.js';
export { LeaseLost, Task } from './task.type.js';
export { TasksModule } from './tasks.module.js';
export { TasksService } from './tasks.service.js';
export type { AnswerRow, TaskRow, VerdictRow } from './tasks.store.js';
