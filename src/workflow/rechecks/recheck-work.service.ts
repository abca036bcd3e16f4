import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { Database, Outbox, toGlobalId, type Tx } from '../../platform/index.js';
import { ErrorModels } from '../../quality/index.js';
import { aboutTask, type TaskRow, TasksService } from '../../tasks/index.js';
import { BlameWindows } from './blame-window.service.js';
import { isReachable, isWorthIt, voidsAll } from './recheck.rules.js';
import type { RecheckWay, StandingTask } from './recheck.types.js';
import { RechecksStore } from './rechecks.store.js';
import { type PersonsWork, WorkAtRisk } from './work-at-risk.service.js';

/** Locks of one transaction: more would hold up whoever works on them too long. */
const tasksAtOnce = 500;

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

/**
 * Looks again at what only a person's work holds up. In transactions of so many tasks, each task locked and judged anew: whoever
 * asks twice, or after a crash, gets the rest, and nothing twice.
 */
@Injectable()
export class RechecksService {
  constructor(
    private readonly database: Database,
    private readonly windows: BlameWindows,
    private readonly atRisk: WorkAtRisk,
    private readonly steps: RecheckSteps,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async recheck(actor: Actor, asked: RecheckWork): Promise<Rechecked> {
    const { projectId, memberId, since, how, reason } = asked;
    const tenant = { organizationId: actor.organizationId };
    await this.database.transact(tenant, (tx) => this.windows.require(tx, actor, projectId, memberId));
    const done = await this.inSteps(actor.organizationId, asked);
    // Last and under the caller's key, so that a repeated call is given this answer.
    await this.database.transact(actor, async (tx) => {
      const detail = { projectId: toGlobalId('project', projectId), since: since.toISOString(), how, ...done };
      await this.changes.record(tx, actor, { action: 'member:recheck', subjectId: memberId, reason, detail });
    });
    this.outbox.wake();
    return done;
  }

  /**
   * A rule of the policy has lost trust in a person (`trust.lost`): one more answer for everything that only they hold up, since the
   * change in their work. Without one they were never better, and all of it is at risk.
   */
  async reopenAfter(organizationId: string, projectId: string, memberId: string, reason: string): Promise<Rechecked> {
    const work: PersonsWork = { projectId, memberId, part: 'AUTHOR' };
    const { change } = await this.database.transact({ organizationId }, (tx) => this.atRisk.change(tx, work));
    const since = change?.earliest.at ?? new Date(0);
    const done = await this.inSteps(organizationId, { projectId, memberId, since, how: 'ASK_ONE_MORE', reason });
    if (done.tasks > 0) {
      await this.database.transact({ organizationId }, async (tx) => {
        const detail = { projectId: toGlobalId('project', projectId), since: since.toISOString(), how: 'ASK_ONE_MORE', ...done }; // prettier-ignore
        await this.changes.record(tx, null, { action: 'member:recheck', subjectId: memberId, reason, detail });
      });
    }
    this.outbox.wake();
    return done;
  }

  /** For the job: what the subject of `trust.lost` says. */
  async reopenFor(organizationId: string, subjectId: string): Promise<void> {
    const due = await this.database.transact({ organizationId }, (tx) => this.steps.reopenings(tx, subjectId));
    for (const { project_id, member_id, sentence } of due)
      await this.reopenAfter(organizationId, project_id, member_id, sentence.slice(0, 500));
  }

  private async inSteps(organizationId: string, asked: RecheckWork): Promise<Rechecked> {
    const tenant = { organizationId };
    const work = workOf(asked);
    const all = await this.database.transact(tenant, (tx) => this.atRisk.tasksSince(tx, work, asked.since));
    // Everybody who locks several tasks does so in the order of their ids.
    const ids = all.sort();
    const done: Rechecked = { tasks: 0, labels: 0, outOfReach: 0 };
    for (let at = 0; at < ids.length; at += tasksAtOnce) {
      const step = await this.database.transact(tenant, (tx) => this.steps.take(tx, asked, ids.slice(at, at + tasksAtOnce))); // prettier-ignore
      for (const key of Object.keys(done) as (keyof Rechecked)[]) done[key] += step[key];
      this.outbox.wake();
    }
    return done;
  }
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

const workOf = ({ projectId, memberId, how }: RecheckWork): PersonsWork => ({
  projectId,
  memberId,
  part: how === 'REREVIEW' ? 'JUDGE' : 'AUTHOR',
});
