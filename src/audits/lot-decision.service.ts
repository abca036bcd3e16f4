import { Injectable } from '@nestjs/common';
import { BatchesService, type WrongStateRefusal } from '../batches/index.js';
import { Outbox, Refusal, type Tx } from '../platform/index.js';
import { type TaskRow, TasksService } from '../tasks/index.js';
import { RequeueService, ResultsService } from '../workflow/index.js';
import { AuditItemsStore } from './audit-items.store.js';
import type { LotRow, Remedy } from './audit.types.js';
import { AuditsStore } from './audits.store.js';

/** Whose word it is, and why. */
export interface Word {
  /** null: the policy's */
  by: string | null;
  reason: string;
}

/** The word on a judged lot, and how a returned one is mended. Whoever calls has locked the batch and the lot. */
@Injectable()
export class LotDecisionService {
  constructor(
    private readonly lots: AuditsStore,
    private readonly items: AuditItemsStore,
    private readonly batches: BatchesService,
    private readonly tasks: TasksService,
    private readonly results: ResultsService,
    private readonly requeue: RequeueService,
    private readonly outbox: Outbox,
  ) {}

  async accept(tx: Tx, lot: LotRow, word: Word): Promise<WrongStateRefusal | null> {
    const batch = await this.batches.judge(tx, lot.batch_id, 'accept');
    if (batch instanceof Refusal) return batch;
    await this.lots.decide(tx, lot.id, 'ACCEPTED', word);
    await this.closeOpenSeats(tx, lot.id, 'The lot was accepted.');
    await this.publish(tx, lot, 'audit.accepted');
    return null;
  }

  /** The whole lot goes back: what nobody has looked at is looked at, item by item. */
  async giveBack(tx: Tx, lot: LotRow, word: Word, remedy: Remedy): Promise<WrongStateRefusal | null> {
    const batch = await this.batches.judge(tx, lot.batch_id, 'return');
    if (batch instanceof Refusal) return batch;
    await this.lots.decide(tx, lot.id, 'RETURNED', { ...word, remedy });
    await this.items.insertRest(tx, lot.id, lot.batch_id);
    if (remedy === 'REWORK') {
      const defective = (await this.items.toMend(tx, lot.id)).map(({ task_id }) => task_id);
      await this.requeue.requeueIn(tx, await this.locked(tx, defective), word.reason);
    }
    await this.publish(tx, lot, 'audit.returned');
    return null;
  }

  /**
   * Everything of a returned lot was looked at: what auditors corrected becomes the result, what they refused is done again,
   * and the batch is complete once nothing is left to do.
   */
  async finishMending(tx: Tx, lot: LotRow): Promise<void> {
    await this.items.removeClosed(tx, lot.id);
    if ((await this.items.openSlots(tx, lot.id)).length > 0) return;
    const refused: string[] = [];
    for (const { task_id, result_id, verdict_id, decision, labels } of await this.items.toMend(tx, lot.id)) {
      if (decision === 'REJECT') refused.push(task_id);
      else await this.results.fix(tx, lot.project_id, result_id, { id: verdict_id, labels });
    }
    await this.lots.mended(tx, lot.id);
    await this.requeue.requeueIn(tx, await this.locked(tx, refused), 'Refused when the lot was looked at whole.');
    // Open again, and complete at once when nothing is done again: then the next round may be drawn.
    await this.batches.reopen(tx, lot.batch_id);
    if (!(await this.tasks.hasUnsettled(tx, lot.batch_id))) await this.batches.completeIfClosed(tx, lot.batch_id);
    await this.publish(tx, lot, 'audit.mended');
  }

  /** The lot is decided: what was drawn beyond and not looked at is left. */
  async endSample(tx: Tx, lotId: string): Promise<void> {
    await this.closeOpenSeats(tx, lotId, 'The lot is decided by the items before this one.');
    await this.items.removeUndecided(tx, lotId);
  }

  async closeOpenSeats(tx: Tx, lotId: string, reason: string): Promise<void> {
    for (const slotId of await this.items.openSlots(tx, lotId)) await this.tasks.closeSlot(tx, slotId, reason);
  }

  private async locked(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
    const rows: TaskRow[] = [];
    for (const id of ids) rows.push((await this.tasks.lock(tx, id))!);
    return rows.filter(({ state }) => state === 'SETTLED');
  }

  private publish(tx: Tx, lot: LotRow, type: string): Promise<void> {
    const data = { batchId: lot.batch_id, projectId: lot.project_id };
    return this.outbox.publish(tx, { type, subjectId: lot.id, data });
  }
}
