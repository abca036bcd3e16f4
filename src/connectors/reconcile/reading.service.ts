import { Inject, Injectable } from '@nestjs/common';
import { Database, LOG, type Log, Outbox } from '../../platform/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener } from '../connections/open-connection.js';
import { ItemsStore } from '../items/items.store.js';
import { contextOf } from '../settling/contexts.js';
import { SettleStore } from '../settling/settle.store.js';
import { SettlingService } from '../settling/settling.service.js';
import { sentenceOfToolFault } from '../tool-calls.js';

export type Read = 'READ' | 'NOT_READABLE' | 'FAILED';

/** Reads single items from their tool, outside of any transaction, and settles them. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly store: SettleStore,
    private readonly items: ItemsStore,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
    private readonly facts: ProjectFactsCache,
    private readonly settling: SettlingService,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async read(organizationId: string, itemId: string): Promise<Read> {
    const tenant = { organizationId };
    const before = await this.database.transact(tenant, async (tx) => {
      const item = await this.store.lock(tx, itemId);
      const row = item && (await this.connections.find(tx, item.connection_id));
      if (!item || !row?.is_enabled) return null;
      return { item, row, since: await this.items.now(tx) };
    });
    if (!before) return 'NOT_READABLE';
    const { item, row, since } = before;
    const { connector, api } = this.opener.open(row);
    if (!api) {
      await this.database.transact(tenant, (tx) => this.store.readDone(tx, itemId, false));
      return 'NOT_READABLE';
    }
    const { labelSchema } = await this.facts.of(organizationId, item.project_id);
    try {
      const context = contextOf([item], labelSchema);
      const reports = await connector.fetchAnnotations(api, row.settings, item.external_id, context);
      const own = reports.filter((report) => report.item === item.external_id);
      await this.database.transact(tenant, async (tx) => {
        const locked = (await this.store.lock(tx, itemId))!;
        await this.settling.joinRead(tx, locked, own, since);
        // What has no labels now has none: reading it once more would not help.
        await this.settling.settle(tx, locked, labelSchema, false);
      });
      this.outbox.wake();
      return 'READ';
    } catch (error) {
      const sentence = sentenceOfToolFault(error);
      if (sentence === null) {
        this.log.error({ itemId, error: String((error as Error).stack) }, 'an item could not be read');
        if (error instanceof Error && 'code' in error) throw error;
      }
      await this.database.transact(tenant, (tx) =>
        this.store.readFailed(tx, itemId, sentence ?? 'Something went wrong on our side.', 60),
      );
      return 'FAILED';
    }
  }
}
