import { Injectable } from '@nestjs/common';
import { BatchesService, batchWords } from '../../batches/index.js';
import type { Action, Actor } from '../../identity/index.js';
import { ClientFault, Outbox, toGlobalId, type Tx } from '../../platform/index.js';
import { SeatsStore } from '../seats.store.js';
import { taskWords } from '../task-words.rules.js';
import { aboutTask, TasksService } from '../tasks.service.js';
import type { TaskRow } from '../tasks.store.js';
import { MoveSteps } from './move-steps.js';
import { MovesStore } from './moves.store.js';

export interface NamedTasks {
  batchId: string;
  externalKeys: string[];
  reason: string;
}

/** How the state a task was triaged from is called as a move back. */
const backTo: Record<string, string> = {
  OPEN: 'reopen',
  ADJUDICATING: 'readjudicate',
  REVIEWING: 'rereview',
  REWORKING: 'rework',
};
const takesTasks = new Set(['READY', 'OPEN', 'PAUSED']);

/** What managers and leads do with whole tasks of a batch, all of the named ones or none. */
@Injectable()
export class TaskMovesService {
  constructor(
    private readonly store: MovesStore,
    private readonly tasks: TasksService,
    private readonly seats: SeatsStore,
    private readonly batches: BatchesService,
    private readonly steps: MoveSteps,
    private readonly outbox: Outbox,
  ) {}

  /** Out of triage, to where the task was; who skipped it may be asked again, and skips count anew. */
  reopen(actor: Actor, named: NamedTasks): Promise<TaskRow[]> {
    return this.each(actor, named, 'task:reopen', async (tx, task) => {
      if (task.state !== 'TRIAGED') throw wrongState(task, 'only a triaged task can be re-opened');
      await this.tasks.move(tx, task, backTo[await this.store.triagedFrom(tx, task.id)]!);
      await this.store.reopened(tx, task.id);
      await this.store.unbar(tx, task.id, null);
      await this.seats.offer(tx, task.id);
      await this.store.conclude(tx, task.id);
      await this.outbox.publish(tx, aboutTask('task.reopened', task));
    });
  }

  /** Nobody works on it any more, and it counts as done with; what was answered stays on record. */
  cancel(actor: Actor, named: NamedTasks): Promise<TaskRow[]> {
    return this.each(actor, named, 'task:cancel', async (tx, task) => {
      if (task.state === 'SETTLED' || task.state === 'CANCELLED') throw wrongState(task, 'it cannot be cancelled');
      await this.seats.withdraw(tx, task.id);
      await this.store.revokeAll(tx, task.id, named.reason);
      await this.store.closeSlots(tx, task.id);
      await this.tasks.move(tx, task, 'cancel');
      await this.outbox.publish(tx, aboutTask('task.cancelled', task));
    });
  }

  /** To another batch of the project, with its answers, while nobody is at it. */
  async toBatch(actor: Actor, named: NamedTasks, toBatchId: string): Promise<TaskRow[]> {
    return this.each(
      actor,
      named,
      'task:move',
      async (tx, task) => {
        if (task.state !== 'OPEN' && task.state !== 'TRIAGED') throw wrongState(task, 'it cannot be moved any more');
        // Out of the queue first: whoever was claiming it this moment is seen then.
        await this.seats.withdraw(tx, task.id);
        if (await this.store.isHeld(tx, task.id)) throw wrongState(task, 'somebody works on it right now');
        await this.store.changeBatch(tx, task.id, toBatchId);
        if (task.state === 'OPEN') await this.seats.offer(tx, task.id);
      },
      async (tx) => {
        const [from, to] = [
          await this.batches.lockVisible(tx, actor, named.batchId, 'task:move'),
          await this.batches.lockVisible(tx, actor, toBatchId, 'task:move'),
        ];
        if (from.projectId !== to.projectId) throw ClientFault.invalid('input.toBatchId', 'is of another project');
        if (to.closedAt || !takesTasks.has(to.state))
          throw new ClientFault(
            'CONFLICT',
            `The batch “${to.name}” takes no tasks: it is ${to.closedAt ? 'closed' : batchWords[to.state]}.`,
          );
        // What is left behind may be complete now.
        await this.outbox.publish(tx, {
          type: 'batch.thinned',
          subjectId: from.id,
          data: { projectId: from.projectId },
        });
        return { toBatchId: toGlobalId('batch', to.id) };
      },
    );
  }

  private each(
    actor: Actor,
    { batchId, externalKeys, reason }: NamedTasks,
    action: Action,
    move: (tx: Tx, task: TaskRow) => Promise<void>,
    before: (tx: Tx) => Promise<Record<string, unknown>> = () => Promise.resolve({}),
  ): Promise<TaskRow[]> {
    return this.steps.run(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId, action);
      const detail = await before(tx);
      const moved: TaskRow[] = [];
      for (const task of await this.tasks.lockByKeys(tx, batchId, externalKeys)) {
        await move(tx, task);
        moved.push((await this.tasks.lock(tx, task.id))!);
      }
      await this.steps.note(tx, actor, action, batchId, reason, {
        ...detail,
        tasks: externalKeys.slice(0, 20),
        count: moved.length,
      });
      return moved;
    });
  }
}

const wrongState = (task: TaskRow, why: string) =>
  new ClientFault(
    'CONFLICT',
    `The task ${task.external_key} is ${taskWords[task.state]}: ${why}. Nothing was changed.`,
  );
