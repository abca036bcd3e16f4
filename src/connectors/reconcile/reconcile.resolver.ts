import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, unkeyed } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, pageOf, Refusal } from '../../platform/index.js';
import { ConnectionTest } from '../connections/connection.type.js';
import { ReconcileService } from './reconcile.service.js';
import {
  LedgerArgs,
  LedgerEntry,
  LedgerEntryConnection,
  ReconcileResult,
  Reconciliation,
  toLedgerEntry,
} from './reconcile.type.js';

@Resolver()
export class ReconcileResolver {
  constructor(private readonly reconciling: ReconcileService) {}

  @Mutation(() => ReconcileResult, {
    description: 'Reads from the tool what changed, and all work that is held. Repairs lost messages.',
  })
  @Can('connection:repair')
  async reconcileConnection(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
  ): Promise<Reconciliation | Refusal> {
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    const done = await this.reconciling.reconcileNow(unkeyed(actor), id);
    return done instanceof Refusal ? done : Object.assign(new Reconciliation(), done);
  }

  @Mutation(() => ConnectionTest, { description: 'Asks the tool something, and says what came of it.' })
  @Can('connection:manage')
  async testConnection(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
  ): Promise<ConnectionTest> {
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    return Object.assign(new ConnectionTest(), await this.reconciling.test(unkeyed(actor), id));
  }

  @Query(() => LedgerEntryConnection, {
    name: 'ledger',
    description: 'What a tool says against what Muster says, newest first.',
  })
  @Can('connection:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args() { connectionId, onlyDifferences, first, after }: LedgerArgs,
  ): Promise<Page<LedgerEntry>> {
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    const { rows, total } = await this.reconciling.ledger(actor, id, onlyDifferences, first, decodeCursor(after));
    return pageOf(rows, first, total, toLedgerEntry);
  }
}
