import { Injectable } from '@nestjs/common';
import { BatchesService } from '../batches/index.js';
import { ChangeLog } from '../identity/index.js';
import { Database, Outbox, type Tx } from '../platform/index.js';
import { LotDecisionService } from './lot-decision.service.js';
import { LotDrawService } from './lot-draw.service.js';
import { LotJudgementService } from './lot-judgement.service.js';
import type { LockedLot } from './audit.types.js';
import { AuditsStore } from './audits.store.js';

const ended = new Set(['ACCEPTED', 'ARCHIVED', 'CANCELLED']);
const mostAtOnce = 200;

/**
 * The one room that moves a lot, whoever asks for it and how often: it looks at the batch, the lot and the verdicts as they
 * are, and does what is due. Nobody needs to know what happened before.
 */
@Injectable()
export class LotProgressService {
  constructor(
    private readonly database: Database,
    private readonly lots: AuditsStore,
    private readonly draws: LotDrawService,
    private readonly judgements: LotJudgementService,
    private readonly decisions: LotDecisionService,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async advance(organizationId: string, lotId: string): Promise<void> {
    while (await this.database.transact({ organizationId }, (tx) => this.step(tx, lotId)));
    this.outbox.wake();
  }

  /** The unfinished lots of a batch or a project, or those that wait for a verdict on a task. */
  async advanceOf(
    organizationId: string,
    of: { batchId?: string; projectId?: string; taskId?: string },
  ): Promise<void> {
    const ids = await this.database.transact({ organizationId }, (tx) => this.lots.unfinished(tx, of));
    for (const id of ids) await this.advance(organizationId, id);
  }

  /** Lots whose job was lost: late rather than never. */
  async advanceForgotten(): Promise<void> {
    for (const { organization_id, id } of await this.lots.someUnfinished(mostAtOnce))
      await this.advance(organization_id, id);
  }

  /** The batch before the lot, in every transaction. */
  async lock(tx: Tx, lotId: string): Promise<LockedLot | undefined> {
    const found = await this.lots.find(tx, lotId);
    if (!found) return undefined;
    await this.batches.lock(tx, found.batch_id);
    return this.lots.lock(tx, lotId);
  }

  /** Answers whether there may be more to do at once. */
  async step(tx: Tx, lotId: string): Promise<boolean> {
    const lot = await this.lock(tx, lotId);
    if (!lot) return false;
    const why = whyVoid(lot);
    if (why) {
      await this.lots.makeVoid(tx, lotId, why);
      await this.decisions.closeOpenSeats(tx, lotId, why);
      return false;
    }
    if (lot.state === 'COMMITTED') return lot.batch_state === 'COMPLETED' && this.draws.fix(tx, lot);
    if (lot.state === 'OPEN' || lot.state === 'JUDGED' || (lot.state === 'RETURNED' && !lot.mended_at)) {
      if (await this.draws.openSeats(tx, lotId)) return true;
      await this.judgements.takeVerdicts(tx, lot);
    }
    if (lot.state === 'OPEN') return this.judge(tx, lot);
    if (lot.state === 'RETURNED' && !lot.mended_at) await this.decisions.finishMending(tx, lot);
    return false;
  }

  /** Answers whether there is more to do: seats for the items drawn next, or a lot that the policy returned. */
  private async judge(tx: Tx, lot: LockedLot): Promise<boolean> {
    const verdict = await this.judgements.judge(tx, lot);
    if (!verdict) return this.draws.drawOn(tx, lot);
    if (lot.sequential) await this.decisions.endSample(tx, lot.id);
    if (!lot.rule.isAutoAccepted) return false;
    const word = { by: null, reason: 'The policy takes the verdict of the audit as the word on the lot.' };
    if (verdict === 'ACCEPT') await this.decisions.accept(tx, lot, word);
    else await this.decisions.giveBack(tx, lot, word, 'SCREENING');
    await this.changes.record(tx, null, {
      action: verdict === 'ACCEPT' ? 'audit:accept' : 'audit:return',
      subjectId: lot.id,
      subjectKind: 'auditLot',
      reason: word.reason,
      policyVersion: lot.policy_version,
    });
    return verdict === 'REJECT';
  }
}

/** Null as long as the lot is what was drawn from. */
export function whyVoid({ state, batch_state, is_outdated }: LockedLot): string | null {
  const isLive = state === 'COMMITTED' || state === 'FIXED' || state === 'OPEN' || state === 'JUDGED';
  if (!isLive) return null;
  if (ended.has(batch_state)) return `The batch is ${batch_state}.`;
  return state !== 'COMMITTED' && is_outdated ? 'The batch was opened again: the lot is not what it was.' : null;
}
