import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { type HeldTask, HeldTasksStore, type NewPrelabel } from './held-tasks.store.js';

/**
 * Tasks that wait for their pre-label. Whoever asks the model is a feature to the right: it gives the labels or gives up, inside
 * its own transaction. When neither comes, the time that the project gives is over some time, and the task goes out without.
 */
@Injectable()
export class HeldTasks {
  constructor(private readonly store: HeldTasksStore) {}

  /** Undefined when it does not wait any more. */
  find(tx: Tx, taskId: string): Promise<HeldTask | undefined> {
    return this.store.find(tx, taskId);
  }

  /**
   * The task goes out with these labels. False when it is too late: it went out already, or somebody has begun it, and two people
   * who answer independently must start from the same.
   */
  async give(tx: Tx, taskId: string, prelabel: NewPrelabel): Promise<boolean> {
    const row = await this.store.lock(tx, taskId);
    if (!row?.is_held) return false;
    if (row.is_begun) {
      await this.store.release(tx, taskId, 'Somebody began the task before its pre-label came.');
      return false;
    }
    await this.store.setPrelabel(tx, taskId, prelabel);
    await this.store.release(tx, taskId, null);
    return true;
  }

  /** The task goes out without. */
  giveUp(tx: Tx, taskId: string, why: string): Promise<void> {
    return this.store.release(tx, taskId, why);
  }

  /** Why it still waits, for whoever asks. */
  note(tx: Tx, taskId: string, why: string): Promise<void> {
    return this.store.note(tx, taskId, why);
  }

  /** Nobody asks for them any more. */
  releaseOfProject(tx: Tx, projectId: string, why: string): Promise<void> {
    return this.store.releaseOfProject(tx, projectId, why);
  }

  /** Tasks of the batch without a pre-label that nobody has begun wait from now on, so many at most; answers their ids. */
  holdOfBatch(tx: Tx, batchId: string, minutes: number, most: number): Promise<string[]> {
    return this.store.holdOfBatch(tx, batchId, minutes, most);
  }

  /** For the clock: those whose time is over. */
  async releaseOverdue(): Promise<void> {
    for (const organizationId of await this.store.organizationsWithOverdue())
      while (await this.store.releaseOverdue(organizationId));
  }
}
