import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { type Actor, ChangeLog } from '../identity/index.js';
import { ClientFault, Database, Outbox } from '../platform/index.js';
import { taskWords } from './task-words.rules.js';
import { aboutTask, TasksService } from './tasks.service.js';
import type { TaskRow } from './tasks.store.js';

/** How many independent answers tasks collect. */
@Injectable()
export class OverlapService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * How many independent answers each of the tasks collects, up or down, also while work goes on. Down only as far as
   * seats are still free: an answer in the making is never thrown away.
   */
  setOverlap(actor: Actor, batchId: string, externalKeys: string[], overlap: number): Promise<TaskRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId);
      const changed: TaskRow[] = [];
      for (const task of await this.tasks.lockByKeys(tx, batchId, externalKeys)) {
        if (task.state !== 'OPEN')
          throw new ClientFault(
            'CONFLICT',
            `The task ${task.external_key} is ${taskWords[task.state]}: its overlap is settled.`,
          );
        const isAnswered = await this.tasks.moveOverlap(tx, task, overlap);
        if (isAnswered) await this.outbox.publish(tx, aboutTask('task.answered', task));
        changed.push({ ...task, overlap });
      }
      await this.changes.record(tx, actor, {
        action: 'task:overlap',
        subjectId: batchId,
        detail: { overlap, tasks: changed.length },
      });
      return changed;
    });
  }
}
