import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Jobs } from '../platform/index.js';

const days = 30;
const sliceSize = 5000;
const hour = 3600;

/** Deliveries are kept, and can be replayed, for thirty days. */
@Injectable()
export class WebhooksJobs implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every(hour, 'let-old-deliveries-go', () => this.letGo());
  }

  async letGo(): Promise<void> {
    const old = `SELECT ctid FROM webhook_delivery WHERE created_at < muster_now() - interval '${days} days' LIMIT ${sliceSize}`;
    for (let count = sliceSize; count === sliceSize;) {
      const sql = `WITH gone AS (DELETE FROM webhook_delivery WHERE ctid IN (${old}) RETURNING 1) SELECT count(*)::int AS count FROM gone`;
      count = (await this.database.asSystem<{ count: number }>(sql))[0]!.count;
    }
    // Made in the moment in which its endpoint was disabled: nobody would send it.
    await this.database.asSystem(
      `UPDATE webhook_delivery d SET state = 'FAILED', error = 'The endpoint was disabled.' FROM webhook_endpoint e
        WHERE e.id = d.endpoint_id AND NOT e.is_enabled AND d.state = 'PENDING'`,
    );
    await this.database.asSystem(
      `DELETE FROM webhook_endpoint e WHERE e.deleted_at IS NOT NULL AND NOT EXISTS (SELECT FROM webhook_delivery WHERE endpoint_id = e.id)`,
    );
  }
}
