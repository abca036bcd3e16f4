import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { type Actor, ChangeLog } from '../identity/index.js';
import { aboutTask, type NamedTasks, type TaskRow, TasksService, taskWords } from '../tasks/index.js';
import { ErrorModels } from '../quality/index.js';
import { ClientFault, Database, Outbox, type Tx } from '../platform/index.js';

/** Done work back into the queue: the result ends, its answers become void, and the seats are free again. */
@Injectable()
export class RequeueService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
    private readonly errorModels: ErrorModels,
  ) {}

  /** @param byOthers who answered before is not asked again */
  async requeue(actor: Actor, named: NamedTasks, byOthers: boolean): Promise<TaskRow[]> {
    const { batchId, externalKeys, reason } = named;
    const requeued = await this.database.transact(actor, async (tx) => {
      const { projectId } = await this.batches.visible(tx, actor, batchId, 'task:requeue');
      const answer: TaskRow[] = [];
      for (const task of await this.tasks.lockByKeys(tx, batchId, externalKeys)) {
        if (task.state !== 'SETTLED')
          throw new ClientFault(
            'CONFLICT',
            `The task ${task.external_key} is ${taskWords[task.state]}: only settled work can be requeued.`,
          );
        answer.push(await this.requeueTask(tx, task, reason, byOthers));
      }
      // What the voided answers taught goes with the next estimate.
      await this.errorModels.doubt(tx, projectId);
      // A complete batch has open work again.
      await this.batches.reopen(tx, batchId);
      await this.changes.record(tx, actor, {
        action: 'task:requeue',
        subjectId: batchId,
        subjectKind: 'batch',
        reason,
        detail: { tasks: externalKeys.slice(0, 20), count: answer.length, byOthers },
      });
      return answer;
    });
    this.outbox.wake();
    return requeued;
  }

  /** For features to the right, inside their transaction: these settled tasks are done again, and their batch is open. */
  async requeueIn(tx: Tx, tasks: readonly TaskRow[], reason: string): Promise<void> {
    for (const task of tasks) await this.requeueTask(tx, task, reason, false);
    const [first] = tasks;
    if (!first) return;
    await this.errorModels.doubt(tx, first.project_id);
    await this.batches.reopen(tx, first.batch_id);
  }

  private async requeueTask(tx: Tx, task: TaskRow, reason: string, byOthers: boolean): Promise<TaskRow> {
    await tx.query(`UPDATE result SET is_current = false WHERE task_id = $1 AND is_current`, [task.id]);
    await this.tasks.move(tx, task, 'requeue');
    await this.tasks.voidAnswers(tx, task.id, reason, byOthers);
    await this.outbox.publish(tx, aboutTask('task.reopened', task));
    return { ...task, state: 'OPEN' };
  }
}
