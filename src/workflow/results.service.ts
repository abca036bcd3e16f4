import { Injectable } from '@nestjs/common';
import { Database, type Tenant } from '../platform/index.js';
import type { ResultRow } from './result.type.js';

@Injectable()
export class ResultsService {
  constructor(private readonly database: Database) {}

  /** The current results of these tasks, by task. */
  current(tenant: Tenant, taskIds: string[]): Promise<Map<string, ResultRow>> {
    return this.database.transact({ organizationId: tenant.organizationId }, async (tx) => {
      const rows = await tx.query<ResultRow>(
        `SELECT id, task_id, method, labels, agreement, submission_ids, policy_version, settled_at FROM result WHERE is_current AND task_id = ANY ($1)`,
        [taskIds],
      );
      return new Map(rows.map((row) => [row.task_id, row]));
    });
  }
}
