import { Injectable } from '@nestjs/common';
import { Database, Outbox, type Tx } from '../../platform/index.js';
import { ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener } from '../connections/open-connection.js';
import { ToolRefused } from '../tool-faults.js';
import { ItemsStore } from './items.store.js';

const mostAtOnce = 200;

/** Tells the tool when a reviewer rejects an answer that was made there, and when one is not taken at all. */
@Injectable()
export class SendBackService {
  constructor(
    private readonly database: Database,
    private readonly store: ItemsStore,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
    private readonly outbox: Outbox,
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

  /** Once an answer, like a rejection; only a process that dies right after telling tells it again, under the same id. */
  async tellRefusal(organizationId: string, itemId: string): Promise<void> {
    const tenant = { organizationId };
    const found = await this.database.transact(tenant, async (tx) => {
      const refused = await this.store.refused(tx, itemId);
      const row = refused && (await this.connections.find(tx, refused.connection_id));
      return refused && row?.is_enabled ? { refused, row } : null;
    });
    if (!found) return;
    const { refused, row } = found;
    const { refusal } = refused;
    const { connector, api } = this.opener.open(row);
    let isTaken = api !== null;
    try {
      const reason = `Muster did not take this answer. ${refusal.sentence}`;
      if (api) await connector.sendBack(api, row.settings, refused.external_id, { reason, errors: [], refusal });
    } catch (error) {
      if (!(error instanceof ToolRefused)) throw error;
      isTaken = false;
    }
    await this.database.transact(tenant, (tx) => this.store.toldRefusal(tx, refused.id, refusal.id, isTaken));
  }

  /** What could not be told while a tool was away for long. */
  async tellAgain(): Promise<void> {
    const again = (tx: Tx, id: string) => this.outbox.publish(tx, { type: 'answer.refused', subjectId: id });
    for (const { organization_id: organizationId, id } of await this.store.untold(mostAtOnce))
      await this.database.transact({ organizationId }, (tx) => again(tx, id));
    this.outbox.wake();
  }
}
