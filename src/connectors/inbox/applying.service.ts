import { Inject, Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, LOG, type Log, Outbox, type Tx } from '../../platform/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener, type OpenConnection } from '../connections/open-connection.js';
import { blankContext, contextOf } from '../settling/contexts.js';
import { type SettledItem, SettleStore } from '../settling/settle.store.js';
import { type Joined, SettlingService } from '../settling/settling.service.js';
import type { ToolReport } from '../connector.types.js';
import { TrainingHandOffsStore } from '../training/training-hand-offs.store.js';
import { ReadingService } from '../reconcile/reading.service.js';
import { type Applied, type InboxRow, type InboxState, InboxStore } from './inbox.store.js';
import { isTooDeep } from './scrub.rules.js';

/** In seconds; together about a day. */
const waits = [5, 15, 60, 300, 1800, 7200, 21_600, 54_000];

/** Looks at messages that were kept: what they report is joined, and the items they are about are settled. */
@Injectable()
export class ApplyingService {
  constructor(
    private readonly database: Database,
    private readonly store: InboxStore,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
    private readonly facts: ProjectFactsCache,
    private readonly items: SettleStore,
    private readonly settling: SettlingService,
    private readonly reading: ReadingService,
    private readonly training: TrainingHandOffsStore,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** As often as one likes: what was joined before changes nothing. */
  async apply(organizationId: string, id: string): Promise<void> {
    const tenant = { organizationId };
    let unread: string[] = [];
    try {
      unread = await this.database.transact(tenant, (tx) => this.applyIn(tx, id));
    } catch (error) {
      // The database is away, or somebody was faster: the job is tried again. What it cannot hold it never will.
      if (error instanceof Error && 'code' in error && !/^2[23]/.test(String(error.code))) throw error;
      this.log.error({ inboxId: id, error: String((error as Error).stack) }, 'a message could not be applied');
      await this.database.transact(tenant, (tx) =>
        this.store.applied(
          tx,
          id,
          failed('Something went wrong on our side while this was looked at; replay it later.'),
        ),
      );
    }
    this.outbox.wake();
    for (const itemId of unread) await this.reading.read(organizationId, itemId);
  }

  async applyDue(): Promise<void> {
    for (const { organization_id, id } of await this.store.due(200)) {
      try {
        await this.apply(organization_id, id);
      } catch (error) {
        this.log.warn({ inboxId: id, error: String(error) }, 'a message will be looked at again');
      }
    }
  }

  page(actor: Actor, connectionId: string, states: InboxState[] | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.connections.find(tx, connectionId))) throw ClientFault.notFound('connection');
      return this.store.page(tx, connectionId, states, first, after);
    });
  }

  /** These messages are looked at again, as if they had just come. */
  async replay(actor: Actor, connectionId: string, ids: string[]): Promise<InboxRow[]> {
    const rows = await this.database.transact(actor, async (tx) => {
      const replayed = await this.store.replay(tx, connectionId, ids);
      if (replayed.length < new Set(ids).size) throw ClientFault.notFound('message of this connection');
      for (const { id } of replayed) await this.outbox.publish(tx, { type: 'inbox.received', subjectId: id });
      await this.changes.record(tx, actor, {
        action: 'connection:replay',
        subjectId: connectionId,
        detail: { messages: replayed.length },
      });
      return replayed;
    });
    this.outbox.wake();
    return rows;
  }

  letGo(): Promise<void> {
    return this.store.letGo();
  }

  /** @returns items that have to be read from the tool */
  private async applyIn(tx: Tx, id: string): Promise<string[]> {
    const message = await this.store.lock(tx, id);
    const isDue = message?.state === 'RECEIVED' || message?.state === 'PARKED';
    const row = isDue && (await this.connections.find(tx, message.connection_id));
    if (!isDue || !row) return [];
    const open = this.opener.open(row);
    const body = readJson(message.body);
    if (body === undefined) {
      await this.store.applied(tx, id, failed('This is no JSON, or it is nested more than 64 levels deep.'));
      return [];
    }
    const { reports: said, remarks } = open.connector.parse(body, row.settings, blankContext);
    const itemOfPart = await this.itemsOfParts(tx, row.id, said);
    const reports = said.map((report) => withItem(report, itemOfPart));
    const named = [...new Set(reports.map(({ item }) => item))];
    const items = await this.items.lockByExternal(tx, row.id, named);
    const unread: string[] = [];
    const joined: Joined[] = [];
    let refusedWhy: string | null = null;
    for (const item of items) {
      const { outcome, isReadWanted, refused } = await this.applyTo(tx, open, body, item, itemOfPart);
      joined.push(outcome);
      refusedWhy ??= refused;
      if (isReadWanted) unread.push(item.id);
    }
    const event = remarks[0]?.event ?? eventOf(body);
    const about = named.length > 0 ? named : remarks.flatMap(({ item }) => item ?? []);
    const told = { event, items: about, retrySeconds: null };
    const others = reports.filter(({ item }) => !items.some(({ external_id }) => external_id === item));
    const trained = await this.training.keepAnswers(tx, row.id, others);
    const missing = [...new Set(others.map(({ item }) => item))].filter((one) => !trained.includes(one));
    if (missing.length > 0) await this.store.applied(tx, id, { ...told, ...parked(missing, message.attempts) });
    else if (reports.length === 0) {
      const known = remarks.every(({ isKnown }) => isKnown);
      const sentence =
        remarks[0]?.text ?? (known ? null : 'This means nothing to Muster; it is kept for you to look at.');
      await this.store.applied(tx, id, { ...told, state: 'IGNORED', sentence });
    } else if (trained.length === 0 && joined.every((one) => one === 'OLDER'))
      await this.store.applied(tx, id, { ...told, state: 'SUPERSEDED', sentence: 'Something newer is known already.' });
    else
      await this.store.applied(tx, id, {
        ...told,
        state: 'APPLIED',
        sentence: refusedWhy && `Not taken: ${refusedWhy}`,
      });
    return unread;
  }

  /** Of parts that are told without their item. */
  private itemsOfParts(tx: Tx, connectionId: string, reports: readonly ToolReport[]): Promise<Map<string, string>> {
    const parts = reports.filter(({ item }) => item === '').map(({ part }) => part);
    return parts.length > 0 ? this.items.itemsOfParts(tx, connectionId, parts) : Promise.resolve(new Map());
  }

  private async applyTo(
    tx: Tx,
    { connector, row, api }: OpenConnection,
    body: unknown,
    item: SettledItem,
    itemOfPart: ReadonlyMap<string, string>,
  ) {
    const { labelSchema } = await this.facts.of(tx.organizationId, item.project_id);
    const parsed = connector.parse(body, row.settings, contextOf([item], labelSchema));
    const all = parsed.reports.map((report) => withItem(report, itemOfPart));
    const reports = all.filter((report) => report.item === item.external_id);
    const outcome = await this.settling.join(tx, item, reports);
    const { isReadWanted, refused } = await this.settling.settle(tx, item, labelSchema, api !== null);
    return { outcome, refused, isReadWanted: (isReadWanted || outcome === 'HINT') && api !== null };
  }
}

