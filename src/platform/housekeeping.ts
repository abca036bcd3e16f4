import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from './database.js';
import { Jobs } from './queue.js';

/** Deliveries can be replayed for 30 days, so news is kept as long; a keyed answer for three. */
const ages = { event: 30, idempotency_record: 3 };
const sliceSize = 5000;
const hour = 3600;

/** Lets go of records that nobody asks for any more, in slices, so that no statement holds much. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every(hour, 'let-old-records-go', () => this.letGo());
  }

  async letGo(): Promise<void> {
    const slices = {
      event: `SELECT ctid FROM event WHERE relayed_at IS NOT NULL AND at < muster_now() - ${ages.event} * interval '1 day' LIMIT ${sliceSize}`,
      idempotency_record: `SELECT ctid FROM idempotency_record WHERE created_at < muster_now() - ${ages.idempotency_record} * interval '1 day' LIMIT ${sliceSize}`,
    };
    for (const [table, slice] of Object.entries(slices)) {
      for (let count = sliceSize; count === sliceSize;) {
        const sql = `WITH gone AS (DELETE FROM ${table} WHERE ctid IN (${slice}) RETURNING 1) SELECT count(*)::int AS count FROM gone`;
        count = (await this.database.asSystem<{ count: number }>(sql))[0]!.count;
      }
    }
  }
}
