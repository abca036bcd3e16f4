import type { TaskState } from './task.rules.js';

/** What is said of a task in a sentence: “The task is in review.” Codes stay in fields. */
export const taskWords: Record<TaskState, string> = {
  OPEN: 'open',
  ANSWERED: 'answered',
  ADJUDICATING: 'in adjudication',
  REVIEWING: 'in review',
  REWORKING: 'in rework',
  SETTLED: 'settled',
  TRIAGED: 'in triage',
  CANCELLED: 'cancelled',
};

/** Where a sentence begins with it. */
export const taskFirst = (state: TaskState): string =>
  taskWords[state].charAt(0).toUpperCase() + taskWords[state].slice(1);
