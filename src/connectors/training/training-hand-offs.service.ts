import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { type ShownItem, TrainingItems } from '../../quality/index.js';
import { type ConnectionRow, ConnectionsStore } from '../connections/connections.store.js';
import { genericConnector, type GenericSettings } from '../generic/generic.connector.js';
import { type HandOffClaim, HandOffTokens, trainingToken } from '../items/hand-off-tokens.js';
import { type ForOrigin, type HandedWork, type HandOffDesk, type KeptLease, lost, originIn } from '../items/hand-off.service.js'; // prettier-ignore
import { WorkItems } from '../items/work-items.js';
import { type TrainingHandOffRow, TrainingHandOffsStore } from './training-hand-offs.store.js';

export interface TrainingHandOffView extends TrainingHandOffRow {
  /** null: it is answered, or the tool is away */
  url: string | null;
}

interface OpenHandOff {
  row: TrainingHandOffRow;
  connection: ConnectionRow;
  /** null: the person is not asked it any more, or it is answered */
  shown: ShownItem | null;
}

/**
 * Tasks of courses in the project's tool, where labels have to be drawn: by the same link and the same message as work. What
 * comes back is kept until the person gives it as their answer: the tool decides nothing of an exam.
 */
@Injectable()
export class TrainingHandOffs implements HandOffDesk {
  constructor(
    private readonly database: Database,
    private readonly store: TrainingHandOffsStore,
    private readonly training: TrainingItems,
    private readonly connections: ConnectionsStore,
    private readonly workItems: WorkItems,
    private readonly tokens: HandOffTokens,
  ) {}

  /** The way into the tool; asked again it is the same until it is answered. */
  handOff(actor: Actor, itemId: string, attemptId: string | null): Promise<TrainingHandOffView | Refusal<'NO_TOOL'>> {
    const { organizationId, memberId } = actor;
    return this.database.transact({ organizationId }, async (tx) => {
      const shown = await this.training.asked(tx, memberId, itemId, attemptId);
      const connection = await this.connections.ofProject(tx, shown.projectId);
      if (connection?.kind !== 'GENERIC')
        return new Refusal('NO_TOOL' as const, 'The project works through no tool that shows tasks of courses.');
      const { courseId } = shown;
      const row = await this.store.ensure(tx, { connectionId: connection.id, memberId, courseId, itemId, attemptId });
      return { ...row, url: this.urlOf(organizationId, row, connection) };
    });
  }

  /** Null when it is not the caller's own. */
  find({ organizationId, memberId }: Actor, id: string): Promise<TrainingHandOffView | null> {
    return this.database.transact({ organizationId }, async (tx) => {
      const row = await this.store.find(tx, id);
      if (row?.memberId !== memberId) return null;
      const connection = await this.connections.find(tx, row.connectionId);
      const isOpen = row.answeredAt === null && connection?.is_enabled;
      return { ...row, url: isOpen ? this.urlOf(organizationId, row, connection) : null };
    });
  }

  work(claim: HandOffClaim): Promise<ForOrigin<HandedWork>> {
    return this.database.transact({ organizationId: claim.organizationId }, async (tx) => {
      const { row, connection, shown } = await this.openBy(tx, claim);
      const origin = originIn(connection);
      if (!shown) return { origin, answer: lost() };
      const work = await this.workItems.ofTraining(tx, row.id, shown, row);
      const returnUrl = this.workItems.courseUrl(row.courseId, row.id);
      const leaseExpiresAt = shown.until.toISOString();
      return { origin, answer: { ...work, state: 'ACTIVE', feedback: null, leaseExpiresAt, returnUrl } };
    });
  }

  /** Nobody else waits for it: it is held until its exam ends, and otherwise for a while from now on. */
  keep(claim: HandOffClaim): Promise<ForOrigin<KeptLease>> {
    return this.database.transact({ organizationId: claim.organizationId }, async (tx) => {
      const { connection, shown } = await this.openBy(tx, claim);
      const origin = originIn(connection);
      if (!shown) return { origin, answer: lost() };
      const leaseExpiresAt = shown.until.toISOString();
      return { origin, answer: { state: 'ACTIVE', leaseExpiresAt, token: this.tokens.sign(claim) } };
    });
  }

  private async openBy(tx: Tx, { assignmentId }: HandOffClaim): Promise<OpenHandOff> {
    const row = await this.store.find(tx, assignmentId);
    const connection = row && (await this.connections.find(tx, row.connectionId));
    if (!row || !connection) throw new ClientFault('UNAUTHENTICATED', 'This hand-off token opens nothing any more.');
    if (row.answeredAt !== null || !connection.is_enabled) return { row, connection, shown: null };
    try {
      return { row, connection, shown: await this.training.asked(tx, row.memberId, row.itemId, row.attemptId) };
    } catch (error) {
      // The exam has ended, or the course was changed: there is nothing to answer.
      if (error instanceof ClientFault && error.code === 'NOT_FOUND') return { row, connection, shown: null };
      throw error;
    }
  }

  private urlOf(
    organizationId: string,
    { id, courseId }: TrainingHandOffRow,
    connection: ConnectionRow,
  ): string | null {
    const assignmentId = toGlobalId('assignment', id);
    return genericConnector.workUrl(connection.settings as GenericSettings, assignmentId, {
      token: this.tokens.sign({ organizationId, assignmentId: id, token: trainingToken }),
      assignmentId,
      returnUrl: this.workItems.courseUrl(courseId, id),
    });
  }
}
