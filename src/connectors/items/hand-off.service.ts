import { Injectable } from '@nestjs/common';
import { ClientFault, Database, Refusal, type Tx } from '../../platform/index.js';
import { type Activity, type AssignmentView, HoldsService, OutsideAnswers } from '../../tasks/index.js';
import { type ConnectionRow, ConnectionsStore } from '../connections/connections.store.js';
import type { WorkItem } from '../connector.types.js';
import { type GenericSettings, originOf } from '../generic/generic.connector.js';
import { type HandOffClaim, HandOffTokens } from './hand-off-tokens.js';
import { ItemsStore } from './items.store.js';
import { WorkItems } from './work-items.js';

export interface HandedWork extends WorkItem {
  state: string;
  feedback: AssignmentView['feedback'] | null;
  leaseExpiresAt: string;
  returnUrl: string;
}
export interface KeptLease {
  state: string;
  leaseExpiresAt: string;
  /** a fresh one */
  token: string;
}
export type LostLease = Refusal<'LEASE_LOST'>;
/** What is answered, and whose pages may read it. */
export interface ForOrigin<Answer> {
  origin: string | null;
  answer: Answer | LostLease;
}

export const lost = (): LostLease =>
  new Refusal('LEASE_LOST', 'This work is not held any more: it is answered, or it was given away.');

/** What a front end may do with a hand-off token. */
export interface HandOffDesk {
  work(claim: HandOffClaim): Promise<ForOrigin<HandedWork>>;
  keep(claim: HandOffClaim, activity: Activity): Promise<ForOrigin<KeptLease>>;
}

/** With a token of work: read it, and keep the lease. */
@Injectable()
export class HandOffService implements HandOffDesk {
  constructor(
    private readonly database: Database,
    private readonly tokens: HandOffTokens,
    private readonly connections: ConnectionsStore,
    private readonly items: ItemsStore,
    private readonly answers: OutsideAnswers,
    private readonly workItems: WorkItems,
    private readonly holds: HoldsService,
  ) {}

  work(claim: HandOffClaim): Promise<ForOrigin<HandedWork>> {
    return this.database.transact({ organizationId: claim.organizationId }, async (tx) => {
      const { view, connection, isHeld } = await this.heldBy(tx, claim);
      const origin = originIn(connection);
      if (!isHeld) return { origin, answer: lost() };
      const work = await this.workItems.of(tx, view, connection.id);
      const leaseExpiresAt = new Date(view.lease_expires_at).toISOString();
      const { state, feedback = null } = view;
      return {
        origin,
        answer: { ...work, state, feedback, leaseExpiresAt, returnUrl: this.workItems.returnUrl(view.id) },
      };
    });
  }

  async keep(claim: HandOffClaim, activity: Activity): Promise<ForOrigin<KeptLease>> {
    const { organizationId, assignmentId, token } = claim;
    const { view, connection, isHeld } = await this.database.transact({ organizationId }, (tx) =>
      this.heldBy(tx, claim),
    );
    const origin = originIn(connection);
    if (!isHeld) return { origin, answer: lost() };
    const kept = await this.holds.renew({ organizationId, memberId: view.member_id }, assignmentId, token, activity);
    if (kept instanceof Refusal) return { origin, answer: lost() };
    const leaseExpiresAt = new Date(kept.lease_expires_at).toISOString();
    return { origin, answer: { state: kept.state, leaseExpiresAt, token: this.tokens.sign(claim) } };
  }

  private async heldBy(
    tx: Tx,
    { assignmentId, token }: HandOffClaim,
  ): Promise<{ view: AssignmentView; connection: ConnectionRow; isHeld: boolean }> {
    const view = await this.answers.view(tx, assignmentId);
    const item = view && (await this.items.ofAssignment(tx, assignmentId));
    const connection = item && (await this.connections.find(tx, item.connection_id));
    if (!view || !connection) throw new ClientFault('UNAUTHENTICATED', 'This hand-off token opens nothing any more.');
    const now = await this.items.now(tx);
    const isHeld = view.state === 'ACTIVE' && view.token === token && new Date(view.lease_expires_at) > now;
    return { view, connection, isHeld: isHeld && connection.is_enabled };
  }
}

/** Only front ends that speak the contract call these routes from their pages. */
export const originIn = ({ kind, settings }: ConnectionRow): string | null =>
  kind === 'GENERIC' ? originOf(settings as GenericSettings) : null;
