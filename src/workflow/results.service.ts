import { Injectable } from '@nestjs/common';
import { Database, Outbox, type Tenant, type Tx } from '../platform/index.js';
import { ErrorModels } from '../quality/index.js';
import type { ResultRow } from './result.type.js';
import { ResultsStore, type WholeResultRow } from './results.store.js';

@Injectable()
export class ResultsService {
  constructor(
    private readonly database: Database,
    private readonly store: ResultsStore,
    private readonly errorModels: ErrorModels,
    private readonly outbox: Outbox,
  ) {}

  /** The current results of these tasks, by task. */
  current(tenant: Tenant, taskIds: string[]): Promise<Map<string, ResultRow>> {
    return this.database.transact({ organizationId: tenant.organizationId }, async (tx) => {
      return new Map((await this.store.current(tx, taskIds)).map((row) => [row.task_id, row]));
    });
  }

  // For features to the right, inside their transaction.

  byIds(tx: Tx, ids: string[]): Promise<Map<string, WholeResultRow>> {
    return this.store.byIds(tx, ids);
  }

  /** What a judge mended of settled work becomes the result. False when the result was replaced meanwhile. */
  async fix(tx: Tx, projectId: string, resultId: string, verdict: { id: string; labels: unknown }): Promise<boolean> {
    const replaced = await this.store.replaceByFix(tx, resultId, verdict.id, verdict.labels);
    if (!replaced) return false;
    // What the wrong labels taught goes with the next estimate.
    await this.errorModels.doubt(tx, projectId);
    const data = { batchId: replaced.batch_id, projectId };
    await this.outbox.publish(tx, { type: 'result.replaced', subjectId: replaced.task_id, data });
    return true;
  }
}
