import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import type { Actor } from '../identity/index.js';
import { Database } from '../platform/index.js';
import type { PublishedDraw } from '../quality/index.js';
import { AuditItemsStore, type RiskyItem } from './audit-items.store.js';
import { positionOf } from './audit.rules.js';
import { type AuditWait, auditWaitOf, drawWaitOf } from './audit-wait.rules.js';
import type { ItemRow, LotRow } from './audit.types.js';
import { AuditsStore } from './audits.store.js';
import { sampleOf } from './strata.rules.js';
import { SwitchingStore } from './switching.store.js';

/** Lots as managers, leads and clients see them. */
@Injectable()
export class AuditReadingService {
  constructor(
    private readonly database: Database,
    private readonly lots: AuditsStore,
    private readonly items: AuditItemsStore,
    private readonly switching: SwitchingStore,
    private readonly batches: BatchesService,
  ) {}

  find(actor: Actor, id: string): Promise<LotRow | null> {
    return this.database.transact(actor, async (tx) => {
      const lot = await this.lots.find(tx, id);
      if (!lot) return null;
      await this.batches.visible(tx, actor, lot.batch_id, 'audit:read');
      return lot;
    });
  }

  ofBatch(actor: Actor, batchId: string): Promise<LotRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId, 'audit:read');
      return this.lots.ofBatch(tx, batchId);
    });
  }

  // Of a lot that the caller may see.

  itemsOf({ organizationId }: Actor, lotId: string): Promise<ItemRow[]> {
    return this.database.transact({ organizationId }, (tx) => this.items.of(tx, lotId));
  }

  riskiestOf({ organizationId }: Actor, lot: LotRow, count: number): Promise<RiskyItem[]> {
    return this.database.transact({ organizationId }, (tx) => this.items.riskiest(tx, lot.id, lot.batch_id, count));
  }

  waitOf({ organizationId }: Actor, lot: LotRow): Promise<AuditWait | null> {
    return this.database.transact({ organizationId }, async (tx) => {
      const { id, state, project_id: projectId, batch_id: batchId } = lot;
      if (state !== 'COMMITTED') return auditWaitOf(state, await this.items.waiting(tx, id, projectId));
      const team = await this.switching.teamOf(tx, projectId, batchId);
      const line = await this.switching.of(tx, { projectId, teamId: team?.teamId ?? null });
      return drawWaitOf({
        isBatchComplete: (await this.batches.rowOf(tx, batchId)).state === 'COMPLETED',
        isBeingMended: await this.lots.isBeingMended(tx, batchId),
        isDiscontinued: positionOf(lot.rule, line) === 'discontinued',
        teamName: team?.teamName ?? null,
      });
    });
  }

  /** The file that `muster verify-audit` reads; null until the seed is published. */
  proofOf({ organizationId }: Actor, lot: LotRow): Promise<PublishedDraw | null> {
    return this.database.transact({ organizationId }, async (tx) => {
      const { commitment, seed } = lot;
      if (seed === null) return null;
      const drawn = sampleOf(lot, await this.items.of(tx, lot.id));
      return {
        commitment,
        seed,
        keys: await this.lots.keysOf(tx, lot.id),
        // One by one: so many as yet, and the next begin where they end.
        sampleSize: drawn.length,
        drawn: drawn.map(({ external_key }) => external_key),
      };
    });
  }
}
