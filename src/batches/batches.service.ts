import { Injectable } from '@nestjs/common';
import { type Action, type Actor, ChangeLog } from '../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import type { BatchEntity } from './batch.entity.js';
import { type BatchMove, eventOf, isLive, stateAfter } from './batch.rules.js';
import { type BatchWish, wrongStateSentence } from './batch-words.rules.js';
import { BatchesStore } from './batches.store.js';

export interface CreateBatch {
  projectId: string;
  name: string;
  priority?: number;
  deadlineAt?: Date;
  source?: string;
}

export type WrongStateRefusal = Refusal<'WRONG_STATE'>;

/** Who asked for a change, and what the log says of it. */
interface Asked {
  actor: Actor;
  action: Action;
  batchId: string;
  verb: string;
  reason?: string;
}

@Injectable()
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly store: BatchesStore,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  create(actor: Actor, input: CreateBatch): Promise<BatchEntity | Refusal<'NAME_TAKEN'>> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, input.projectId, 'batch:create');
      const id = newId();
      const isNew = await this.store.insert(tx, { ...input, id, createdBy: actor.memberId });
      if (!isNew) return new Refusal('NAME_TAKEN', `The project has already a batch named “${input.name}”.`);
      await this.changes.record(tx, actor, { action: 'batch:create', subjectId: id, detail: { name: input.name } });
      return (await this.store.find(tx, id))!;
    });
  }

  open(actor: Actor, batchId: string): Promise<BatchEntity | WrongStateRefusal | Refusal<'BATCH_EMPTY'>> {
    return this.change({ actor, action: 'batch:open', batchId, verb: 'open' }, async (tx, batch) => {
      const opened = await this.move(tx, batch, 'open');
      if (opened instanceof Refusal || (await this.store.hasTasks(tx, batchId))) return opened;
      return new Refusal('BATCH_EMPTY', 'The batch has no tasks yet: import some first.');
    });
  }

  pause(actor: Actor, batchId: string): Promise<BatchEntity | WrongStateRefusal> {
    return this.change({ actor, action: 'batch:open', batchId, verb: 'pause' }, (tx, batch) =>
      this.move(tx, batch, 'pause'),
    );
  }

  /** No more tasks from now on. An import that is under way ends as it began; the batch completes after it. */
  close(actor: Actor, batchId: string): Promise<BatchEntity | WrongStateRefusal> {
    return this.change({ actor, action: 'batch:close', batchId, verb: 'close' }, async (tx, batch) => {
      if (!isLive(batch.state) && batch.state !== 'RETURNED') return wrongState(batch, 'close');
      if (!batch.closedAt) await this.store.close(tx, batchId);
      await this.publish(tx, batch, 'batch.closed');
      return this.rowOf(tx, batchId);
    });
  }

  cancel(actor: Actor, batchId: string, reason?: string): Promise<BatchEntity | WrongStateRefusal> {
    return this.change({ actor, action: 'batch:cancel', batchId, verb: 'cancel', reason }, (tx, batch) =>
      this.move(tx, batch, 'cancel'),
    );
  }

  /** @param deadlineAt undefined leaves the deadline as it is */
  prioritize(
    actor: Actor,
    batchId: string,
    priority: number,
    deadlineAt?: Date | null,
  ): Promise<BatchEntity | WrongStateRefusal> {
    return this.change({ actor, action: 'batch:prioritize', batchId, verb: 'prioritize' }, async (tx, batch) => {
      if (!isLive(batch.state) && batch.state !== 'RETURNED') return wrongState(batch, 'prioritize');
      await this.store.prioritize(tx, batchId, priority, deadlineAt === undefined ? batch.deadlineAt : deadlineAt);
      await this.publish(tx, batch, 'batch.prioritized');
      return this.rowOf(tx, batchId);
    });
  }

  /** Null when there is none or it is not open to the caller. */
  find(actor: Actor, batchId: string): Promise<BatchEntity | null> {
    return this.database.transact(actor, async (tx) => {
      const batch = await this.store.find(tx, batchId);
      return batch && (await this.projects.findVisible(tx, actor, batch.projectId, 'batch:read')) && batch;
    });
  }

  page(
    actor: Actor,
    projectId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: BatchEntity[]; total: number }> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'batch:read');
      return this.store.page(tx, projectId, first, after);
    });
  }

  // For other features, inside their transaction.

  /** @throws NOT_FOUND when there is none in which the actor may do this */
  async visible(tx: Tx, actor: Actor, batchId: string, action: Action = 'batch:read'): Promise<BatchEntity> {
    return this.opened(tx, actor, await this.store.find(tx, batchId), action);
  }

  /** Like `visible`, and nobody changes the batch until the transaction ends. */
  async lockVisible(tx: Tx, actor: Actor, batchId: string, action: Action): Promise<BatchEntity> {
    return this.opened(tx, actor, await this.store.lock(tx, batchId), action);
  }

  /** For callers that were checked before. */
  async rowOf(tx: Tx, batchId: string): Promise<BatchEntity> {
    const batch = await this.store.find(tx, batchId);
    if (!batch) throw ClientFault.notFound('batch');
    return batch;
  }

  /** Among all projects that the caller may look into. */
  named(actor: Actor, part: string, limit: number): Promise<BatchEntity[]> {
    return this.database.transact(actor, async (tx) =>
      this.store.named(tx, part, await this.projects.reached(tx, actor, 'batch:read'), limit),
    );
  }

  /** Takes no more tasks. Without a lock: whoever closes it publishes batch.closed afterwards. */
  async isClosed(tx: Tx, batchId: string): Promise<boolean> {
    return Boolean((await this.store.find(tx, batchId))?.closedAt);
  }

  /** Nobody moves the batch or adds an import until the transaction ends: lock it before looking at its tasks. */
  lock(tx: Tx, batchId: string): Promise<BatchEntity | null> {
    return this.store.lock(tx, batchId);
  }

  /** COMPLETED, when it takes no more tasks; whoever calls has seen that every task is settled or cancelled. Answers whether it did. */
  async completeIfClosed(tx: Tx, batchId: string): Promise<boolean> {
    const batch = await this.store.lock(tx, batchId);
    if (!batch?.closedAt || (await this.store.hasRunningImport(tx, batchId))) return false;
    return !((await this.move(tx, batch, 'complete')) instanceof Refusal);
  }

  /** Back to OPEN, because a task of it is worked on again. Answers whether it was complete or returned before. */
  async reopen(tx: Tx, batchId: string): Promise<boolean> {
    const batch = await this.store.lock(tx, batchId);
    return batch !== null && !((await this.move(tx, batch, 'reopen')) instanceof Refusal);
  }

  /** The client's (or the policy's) word on a completed batch. */
  async judge(tx: Tx, batchId: string, verdict: 'accept' | 'return'): Promise<BatchEntity | WrongStateRefusal> {
    const batch = await this.store.lock(tx, batchId);
    if (!batch) throw ClientFault.notFound('batch');
    return this.move(tx, batch, verdict);
  }

  /** An import of the batch has ended: a draft with tasks is ready, and a closed one may be complete. */
  async importEnded(tx: Tx, batchId: string): Promise<void> {
    const batch = await this.store.lock(tx, batchId);
    if (!batch) return;
    if (batch.state === 'DRAFT' && (await this.store.hasTasks(tx, batchId))) await this.move(tx, batch, 'ready');
    if (batch.closedAt) await this.publish(tx, batch, 'batch.closed');
  }

  private async change<Answer extends BatchEntity | Refusal>(
    { actor, action, batchId, verb, reason }: Asked,
    work: (tx: Tx, batch: BatchEntity) => Promise<Answer>,
  ): Promise<Answer> {
    const answer = await this.database.transact(actor, async (tx) => {
      const batch = await this.lockVisible(tx, actor, batchId, action);
      const changed = await work(tx, batch);
      if (changed instanceof Refusal) return changed;
      const { state, priority } = changed as BatchEntity;
      await this.changes.record(tx, actor, {
        action: `batch:${verb}`,
        subjectId: batchId,
        reason,
        detail: { from: batch.state, to: state, priority },
      });
      return changed;
    });
    this.outbox.wake();
    return answer;
  }

  private async move(tx: Tx, batch: BatchEntity, move: BatchMove): Promise<BatchEntity | WrongStateRefusal> {
    const state = stateAfter(batch.state, move);
    if (!state) return wrongState(batch, move);
    await this.store.setState(tx, batch.id, state);
    await this.publish(tx, batch, eventOf[move]);
    return this.rowOf(tx, batch.id);
  }

  private publish(tx: Tx, batch: BatchEntity, type: string): Promise<void> {
    return this.outbox.publish(tx, { type, subjectId: batch.id, data: { projectId: batch.projectId } });
  }

  private async opened(tx: Tx, actor: Actor, batch: BatchEntity | null, action: Action): Promise<BatchEntity> {
    const project = batch && (await this.projects.findVisible(tx, actor, batch.projectId, action));
    if (!project) throw ClientFault.notFound('batch');
    return batch;
  }
}

const wrongState = (batch: BatchEntity, wish: BatchWish): WrongStateRefusal =>
  new Refusal('WRONG_STATE', wrongStateSentence(batch.state, wish));
