import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { type Actor, ChangeLog } from '../identity/index.js';
import { aboutTask, type NamedTasks, type TaskRow, TasksService } from '../tasks/index.js';
import { ErrorModels } from '../quality/index.js';
import { ClientFault, Database, Outbox } from '../platform/index.js';

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
            `The task ${task.external_key} is ${task.state}: only settled work can be requeued.`,
          );
        await tx.query(`UPDATE result SET is_current = false WHERE task_id = $1 AND is_current`, [task.id]);
        await this.tasks.move(tx, task, 'requeue');
        await this.tasks.voidAnswers(tx, task.id, reason, byOthers);
        await this.outbox.publish(tx, aboutTask('task.reopened', task));
        answer.push({ ...task, state: 'OPEN' });
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
}
