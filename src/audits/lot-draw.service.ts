import { Injectable } from '@nestjs/common';
import { Outbox, type Tx } from '../platform/index.js';
import { drawSample } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { AuditItemsStore } from './audit-items.store.js';
import { digestOfKeys, inspectionOf, plansOf, positionOf, sampleSizeOf, withoutGap } from './audit.rules.js';
import type { LotRow } from './audit.types.js';
import { AuditsStore } from './audits.store.js';
import { SwitchingStore } from './switching.store.js';

/** Seats that are opened in one transaction: a lot that is looked at whole must not lock all its tasks at once. */
const seatsAtOnce = 200;

/** From the commitment to the seats. */
@Injectable()
export class LotDrawService {
  constructor(
    private readonly lots: AuditsStore,
    private readonly items: AuditItemsStore,
    private readonly switching: SwitchingStore,
    private readonly tasks: TasksService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The batch is complete: its keys and the size of the sample are fixed, and only then is the seed published and the sample
   * drawn. Where the client keeps the seed the lot waits for it. Answers whether anything was done.
   */
  async fix(tx: Tx, lot: LotRow): Promise<boolean> {
    const teamId = (await this.switching.teamOf(tx, lot.project_id, lot.batch_id))?.teamId ?? null;
    const switching = await this.switching.of(tx, { projectId: lot.project_id, teamId });
    // Opened before inspection was discontinued: it waits until the cause is mended.
    if (positionOf(lot.rule, switching) === 'discontinued') return false;
    if (await this.lots.isBeingMended(tx, lot.batch_id)) return false;
    const keys = (await this.lots.itemsOfBatch(tx, lot.batch_id)).map(({ external_key }) => external_key);
    if (keys.length === 0) {
      await this.lots.makeVoid(tx, lot.id, 'The batch was completed without any settled item.');
      return true;
    }
    const plans = plansOf(lot.rule, keys.length, switching, lot.sequential);
    await this.lots.fix(tx, lot.id, {
      keys,
      digest: digestOfKeys(keys),
      sampleSize: sampleSizeOf(plans),
      inspection: inspectionOf(plans),
      plans,
      teamId,
    });
    const seed = await this.lots.secretOf(tx, lot.id);
    if (seed !== undefined) await this.draw(tx, lot.id, seed);
    return true;
  }

  /** Publishes the seed and draws: from here on anybody can repeat it. */
  async draw(tx: Tx, lotId: string, seed: string): Promise<void> {
    const lot = (await this.lots.find(tx, lotId))!;
    await this.lots.publish(tx, lotId, seed);
    await this.take(tx, { ...lot, seed }, 0, Math.min(lot.sequential?.atOnce ?? Infinity, lot.sample_size!));
    await this.outbox.publish(tx, {
      type: 'audit.drawn',
      subjectId: lotId,
      data: { batchId: lot.batch_id, projectId: lot.project_id },
    });
  }

  /**
   * One by one: the next items of the drawn order, so that auditors have as many before them as was agreed beyond those that
   * are judged without a gap. Answers whether there were any.
   */
  async drawOn(tx: Tx, lot: LotRow): Promise<boolean> {
    if (!lot.sequential) return false;
    const sample = (await this.items.of(tx, lot.id)).filter(({ stratum }) => stratum === 'RANDOM');
    const until = Math.min(withoutGap(sample).length + lot.sequential.atOnce, lot.sample_size!);
    if (until <= sample.length) return false;
    await this.take(tx, lot, sample.length, until);
    return true;
  }

  /** A larger sample begins with the smaller one, so it can be drawn piece by piece. */
  private async take(tx: Tx, lot: LotRow, from: number, until: number): Promise<void> {
    const drawn = drawSample(lot.seed!, await this.lots.keysOf(tx, lot.id), until).slice(from);
    const byKey = new Map((await this.lots.itemsOfBatch(tx, lot.batch_id, drawn)).map((item) => [item.external_key, item])); // prettier-ignore
    await this.items.insert(tx, lot.id, 'RANDOM', drawn.map((key) => byKey.get(key)!), from); // prettier-ignore
  }

  /** Opens some of the seats that are missing; answers whether there may be more. */
  async openSeats(tx: Tx, lotId: string): Promise<boolean> {
    const unseated = await this.items.unseated(tx, lotId, seatsAtOnce);
    for (const { id, task_id, stratum, labels, isCurrent } of unseated) {
      const task = await this.tasks.lock(tx, task_id);
      if (task?.state === 'SETTLED' && isCurrent) {
        await this.items.seat(tx, id, await this.tasks.openSlot(tx, task, 'AUDIT', { subjectLabels: labels }));
        // Done again meanwhile. Of the sample none is left out: its batch is open again, and the lot becomes void.
      } else if (stratum !== 'RANDOM') await this.items.remove(tx, id);
    }
    return unseated.length === seatsAtOnce;
  }
}
