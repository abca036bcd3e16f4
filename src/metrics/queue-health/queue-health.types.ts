import type { Stage, TaskState } from '../../tasks/index.js';

export interface StageHealth {
  stage: Stage;
  /** free seats that can be claimed */
  waiting: number;
  /** free seats of batches that are paused, or not open yet */
  paused: number;
  held: number;
  /** leases that end within the next minutes */
  expiring: number;
  /** how long the first of what waits has waited; null: nothing waits */
  oldestSeconds: number | null;
  /** how long people hold a seat until they answer: the middle, and what 19 of 20 stay under; null: too few answers lately */
  usualSeconds: number | null;
  longSeconds: number | null;
}

export interface StateHealth {
  state: TaskState;
  count: number;
  oldestSeconds: number;
}

export interface FlowHour {
  hour: Date;
  /** seats that came to be wanted */
  arrivals: number;
  /** answers and verdicts given */
  completions: number;
}

export interface StuckPerson {
  memberId: string;
  name: string;
  assignmentId: string;
  stage: Stage;
  heldSeconds: number;
  /** what 19 of 20 stay under */
  longSeconds: number;
}

export interface WorkingPerson {
  memberId: string;
  name: string;
  assignmentId: string;
  stage: Stage;
  /** null: one's own; who works does not learn which task it is */
  taskId: string | null;
  batchName: string;
  heldSeconds: number;
  /** until the lease ends; below zero: it has ended, and the seat is free in a moment */
  leaseSeconds: number;
}

export interface IdlePerson {
  memberId: string;
  name: string;
  idleSeconds: number;
}

export interface PersonOnBreak {
  memberId: string;
  name: string;
  since: Date;
  /** null: until they are back */
  until: Date | null;
}

export interface ProjectHealth {
  projectId: string;
  name: string;
  stages: StageHealth[];
  states: StateHealth[];
  flow: FlowHour[];
  working: WorkingPerson[];
  stuck: StuckPerson[];
  idle: IdlePerson[];
  onBreak: PersonOnBreak[];
  /** at the pace of the last hour; null: nobody annotates, or all is done */
  minutesUntilDry: number | null;
}

export interface LiveSeat {
  id: string;
  project_id: string;
  stage: Stage;
  member_id: string;
  name: string;
  held_seconds: number;
  quiet_seconds: number;
  lease_seconds: number;
  /** whether the caller sees whose it is */
  is_shown: boolean;
  is_on_break: boolean;
  task_id: string;
  batch_name: string;
}

export interface SeenPerson {
  project_id: string;
  member_id: string;
  name: string;
  /** since they last claimed, answered or reported time */
  quiet_seconds: number;
  holds: boolean;
  /** null: they are on no break */
  break_since: Date | null;
  break_until: Date | null;
}
