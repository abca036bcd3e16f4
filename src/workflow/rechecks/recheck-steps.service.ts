import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { Outbox, type Tx } from '../../platform/index.js';
import { ErrorModels } from '../../quality/index.js';
import { aboutTask, type TaskRow, TasksService } from '../../tasks/index.js';
import { isReachable, isWorthIt, voidsAll } from './recheck.rules.js';
import type { RecheckWay, StandingTask } from './recheck.types.js';
import { RechecksStore } from './rechecks.store.js';
import { type PersonsWork, WorkAtRisk } from './work-at-risk.service.js';

export interface RecheckWork {
  projectId: string;
  memberId: string;
  since: Date;
  how: RecheckWay;
  reason: string;
}

export interface Rechecked {
  /** that are looked at again */
  tasks: number;
  /** answers or verdicts that people are asked for */
  labels: number;
  /** decisive, but in batches that were accepted or have ended */
  outOfReach: number;
}

/** One transaction of a recheck. */
@Injectable()
export class RecheckSteps {
  constructor(
    private readonly store: RechecksStore,
    private readonly atRisk: WorkAtRisk,
    private readonly tasks: TasksService,
    private readonly batches: BatchesService,
    private readonly errorModels: ErrorModels,
    private readonly outbox: Outbox,
  ) {}

  reopenings(tx: Tx, subjectId: string) {
    return this.store.reopenings(tx, subjectId);
  }

  /** @param taskIds in the order in which they are locked */
  async take(tx: Tx, asked: RecheckWork, taskIds: readonly string[]): Promise<Rechecked> {
    const rows = new Map<string, TaskRow>();
    for (const id of taskIds) {
      const row = await this.tasks.lock(tx, id);
      if (row?.state === 'SETTLED') rows.set(id, row);
    }
    const before = await this.atRisk.standings(tx, workOf(asked), asked.since, [...rows.keys()]);
    const states = await this.lockBatches(tx, before);
    const tasks = before.map((task) => ({ ...task, batchState: states.get(task.batchId) ?? task.batchState }));
    const wanted = tasks.filter(isWorthIt);
    for (const task of wanted) await this.recheckTask(tx, asked, rows.get(task.taskId)!, task);
    if (asked.how !== 'REREVIEW' && wanted.length > 0) {
      // What the voided answers taught goes with the next estimate; a complete batch has open work again.
      await this.errorModels.doubt(tx, asked.projectId);
      for (const batchId of new Set(wanted.map((task) => task.batchId))) await this.batches.reopen(tx, batchId);
    }
    const isOut = ({ standing, batchState }: StandingTask) => standing === 'DECISIVE' && !isReachable(batchState);
    const costOf = (task: StandingTask) => (asked.how !== 'REREVIEW' && voidsAll(task, asked.how) ? task.overlap : 1);
    return {
      tasks: wanted.length,
      labels: wanted.reduce((sum, task) => sum + costOf(task), 0),
      outOfReach: tasks.filter(isOut).length,
    };
  }

  private async recheckTask(tx: Tx, asked: RecheckWork, row: TaskRow, task: StandingTask): Promise<void> {
    const { memberId, how, reason } = asked;
    if (how === 'REREVIEW') {
      const subject = { subjectId: task.subjectId ?? undefined, subjectVerdictId: task.workId };
      await this.tasks.openSlot(tx, row, 'REREVIEW', { ...subject, notMemberId: memberId });
      return;
    }
    await this.store.endResult(tx, row.id);
    await this.tasks.move(tx, row, 'requeue');
    if (voidsAll(task, how)) await this.tasks.voidAnswers(tx, row.id, reason, true);
    else await this.tasks.voidAnswersOf(tx, row.id, memberId, reason);
    await this.outbox.publish(tx, aboutTask('task.reopened', row));
  }

  /** Nobody accepts a batch whose work is just going back. */
  private async lockBatches(tx: Tx, tasks: readonly StandingTask[]) {
    const states = new Map<string, StandingTask['batchState']>();
    for (const id of [...new Set(tasks.map(({ batchId }) => batchId))].sort()) {
      const batch = await this.batches.lock(tx, id);
      if (batch) states.set(id, batch.state);
    }
    return states;
  }
}

export const workOf = ({ projectId, memberId, how }: RecheckWork): PersonsWork => ({
  projectId,
  memberId,
  part: how === 'REREVIEW' ? 'JUDGE' : 'AUTHOR',
});
