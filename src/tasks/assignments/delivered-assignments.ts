import { Injectable } from '@nestjs/common';
import type { Stage } from '../task.rules.js';
import type { AssignmentView } from './assignments.store.js';

/** What is needed to check an answer, and never changes while the assignment lives. */
export type Delivered = Pick<AssignmentView, 'member_id' | 'project_id' | 'data'> & { stage: Stage };

const capacity = 10_000;

/** Assignments that this process has handed out lately: their answers are checked without asking the database first. */
@Injectable()
export class DeliveredAssignments {
  private readonly entries = new Map<string, Delivered>();

  remember({ id, member_id, project_id, stage, data }: AssignmentView): void {
    if (this.entries.size >= capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(id, { member_id, project_id, stage, data });
  }

  of(id: string): Delivered | undefined {
    return this.entries.get(id);
  }

  forget(id: string): void {
    this.entries.delete(id);
  }
}
