import { Inject, Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, LOG, type Log, Refusal } from '../../platform/index.js';
import { OutsideAnswers } from '../../tasks/index.js';
import { type ConnectionRow, ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener } from '../connections/open-connection.js';
import { ItemsStore } from '../items/items.store.js';
import { sentenceOfToolFault } from '../tool-calls.js';
import { ReadingService } from './reading.service.js';
import { ReconcileStore } from './reconcile.store.js';

export interface Reconciled {
  /** items that were read from the tool */
  read: number;
  failed: number;
  /** why it did not come to its end */
  error: string | null;
}
export type ReconcileRefusal = Refusal<'NOT_READABLE'>;

const pageSize = 200;
/** A tool's clock may be behind ours, and a change be seen late there. */
const overlapMilliseconds = 5 * 60_000;
const keptSeconds = 60;

/** Reads from tools what their messages may have missed. It repairs by the same join as everything else. */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly database: Database,
    private readonly store: ReconcileStore,
    private readonly connections: ConnectionsStore,
    private readonly items: ItemsStore,
    private readonly opener: ConnectionOpener,
    private readonly reading: ReadingService,
    private readonly answers: OutsideAnswers,
    private readonly changes: ChangeLog,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** What changed since the last time, and all work that is held. */
  async reconcile(organizationId: string, id: string, isForced: boolean): Promise<Reconciled | null> {
    const tenant = { organizationId };
    const begun = await this.database.transact(tenant, async (tx) => {
      const row = await this.connections.find(tx, id);
      const times = row && (await this.store.begin(tx, id, isForced));
      return times && { row, ...times };
    });
    if (!begun) return null;
    const done: Reconciled = { read: 0, failed: 0, error: null };
    const { connector, api } = this.opener.open(begun.row);
    try {
      if (api) {
        const seen = new Set<string>();
        const readAll = async (ids: string[]) => {
          for (const itemId of ids) {
            if (seen.has(itemId)) continue;
            seen.add(itemId);
            if ((await this.reading.read(organizationId, itemId)) === 'FAILED') done.failed += 1;
            else done.read += 1;
          }
        };
        const since = new Date(begun.since.getTime() - overlapMilliseconds);
        for await (const names of connector.changedSince(api, begun.row.settings, since))
          await readAll(await this.database.transact(tenant, (tx) => this.store.itemsNamed(tx, id, names)));
        for (let last: string | null = null; ;) {
          const after: string | null = last;
          const ids: string[] = await this.database.transact(tenant, (tx) => this.store.live(tx, id, after, pageSize));
          await readAll(ids);
          last = ids.at(-1) ?? null;
          if (ids.length < pageSize) break;
        }
      }
    } catch (error) {
      done.error = sentenceOfToolFault(error) ?? 'Something went wrong on our side.';
      if (!sentenceOfToolFault(error)) this.log.error({ connectionId: id, error: String((error as Error).stack) }, 'reconcile failed'); // prettier-ignore
    }
    // What failed is read again; the rest is not.
    await this.database.transact(tenant, (tx) => this.store.end(tx, id, done.error ? null : begun.now, done.error));
    return done;
  }

  async reconcileNow(actor: Actor, id: string): Promise<Reconciled | ReconcileRefusal> {
    const tenant = { organizationId: actor.organizationId };
    const row = await this.database.transact(tenant, async (tx) => {
      const found = await this.connections.find(tx, id);
      if (!found) throw ClientFault.notFound('connection');
      await this.changes.record(tx, actor, { action: 'connection:reconcile', subjectId: id });
      return found;
    });
    if (!row.is_enabled) return new Refusal('NOT_READABLE', 'This connection is off.');
    if (!this.opener.open(row).api)
      return new Refusal('NOT_READABLE', 'This tool cannot be asked: its settings name no address, so it only tells.');
    return (await this.reconcile(actor.organizationId, id, true))!;
  }

  async reconcileDue(): Promise<void> {
    for (const { organization_id, id } of await this.store.due()) await this.reconcile(organization_id, id, false);
  }

  async readUnread(): Promise<void> {
    for (const { organization_id, id } of await this.store.unread(100)) await this.reading.read(organization_id, id);
  }

  /**
   * Before a lease ends its tool is asked whether the work is done: then it is handed in, instead of given to somebody else. While the
   * tool does not answer, the lease is kept, five minutes at most.
   */
  async probeEnding(): Promise<void> {
    for (const { organization_id, id } of await this.store.ending(100)) {
      try {
        await this.probe(organization_id, id);
      } catch (error) {
        this.log.error({ itemId: id, error: String((error as Error).stack) }, 'a lease could not be probed');
      }
    }
  }

  /** Whether the tool answers, as a sentence for whoever sets the connection up. */
  async test(actor: Actor, id: string): Promise<{ isGood: boolean; message: string }> {
    const row = await this.database.transact(actor, (tx) => this.connections.find(tx, id));
    if (!row) throw ClientFault.notFound('connection');
    const { connector, api } = this.opener.open(row);
    if (!api)
      return {
        isGood: true,
        message: 'Muster asks this tool nothing: it has no address. Send a message and look at the inbox.',
      };
    const began = performance.now();
    try {
      for await (const _page of connector.changedSince(api, row.settings, new Date(Date.now() - 60_000))) break;
      return { isGood: true, message: `The tool answers, in ${Math.round(performance.now() - began)} ms.` };
    } catch (error) {
      return {
        isGood: false,
        message: sentenceOfToolFault(error) ?? 'The tool answers something else than was agreed.',
      };
    }
  }

  ledger(actor: Actor, connectionId: string, onlyDifferences: boolean, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.connections.find(tx, connectionId))) throw ClientFault.notFound('connection');
      return this.store.ledger(tx, connectionId, onlyDifferences, first, after);
    });
  }

  private async probe(organizationId: string, itemId: string): Promise<void> {
    const tenant = { organizationId };
    const found = await this.database.transact(tenant, async (tx) => {
      const item = await this.items.find(tx, itemId);
      const row = item && (await this.connections.find(tx, item.connection_id));
      if (!item?.external_id || !row?.is_enabled) return null;
      const open = this.opener.open(row);
      // So that the sweeper does not come while the tool is thinking.
      if (open.api) await this.answers.extend(tx, item.assignment_id, keptSeconds, await this.store.grace(tx, itemId));
      return { item: item.external_id, row: row as ConnectionRow, open };
    });
    const api = found?.open.api;
    const answer = api
      ? await found.open.connector.probe(api, found.row.settings, found.item).catch((error: unknown) => {
          if (sentenceOfToolFault(error)) return 'AWAY' as const;
          throw error;
        })
      : 'OPEN';
    if (answer === 'AWAY') return;
    if (answer === 'DONE' && (await this.reading.read(organizationId, itemId)) === 'FAILED') return;
    await this.database.transact(tenant, (tx) => this.store.probed(tx, itemId));
  }
}
