import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { Database, Outbox } from '../platform/index.js';
import { TasksService } from '../tasks/index.js';

/** Completes closed batches. */
@Injectable()
export class BatchCompletion {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly batches: BatchesService,
    private readonly outbox: Outbox,
  ) {}

  /** Once every task of it is settled or cancelled. */
  async complete(organizationId: string, batchId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      // Every settled task comes by here: while the batch is open it must neither wait for the others nor look around.
      if (!(await this.batches.isClosed(tx, batchId))) return;
      // Locked first: an import that ends meanwhile must not slip between the look and the completion.
      await this.batches.lock(tx, batchId);
      if (!(await this.tasks.hasUnsettled(tx, batchId))) await this.batches.completeIfClosed(tx, batchId);
    });
    this.outbox.wake();
  }

  async completeOfTask(organizationId: string, taskId: string): Promise<void> {
    const batchId = await this.database.transact(
      { organizationId },
      async (tx) => (await this.tasks.lock(tx, taskId))?.batch_id,
    );
    if (batchId) await this.complete(organizationId, batchId);
  }
}