/** A part that is known nowhere stands for its item: it waits, as what is told of an unknown item does. */
function withItem(report: ToolReport, itemOfPart: ReadonlyMap<string, string>): ToolReport {
  return report.item === '' ? { ...report, item: itemOfPart.get(report.part) ?? `part ${report.part}` } : report;
}

function readJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return isTooDeep(json) ? undefined : json;
  } catch {
    return undefined;
  }
}

/** What the tool calls it, for the list. */
function eventOf(body: unknown): string | null {
  const { type, action, event, event_type } = (body ?? {}) as Record<string, unknown>;
  const name = [type, action, event, event_type].find((one) => typeof one === 'string');
  return typeof name === 'string' ? name : null;
}

const failed = (sentence: string): Applied => ({
  state: 'FAILED',
  sentence,
  event: null,
  items: [],
  retrySeconds: null,
});

function parked(missing: string[], attempts: number): Pick<Applied, 'state' | 'sentence' | 'retrySeconds'> {
  const seconds = waits[attempts];
  const what = `No work of Muster's is known as ${missing.slice(0, 3).join(', ')} in this tool`;
  if (seconds === undefined)
    return { state: 'FAILED', sentence: `${what}; given up after ${attempts} tries.`, retrySeconds: null };
  return { state: 'PARKED', sentence: `${what} (yet).`, retrySeconds: seconds };
}
