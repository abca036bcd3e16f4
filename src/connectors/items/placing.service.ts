import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, LOG, type Log, Outbox, Refusal, toGlobalId } from '../../platform/index.js';
import { type AssignmentView, OutsideAnswers } from '../../tasks/index.js';
import { type ConnectionRow, ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener, noApi } from '../connections/open-connection.js';
import type { WorkItem } from '../connector.types.js';
import { sentenceOfToolFault } from '../tool-calls.js';
import { HandOffTokens } from './hand-off-tokens.js';
import { type ItemRow, ItemsStore } from './items.store.js';
import { WorkItems } from './work-items.js';

export type HandOffState = 'PLACED' | 'WAITING' | 'CLOSED';
export interface HandedOff {
  /** null: it is not there yet, or the tool has no address for it, or the work is not held any more */
  url: string | null;
  state: HandOffState;
  /** why it is not there yet */
  waitsFor: string | null;
}
export type HandOffRefusal = Refusal<'NO_TOOL' | 'TOOL_AWAY' | 'LEASE_LOST'>;

interface Ready {
  item: ItemRow;
  connection: ConnectionRow;
  view: AssignmentView;
  work: WorkItem;
}

/** Longer than a tool may take to answer. */
const reservedSeconds = 40;
const patience = { looks: 60, milliseconds: 250 };
const retrySeconds = (attempts: number): number => Math.min(600, 5 * 2 ** Math.min(attempts, 8));

/** Puts claimed work into the tool that its project works through: once, and never inside a transaction. */
@Injectable()
export class PlacingService {
  constructor(
    private readonly database: Database,
    private readonly store: ItemsStore,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
    private readonly answers: OutsideAnswers,
    private readonly workItems: WorkItems,
    private readonly tokens: HandOffTokens,
    private readonly outbox: Outbox,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** For the job that follows a claim: whoever asks for the hand-off then need not wait. */
  async placeClaimed(organizationId: string, assignmentId: string): Promise<void> {
    const ready = await this.ready(organizationId, assignmentId, null);
    if (!(ready instanceof Refusal)) await this.place(organizationId, ready, false);
  }

  /** The way into the tool, for whoever holds the work. Asked again it answers the same. */
  async handOff(actor: Actor, assignmentId: string): Promise<HandedOff | HandOffRefusal> {
    const { organizationId } = actor;
    const ready = await this.ready(organizationId, assignmentId, actor.memberId);
    if (ready instanceof Refusal) return ready;
    let externalId = ready.item.external_id ?? (await this.place(organizationId, ready, true));
    // Somebody else is putting it there at this moment.
    for (let look = 0; externalId === 'BUSY' && look < patience.looks; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, patience.milliseconds));
      const now = await this.itemOf(organizationId, assignmentId);
      if (now?.place_error) return away(now.place_error);
      externalId = now?.external_id ?? 'BUSY';
    }
    if (externalId === 'BUSY') return away('The tool has not taken the work yet; ask again in a moment.');
    if (externalId instanceof Refusal) return externalId;
    return { url: this.urlOf(organizationId, ready, externalId), state: 'PLACED', waitsFor: null };
  }

  /** How far it is, without asking the tool. Null where the project works through no tool. */
  async standingOf(actor: Actor, assignmentIds: string[]): Promise<Map<string, HandedOff>> {
    const { organizationId } = actor;
    return this.database.transact({ organizationId }, async (tx) => {
      const standing = new Map<string, HandedOff>();
      for (const item of await this.store.ofAssignments(tx, assignmentIds)) {
        const view = await this.answers.view(tx, item.assignment_id);
        const connection = await this.connections.find(tx, item.connection_id);
        if (!view || !connection || view.member_id !== actor.memberId) continue;
        const isHeld = view.state === 'ACTIVE';
        const url = isHeld && item.external_id ? this.urlOf(organizationId, { item, connection, view }, item.external_id) : null; // prettier-ignore
        const state = !isHeld ? 'CLOSED' : item.external_id ? 'PLACED' : 'WAITING';
        standing.set(item.assignment_id, { url, state, waitsFor: isHeld ? item.place_error : null });
      }
      return standing;
    });
  }

  unplaced(limit: number) {
    return this.store.unplaced(limit);
  }

  private ready(
    organizationId: string,
    assignmentId: string,
    memberId: string | null,
  ): Promise<Ready | HandOffRefusal> {
    return this.database.transact({ organizationId }, async (tx): Promise<Ready | HandOffRefusal> => {
      const view = await this.answers.view(tx, assignmentId);
      if (!view || (memberId !== null && view.member_id !== memberId)) throw ClientFault.notFound('assignment');
      if (view.state !== 'ACTIVE')
        return new Refusal(
          'LEASE_LOST' as const,
          'You no longer hold this assignment, so there is nothing to hand off.',
        );
      const item = await this.store.ensure(tx, assignmentId);
      const connection = item && (await this.connections.find(tx, item.connection_id));
      if (!item || !connection?.is_enabled)
        return new Refusal('NO_TOOL' as const, 'This work is done in Muster: its project works through no tool.');
      return { item, connection, view, work: await this.workItems.of(tx, view, connection.id) };
    });
  }

  /** The tool's id of it, or BUSY while another does the same. */
  private async place(organizationId: string, { item, connection, work }: Ready, isForced: boolean) {
    if (item.external_id) return item.external_id;
    const tenant = { organizationId };
    if (!(await this.database.transact(tenant, (tx) => this.store.reserve(tx, item.id, reservedSeconds, isForced))))
      return 'BUSY' as const;
    try {
      const { connector, api } = this.opener.open(connection);
      const externalId = await connector.pushTask(api ?? noApi, connection.settings, work);
      await this.database.transact(tenant, async (tx) => {
        await this.store.placed(tx, item.id, externalId);
        for (const id of await this.store.wakeParked(tx, connection.id, externalId))
          await this.outbox.publish(tx, { type: 'inbox.received', subjectId: id });
      });
      this.outbox.wake();
      return externalId;
    } catch (error) {
      const sentence = sentenceOfToolFault(error) ?? 'The work could not be put into the tool.';
      const seconds = retrySeconds(item.place_attempts);
      await this.database.transact(tenant, (tx) => this.store.notPlaced(tx, item.id, sentence, seconds));
      if (!sentenceOfToolFault(error)) this.log.error({ itemId: item.id, error: String((error as Error).stack) }, 'work could not be placed'); // prettier-ignore
      return away(sentence);
    }
  }

  private itemOf(organizationId: string, assignmentId: string): Promise<ItemRow | undefined> {
    return this.database.transact({ organizationId }, (tx) => this.store.ofAssignment(tx, assignmentId));
  }

  private urlOf(
    organizationId: string,
    { connection, view }: Pick<Ready, 'item' | 'connection' | 'view'>,
    externalId: string,
  ): string | null {
    // prettier-ignore
    const { connector } = this.opener.open(connection);
    return connector.workUrl(connection.settings, externalId, {
      token: this.tokens.sign({ organizationId, assignmentId: view.id, token: view.token }),
      assignmentId: toGlobalId('assignment', view.id),
      returnUrl: this.workItems.returnUrl(view.id),
    });
  }
}

const away = (message: string): HandOffRefusal => new Refusal('TOOL_AWAY', message);
