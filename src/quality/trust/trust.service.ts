import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, reachOf } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { type EvidenceSource, PausesService, ProjectsService } from '../../projects/index.js';
import { type NewEvidence, type Part, type TrustActionRow, type TrustRow, TrustStore } from './trust.store.js';

const mostRows = 5000;
const mostActions = 500;

type Named<Row> = Row & { member_name: string };

/** What is known of how right people are. */
@Injectable()
export class TrustService {
  constructor(
    private readonly database: Database,
    private readonly store: TrustStore,
    private readonly projects: ProjectsService,
    private readonly pauses: PausesService,
    private readonly changes: ChangeLog,
  ) {}

  people(actor: Actor, projectId: string): Promise<Named<TrustRow>[]> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'trust:read');
      return this.store.people(tx, projectId, ledBy(actor), mostRows);
    });
  }

  actions(actor: Actor, projectId: string): Promise<Named<TrustActionRow>[]> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'trust:read');
      return this.store.actions(tx, projectId, ledBy(actor), mostActions);
    });
  }

  lift(actor: Actor, id: string, reason: string): Promise<Named<TrustActionRow>> {
    return this.database.transact(actor, async (tx) => {
      const action = await this.store.action(tx, id);
      if (!action) throw ClientFault.notFound('trust action');
      const { project_id: projectId, member_id: memberId } = action;
      await this.projects.visible(tx, actor, projectId, 'trust:lift');
      const led = await this.store.actions(tx, projectId, ledBy(actor), mostActions);
      if (!led.some((one) => one.id === id)) throw ClientFault.notFound('trust action');
      await this.store.lift(tx, id);
      if (action.action === 'PAUSE' || action.action === 'RETRAIN')
        await this.pauses.resumeWithin(tx, memberId, projectId, actor.memberId);
      await this.changes.record(tx, actor, { action: 'trustAction:lift', subjectId: id, reason, detail: { action: action.action } }); // prettier-ignore
      return (await this.store.actions(tx, projectId, null, mostActions)).find((one) => one.id === id)!;
    });
  }

  // For every feature that judges work, inside its transaction.

  async note(tx: Tx, projectId: string, evidence: readonly NewEvidence[]): Promise<void> {
    if (evidence.length > 0) await this.store.note(tx, projectId, evidence);
  }

  /** This evidence is no longer held for or against anybody. */
  forgive(tx: Tx, subjectIds: readonly string[], sources: readonly EvidenceSource[]): Promise<void> {
    return this.store.forgive(tx, subjectIds, sources);
  }

  /** The mean of each person's posterior, of those of whom something is known. */
  async meansOf(tx: Tx, projectId: string, memberIds: readonly string[], part: Part): Promise<Map<string, number>> {
    const rows = await this.store.trustOf(tx, projectId, memberIds);
    return new Map(
      rows.filter((row) => row.part === part).map(({ member_id, alpha, beta }) => [member_id, alpha / (alpha + beta)]),
    );
  }

  /** Of these people, those whose work is always reviewed, until a lead lifts it. */
  requiresReview(tx: Tx, projectId: string, memberIds: readonly string[]): Promise<Set<string>> {
    return this.store.requiresReview(tx, projectId, memberIds);
  }
}

/** A lead reads about the people they lead, never about themselves: a figure that moves after an answer would tell gold. */
const ledBy = (actor: Actor): string | null => (reachOf(actor, 'trust:read') === 'ANY' ? null : actor.memberId);
