import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import type { Actor } from '../identity/index.js';
import { Database } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import type { PublishedDraw } from '../quality/index.js';
import { AuditItemsStore, type RiskyItem } from './audit-items.store.js';
import type { ItemRow, LotRow, SwitchingRow } from './audit.types.js';
import { AuditsStore } from './audits.store.js';
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
    private readonly projects: ProjectsService,
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

  inspectionOf(actor: Actor, projectId: string): Promise<SwitchingRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'audit:read');
      return this.switching.of(tx, projectId);
    });
  }

  // Of a lot that the caller may see.

  itemsOf({ organizationId }: Actor, lotId: string): Promise<ItemRow[]> {
    return this.database.transact({ organizationId }, (tx) => this.items.of(tx, lotId));
  }

  riskiestOf({ organizationId }: Actor, lot: LotRow, count: number): Promise<RiskyItem[]> {
    return this.database.transact({ organizationId }, (tx) => this.items.riskiest(tx, lot.id, lot.batch_id, count));
  }

  /** The file that `muster verify-audit` reads; null until the seed is published. */
  proofOf({ organizationId }: Actor, lot: LotRow): Promise<PublishedDraw | null> {
    return this.database.transact({ organizationId }, async (tx) => {
      const { commitment, seed, sample_size } = lot;
      if (seed === null || sample_size === null) return null;
      const drawn = (await this.items.of(tx, lot.id)).filter(({ stratum }) => stratum === 'RANDOM');
      return {
        commitment,
        seed,
        keys: await this.lots.keysOf(tx, lot.id),
        sampleSize: sample_size,
        drawn: drawn.map(({ external_key }) => external_key),
      };
    });
  }
}
