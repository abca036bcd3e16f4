import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import { ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener } from '../connections/open-connection.js';
import { ToolRefused } from '../tool-faults.js';
import { ItemsStore } from './items.store.js';

/** Tells the tool when a reviewer rejects an answer that was made there. */
@Injectable()
export class SendBackService {
  constructor(
    private readonly database: Database,
    private readonly store: ItemsStore,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
  ) {}

  /** Once an item. While the tool is away the job is repeated; a tool that does not want to know is not asked again. */
  async tellOf(organizationId: string, taskId: string): Promise<void> {
    const tenant = { organizationId };
    const found = await this.database.transact(tenant, async (tx) => {
      const back = await this.store.sentBack(tx, taskId);
      const row = back && (await this.connections.find(tx, back.connection_id));
      return back && row?.is_enabled ? { back, row } : null;
    });
    if (!found) return;
    const { back, row } = found;
    const { connector, api } = this.opener.open(row);
    if (!api) return;
    const errors = back.errors.map(({ code, severity, class: of }) => ({ code, severity, ...(of && { class: of }) }));
    const reason = back.comment ?? 'A reviewer rejected this answer.';
    try {
      await connector.sendBack(api, row.settings, back.external_id, { reason, errors });
    } catch (error) {
      if (!(error instanceof ToolRefused)) throw error;
    }
    await this.database.transact(tenant, (tx) => this.store.toldBack(tx, back.id));
  }
}
