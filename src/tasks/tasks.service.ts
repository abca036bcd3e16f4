import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../identity/index.js';
import { BatchesService } from '../batches/index.js';
import { ClientFault, Database, Outbox, type OutboxEvent, type Tx } from '../platform/index.js';
import { type ProgressOfBatch, ProgressStore } from './progress/progress.store.js';
import { type Stage, taskMoves, type TaskState } from './task.rules.js';
import {
  type AnswerRow,
  type GoldExposure,
  type NewSlot,
  type SkipRow,
  type TaskRow,
  TasksStore,
  type VerdictRow,
} from './tasks.store.js';

/** Tasks as managers see them, and the moves that features to the right ask for inside their own transaction. */
@Injectable()
export class TasksService {
  constructor(
    private readonly database: Database,
    private readonly store: TasksStore,
    private readonly counted: ProgressStore,
    private readonly batches: BatchesService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  list(actor: Actor, batchId: string, state: TaskState | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId);
      const total = await this.counted.tasks(tx, batchId, state);
      // To look for what is not there would mean to walk all of the batch.
      return { rows: total === 0 ? [] : await this.store.list(tx, batchId, state, first, after), total };
    });
  }

  find(actor: Actor, id: string): Promise<TaskRow | null> {
    return this.database.transact(actor, async (tx) => {
      const task = await this.store.find(tx, id);
      if (!task) return null;
      await this.batches.visible(tx, actor, task.batch_id);
      return task;
    });
  }

  answersOf(actor: Actor, taskIds: string[]) {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.store.answersOfMany(tx, taskIds, actor.memberId),
    );
  }

  /** Skips by task. */
  skipsOf(actor: Actor, taskIds: string[]): Promise<Map<string, SkipRow[]>> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const byTask = new Map<string, SkipRow[]>();
      for (const row of await this.store.skipsOfMany(tx, taskIds))
        byTask.set(row.task_id, [...(byTask.get(row.task_id) ?? []), row]);
      return byTask;
    });
  }

  quarantined(actor: Actor, batchId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      const batch = await this.batches.visible(tx, actor, batchId, 'task:read');
      return this.store.quarantined(tx, batch.projectId, batchId, actor.memberId, first, after);
    });
  }

  async progressOf(actor: Actor, batchId: string): Promise<ProgressOfBatch> {
    return (await this.progressOfMany(actor, [batchId])).get(batchId)!;
  }

  /** By batch. */
  progressOfMany(actor: Actor, batchIds: string[]): Promise<Map<string, ProgressOfBatch>> {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.counted.progress(tx, batchIds),
    );
  }

  /**
   * How many independent answers each of the tasks collects, up or down, also while work goes on. Down only as far as
   * seats are still free: an answer in the making is never thrown away.
   */
  setOverlap(actor: Actor, batchId: string, externalKeys: string[], overlap: number): Promise<TaskRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.batches.visible(tx, actor, batchId);
      const changed: TaskRow[] = [];
      for (const task of await this.lockByKeys(tx, batchId, externalKeys)) {
        if (task.state !== 'OPEN')
          throw new ClientFault('CONFLICT', `The task ${task.external_key} is ${task.state}: its overlap is settled.`);
        await this.moveOverlap(tx, task, overlap);
        changed.push({ ...task, overlap });
      }
      await this.changes.record(tx, actor, {
        action: 'task:overlap',
        subjectId: batchId,
        detail: { overlap, tasks: changed.length },
      });
      return changed;
    });
  }

  /** Tasks of a batch by their external keys, each locked, always in the same order. @throws a fault that names the key */
  async lockByKeys(
    tx: Tx,
    batchId: string,
    externalKeys: string[],
    pathOf = (index: number) => `input.externalKeys[${index}]`,
  ): Promise<TaskRow[]> {
    const ids = await this.store.idsByExternalKey(tx, batchId, externalKeys);
    const missing = externalKeys.findIndex((key) => !ids.has(key));
    if (missing >= 0) throw ClientFault.invalid(pathOf(missing), 'no task of this batch has this external key');
    const tasks: TaskRow[] = [];
    for (const id of ids.values()) tasks.push((await this.store.lockTask(tx, id))!);
    return tasks;
  }

  // For the workflow, inside its transaction.

  lock(tx: Tx, id: string): Promise<TaskRow | undefined> {
    return this.store.lockTask(tx, id);
  }

  async answersAndVerdicts(tx: Tx, id: string): Promise<{ answers: AnswerRow[]; verdicts: VerdictRow[] }> {
    return { answers: await this.store.countedOf(tx, id), verdicts: await this.store.verdictsOf(tx, id) };
  }

  /** Counted answers of many tasks, by task. */
  async countedOf(tx: Tx, ids: string[]): Promise<Map<string, AnswerRow[]>> {
    const byTask = new Map<string, AnswerRow[]>();
    for (const row of await this.store.countedOfMany(tx, ids))
      byTask.set(row.task_id, [...(byTask.get(row.task_id) ?? []), row]);
    return byTask;
  }

  async projectOf(tx: Tx, id: string): Promise<string | undefined> {
    return (await this.store.find(tx, id))?.project_id;
  }

  hasUnsettled(tx: Tx, batchId: string): Promise<boolean> {
    return this.store.hasUnsettled(tx, batchId);
  }

  /** @throws when the table of moves has no such move: the workflow would be wrong, not the caller. */
  async move(tx: Tx, task: TaskRow, move: string): Promise<void> {
    const to = (taskMoves[task.state] as Record<string, TaskState>)[move];
    if (!to) throw new Error(`a task that is ${task.state} cannot ${move}`);
    await this.store.setState(tx, task.id, to);
  }

  /** What judges a settled task ends, but for a dispute that nobody has decided yet. */
  endJudging(tx: Tx, taskId: string): Promise<void> {
    return this.store.endJudging(tx, taskId);
  }

  /** All answers of a settled task become void, and every seat is free for a new answer. */
  async voidAnswers(tx: Tx, taskId: string, reason: string, byOthers: boolean): Promise<void> {
    await this.store.endJudging(tx, taskId);
    await this.store.voidAnswers(tx, taskId, reason, byOthers);
    await this.store.offer(tx, taskId);
  }

  /** One person's answers to a settled task become void, and their seats are free for others; everybody else's stay counted. */
  async voidAnswersOf(tx: Tx, taskId: string, memberId: string, reason: string): Promise<void> {
    await this.store.endJudging(tx, taskId);
    await this.store.voidAnswersOf(tx, taskId, memberId, reason);
    await this.store.offer(tx, taskId);
  }

  async askOneMore(tx: Tx, task: TaskRow): Promise<void> {
    await this.store.setOverlap(tx, task.id, task.overlap + 1);
    await this.store.offerSeats(tx, task.id, 'ANNOTATE', 1n << BigInt(task.overlap));
  }

  /** Where nothing is handed out for the time being, the seat waits until the task is opened again. */
  async openSlot(tx: Tx, task: TaskRow, stage: Stage, slot: NewSlot): Promise<string> {
    const opened = await this.store.openSlot(tx, task, stage, slot);
    if (isAtRest(task.state)) return opened.id;
    await this.store.offerSeats(tx, task.id, stage, 1n << BigInt(opened.ordinal - 1), {
      id: opened.id,
      forMemberId: slot.forMemberId,
      notMemberId: slot.notMemberId,
    });
    return opened.id;
  }

  /** Seats of a stage that are not filled end; all of them, or one. */
  endSeats(tx: Tx, task: TaskRow, stage: Stage, reason: string, slotId?: string): Promise<void> {
    return this.store.endSeats(tx, task.id, stage, reason, slotId ?? null);
  }

  /** Nobody fills the seat any more; what was answered on it stays. */
  async closeSlot(tx: Tx, slotId: string, reason: string): Promise<void> {
    const { task_id, stage } = await this.store.lockTaskOfSlot(tx, slotId);
    await this.store.endSeats(tx, task_id, stage, reason, slotId);
  }

  /** An exposure of a gold task, for one person, in a batch that they work on; nobody can tell it from work. */
  offerGold(tx: Tx, exposure: GoldExposure): Promise<boolean> {
    return this.store.offerGold(tx, exposure);
  }

  private async moveOverlap(tx: Tx, task: TaskRow, overlap: number): Promise<void> {
    const mask = (count: number) => (1n << BigInt(count)) - 1n;
    if (overlap > task.overlap) {
      await this.store.setOverlap(tx, task.id, overlap);
      await this.store.offerSeats(tx, task.id, 'ANNOTATE', mask(overlap) & ~mask(task.overlap));
    } else if (overlap < task.overlap) {
      const isFree = await this.store.takeBackSeats(tx, task.id, mask(task.overlap) & ~mask(overlap));
      if (!isFree)
        throw new ClientFault('CONFLICT', `The task ${task.external_key} has work on a seat above ${overlap}.`);
      await this.store.setOverlap(tx, task.id, overlap);
      const counted = (await this.store.countedOf(tx, task.id)).filter((answer) => answer.stage === 'ANNOTATE').length;
      if (counted < overlap) return;
      await this.store.setState(tx, task.id, 'ANSWERED');
      await this.outbox.publish(tx, aboutTask('task.answered', task));
    }
  }
}

const isAtRest = (state: TaskState): boolean => state === 'TRIAGED' || state === 'CANCELLED';

export const aboutTask = (type: string, task: TaskRow): OutboxEvent => ({
  type,
  subjectId: task.id,
  data: { batchId: task.batch_id, projectId: task.project_id },
});
