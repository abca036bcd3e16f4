import { Injectable } from '@nestjs/common';
import { ClientFault, type OutboxEvent, type Tx } from '../platform/index.js';
import { type AnswerRow, AnswersStore, type VerdictRow } from './answers.store.js';
import { type GoldExposure, type NewSlot, SeatsStore } from './seats.store.js';
import { type Stage, taskMoves, type TaskState } from './task.rules.js';
import { type TaskRow, TasksStore } from './tasks.store.js';

/** The moves that features to the right ask for, and what they read for them, inside their own transaction. */
@Injectable()
export class TasksService {
  constructor(
    private readonly store: TasksStore,
    private readonly seats: SeatsStore,
    private readonly answers: AnswersStore,
  ) {}

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

  lock(tx: Tx, id: string): Promise<TaskRow | undefined> {
    return this.store.lockTask(tx, id);
  }

  async answersAndVerdicts(tx: Tx, id: string): Promise<{ answers: AnswerRow[]; verdicts: VerdictRow[] }> {
    return { answers: await this.answers.countedOf(tx, id), verdicts: await this.answers.verdictsOf(tx, id) };
  }

  /** Counted answers of many tasks, by task. */
  async countedOf(tx: Tx, ids: string[]): Promise<Map<string, AnswerRow[]>> {
    const byTask = new Map<string, AnswerRow[]>();
    for (const row of await this.answers.countedOfMany(tx, ids))
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
    return this.seats.endJudging(tx, taskId);
  }

  /** All answers of a settled task become void, and every seat is free for a new answer. */
  async voidAnswers(tx: Tx, taskId: string, reason: string, byOthers: boolean): Promise<void> {
    await this.seats.endJudging(tx, taskId);
    await this.answers.voidAnswers(tx, taskId, reason, byOthers);
    await this.seats.offer(tx, taskId);
  }

  /** One person's answers to a settled task become void, and their seats are free for others; everybody else's stay counted. */
  async voidAnswersOf(tx: Tx, taskId: string, memberId: string, reason: string): Promise<void> {
    await this.seats.endJudging(tx, taskId);
    await this.answers.voidAnswersOf(tx, taskId, memberId, reason);
    await this.seats.offer(tx, taskId);
  }

  async askOneMore(tx: Tx, task: TaskRow): Promise<void> {
    await this.store.setOverlap(tx, task.id, task.overlap + 1);
    await this.seats.offerSeats(tx, task.id, 'ANNOTATE', 1n << BigInt(task.overlap));
  }

  /** Where nothing is handed out for the time being, the seat waits until the task is opened again. */
  async openSlot(tx: Tx, task: TaskRow, stage: Stage, slot: NewSlot): Promise<string> {
    const opened = await this.seats.openSlot(tx, task, stage, slot);
    if (isAtRest(task.state)) return opened.id;
    await this.seats.offerSeats(tx, task.id, stage, 1n << BigInt(opened.ordinal - 1), {
      id: opened.id,
      forMemberId: slot.forMemberId,
      notMemberId: slot.notMemberId,
    });
    return opened.id;
  }

  /** Seats of a stage that are not filled end; all of them, or one. */
  endSeats(tx: Tx, task: TaskRow, stage: Stage, reason: string, slotId?: string): Promise<void> {
    return this.seats.endSeats(tx, task.id, stage, reason, slotId ?? null);
  }

  /** Nobody fills the seat any more; what was answered on it stays. */
  async closeSlot(tx: Tx, slotId: string, reason: string): Promise<void> {
    const { task_id, stage } = await this.seats.lockTaskOfSlot(tx, slotId);
    await this.seats.endSeats(tx, task_id, stage, reason, slotId);
  }

  /** An exposure of a gold task, for one person, in a batch that they work on; nobody can tell it from work. */
  offerGold(tx: Tx, exposure: GoldExposure): Promise<boolean> {
    return this.seats.offerGold(tx, exposure);
  }

  /**
   * Up or down, down only as far as seats are still free. Answers whether the task has all its answers now: whoever calls
   * publishes it.
   */
  async moveOverlap(tx: Tx, task: TaskRow, overlap: number): Promise<boolean> {
    const mask = (count: number) => (1n << BigInt(count)) - 1n;
    if (overlap > task.overlap) {
      await this.store.setOverlap(tx, task.id, overlap);
      await this.seats.offerSeats(tx, task.id, 'ANNOTATE', mask(overlap) & ~mask(task.overlap));
    }
    if (overlap >= task.overlap) return false;
    const isFree = await this.seats.takeBackSeats(tx, task.id, mask(task.overlap) & ~mask(overlap));
    if (!isFree)
      throw new ClientFault('CONFLICT', `The task ${task.external_key} has work on a seat above ${overlap}.`);
    await this.store.setOverlap(tx, task.id, overlap);
    const counted = (await this.answers.countedOf(tx, task.id)).filter((answer) => answer.stage === 'ANNOTATE').length;
    if (counted < overlap) return false;
    await this.store.setState(tx, task.id, 'ANSWERED');
    return true;
  }
}

const isAtRest = (state: TaskState): boolean => state === 'TRIAGED' || state === 'CANCELLED';

export const aboutTask = (type: string, task: TaskRow): OutboxEvent => ({
  type,
  subjectId: task.id,
  data: { batchId: task.batch_id, projectId: task.project_id },
});
