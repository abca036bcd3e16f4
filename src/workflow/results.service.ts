import { Injectable } from '@nestjs/common';
import { Database, type Tenant } from '../platform/index.js';
import type { ResultRow } from './result.type.js';
import { ResultsStore } from './results.store.js';

@Injectable()
export class ResultsService {
  constructor(
    private readonly database: Database,
    private readonly store: ResultsStore,
  ) {}

  /** The current results of these tasks, by task. */
  current(tenant: Tenant, taskIds: string[]): Promise<Map<string, ResultRow>> {
    return this.database.transact({ organizationId: tenant.organizationId }, async (tx) => {
      return new Map((await this.store.current(tx, taskIds)).map((row) => [row.task_id, row]));
    });
  }
}
