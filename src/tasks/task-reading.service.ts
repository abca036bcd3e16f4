import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import type { Actor } from '../identity/index.js';
import { Database } from '../platform/index.js';
import { AnswersStore, type SkipRow } from './answers.store.js';
import { type ProgressOfBatch, ProgressStore } from './progress/progress.store.js';
import type { TaskState } from './task.rules.js';
import { type TaskRow, TasksStore } from './tasks.store.js';

/** Tasks as managers and leads see them. */
@Injectable()
export class TaskReadingService {
  constructor(
    private readonly database: Database,
    private readonly store: TasksStore,
    private readonly answers: AnswersStore,
    private readonly counted: ProgressStore,
    private readonly batches: BatchesService,
  ) {}

  list(actor: Actor, batchId: string, state: TaskState | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId);
      const total = await this.counted.tasks(tx, batchId, state);
      // To look for what is not there would mean to walk all of the batch.
      return { rows: total === 0 ? [] : await this.store.list(tx, batchId, state, first, after), total };
    });
  }

  find(actor: Actor, id: string): Promise<TaskRow | null> {
    return this.database.transact(actor, async (tx) => {
      const task = await this.store.find(tx, id);
      if (!task) return null;
      await this.batches.visible(tx, actor, task.batch_id);
      return task;
    });
  }

  answersOf(actor: Actor, taskIds: string[]) {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.answers.answersOfMany(tx, taskIds, actor.memberId),
    );
  }

  /** Skips by task. */
  skipsOf(actor: Actor, taskIds: string[]): Promise<Map<string, SkipRow[]>> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const byTask = new Map<string, SkipRow[]>();
      for (const row of await this.answers.skipsOfMany(tx, taskIds))
        byTask.set(row.task_id, [...(byTask.get(row.task_id) ?? []), row]);
      return byTask;
    });
  }

  quarantined(actor: Actor, batchId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      const batch = await this.batches.visible(tx, actor, batchId, 'task:read');
      return this.answers.quarantined(tx, batch.projectId, batchId, actor.memberId, first, after);
    });
  }

  async progressOf(actor: Actor, batchId: string): Promise<ProgressOfBatch> {
    return (await this.progressOfMany(actor, [batchId])).get(batchId)!;
  }

  /** By batch. */
  progressOfMany(actor: Actor, batchIds: string[]): Promise<Map<string, ProgressOfBatch>> {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.counted.progress(tx, batchIds),
    );
  }
}
