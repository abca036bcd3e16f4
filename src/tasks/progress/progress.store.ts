import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { type TaskState, taskStates } from '../task.rules.js';

export interface AnswersOfBatch {
  wanted: number;
  counted: number;
  quarantined: number;
  over_collected: number;
  reviewed: number;
  held: number;
}

export interface ProgressOfBatch {
  /** those that tasks are in */
  states: { state: TaskState; count: number }[];
  answers: AnswersOfBatch;
}

/** Reads how far batches are, from what triggers count (docs/adr/0019-progress-as-added-differences.md): no task is looked at. */
@Injectable()
export class ProgressStore {
  /** By batch; each of them is in it. */
  async progress(tx: Tx, batchIds: string[]): Promise<Map<string, ProgressOfBatch>> {
    const rows = await tx.query<AnswersOfBatch & { batch_id: string; states: Record<TaskState, number> }>(
      `SELECT batch_id, jsonb_build_object(${byState}) AS states,
              ${sumOf('wanted')} AS wanted, ${sumOf('counted')} AS counted, ${sumOf('quarantined')} AS quarantined, ${sumOf('beyond')} AS over_collected,
              ${sumOf('reviewed')} AS reviewed, ${sumOf('held')} AS held
         FROM (SELECT id AS batch_id FROM unnest($1::uuid[]) id) b LEFT JOIN batch_progress p USING (batch_id) GROUP BY batch_id`,
      [batchIds],
    );
    return new Map(rows.map(({ batch_id, states, ...answers }) => [batch_id, { states: present(states), answers }]));
  }

  /** Tasks of a batch, all or those in a state. */
  async tasks(tx: Tx, batchId: string, state: TaskState | null): Promise<number> {
    const { states } = (await this.progress(tx, [batchId])).get(batchId)!;
    return states.reduce((sum, one) => sum + (state === null || one.state === state ? one.count : 0), 0);
  }
}

const sumOf = (figure: string): string => `coalesce(sum(${figure}), 0)::int`;
const byState = taskStates.map((state) => `'${state}', ${sumOf(state.toLowerCase())}`).join(', ');
const present = (states: Record<TaskState, number>): ProgressOfBatch['states'] =>
  taskStates.map((state) => ({ state, count: states[state] })).filter(({ count }) => count !== 0);
