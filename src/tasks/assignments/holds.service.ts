import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { type Policy, ProjectsService } from '../../projects/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../../platform/index.js';
import { SeatsStore } from '../seats.store.js';
import { stageWords } from '../stage-words.rules.js';
import { answersWithLabels, isAfterwards } from '../task.rules.js';
import { TasksStore } from '../tasks.store.js';
import { leaseLost, type LeaseLostRefusal } from './assignments.service.js';
import { AssignmentsStore, type AssignmentView, type LiveAssignment } from './assignments.store.js';

export type Activity = 'ACTIVE' | 'IDLE' | 'AWAY';
type Holder = Pick<Actor, 'organizationId' | 'memberId' | 'idempotency'>;

/** What a person does with a seat they hold, other than answer: keep it, note a draft, skip it, give it back. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly database: Database,
    private readonly store: AssignmentsStore,
    private readonly tasks: TasksStore,
    private readonly seats: SeatsStore,
    private readonly projects: ProjectsService,
    private readonly outbox: Outbox,
  ) {}

  /** The heartbeat: the lease counts from now again, and the time goes to what the person says they did. */
  renew(actor: Holder, id: string, token: string, activity: Activity): Promise<AssignmentView | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx) => this.store.renew(tx, id, activity));
  }

  saveDraft(actor: Actor, id: string, token: string, draft: unknown): Promise<AssignmentView | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx) => this.store.saveDraft(tx, id, draft));
  }

  /** A vote that the task cannot be done. What follows is the policy's; nothing is dropped. */
  skip(actor: Actor, id: string, token: string, reason: string): Promise<AssignmentView | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx, live) => this.skipLive(tx, live, token, reason), true);
  }

  /** For whoever holds the locks of the task and of this assignment. */
  async skipLive(tx: Tx, live: LiveAssignment, token: string, reason: string): Promise<void> {
    const { id, member_id: memberId } = live;
    const policy = await this.projects.policyOf(tx, live.project_id);
    if (policy.skip === 'COUNTS_AS_ANSWER' && live.stage === 'ANNOTATE')
      return this.store.submitSkip(tx, memberId, id, token, newId(), reason);
    await this.store.reportRest(tx, id);
    const comesBack = policy.skip === 'BACK_TO_ME_LAST' && live.stage === 'ANNOTATE';
    await this.store.close(tx, id, 'SKIPPED', {
      reason,
      isBarred: !comesBack,
      offer: comesBack ? 'FRESH' : 'RETURNED',
    });
    if (comesBack) await this.store.putBehind(tx, memberId, live.task_id);
    if (!live.is_gold && !isAfterwards(live.stage) && (await this.isForTriage(tx, live, policy)))
      await this.triage(tx, live);
  }

  /** Gives the seat back; the same person may get it again. */
  returnSeat(actor: Actor, id: string, token: string): Promise<AssignmentView | LeaseLostRefusal> {
    const closing = { reason: null, isBarred: false, offer: 'RETURNED' } as const;
    const giveBack = async (tx: Tx) => {
      await this.store.reportRest(tx, id);
      await this.store.close(tx, id, 'RETURNED', closing);
    };
    return this.withLive(actor, id, token, giveBack, true);
  }

  /**
   * For verdicts, inside their transaction: fills a judging seat that the person holds.
   * @returns what is judged, or the refusal when the seat is lost
   */
  async fillJudgingSeat(tx: Tx, actor: Actor, id: string, token: string) {
    await this.store.lockWithTask(tx, id);
    const live = await this.store.lockLive(tx, actor.memberId, id, token);
    if (!live) return leaseLost();
    if (answersWithLabels(live.stage))
      throw ClientFault.invalid('input.assignmentId', `${stageWords[live.stage]} is answered with submitAssignment`);
    const subject = await this.store.subjectOf(tx, live.slot_id!);
    await this.store.reportRest(tx, id);
    await this.store.close(tx, id, 'SUBMITTED', { reason: null, isBarred: true, offer: null });
    return { ...live, subject };
  }

  /** By the policy's count, or when nobody is left who could do it: somebody has to look. */
  private async isForTriage(tx: Tx, live: LiveAssignment, policy: Policy): Promise<boolean> {
    if (policy.skip === 'ESCALATE_AFTER' || live.stage !== 'ANNOTATE')
      return (await this.store.skippersOf(tx, live.task_id)) >= policy.skipsToTriage;
    const role = live.stage === 'ANNOTATE' || live.stage === 'REWORK' ? 'ANNOTATOR' : 'REVIEWER';
    return !(await this.store.isAnybodyLeft(tx, live.task_id, live.stage, live.slot_id, role));
  }

  private async triage(tx: Tx, live: LiveAssignment): Promise<void> {
    await this.seats.withdraw(tx, live.task_id);
    await this.tasks.setState(tx, live.task_id, 'TRIAGED');
    const data = { batchId: live.batch_id, projectId: live.project_id };
    await this.outbox.publish(tx, { type: 'task.triaged', subjectId: live.task_id, data });
  }

  private async withLive(
    actor: Holder,
    id: string,
    token: string,
    move: (tx: Tx, live: LiveAssignment) => Promise<void>,
    changesSeats = false,
  ): Promise<AssignmentView | LeaseLostRefusal> {
    const answer = await this.database.transact(actor, async (tx) => {
      if (changesSeats) await this.store.lockWithTask(tx, id);
      const live = await this.store.lockLive(tx, actor.memberId, id, token);
      if (!live || live.is_over) return leaseLost();
      await move(tx, live);
      return (await this.store.viewOf(tx, actor.memberId, id))!;
    });
    if (!(answer instanceof Refusal)) this.outbox.wake();
    return answer;
  }
}
