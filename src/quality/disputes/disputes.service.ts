import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { type TaskRow, TasksService } from '../../tasks/index.js';
import { JudgingStore } from '../judging/judging.store.js';
import { DisputeOutcomes } from './dispute-outcomes.service.js';
import { disputeDays, type DisputeRow, type DisputeState, DisputesStore } from './disputes.store.js';

export type DisputeRefusal = Refusal<'NOTHING_TO_DISPUTE' | 'TOO_LATE' | 'DISPUTED_BEFORE' | 'DISPUTE_CLOSED'>;

/** Verdicts that their authors contest: judged once more, blind, by somebody who did neither. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly database: Database,
    private readonly store: DisputesStore,
    private readonly judging: JudgingStore,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly outcomes: DisputeOutcomes,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async open(
    actor: Actor,
    by: { verdictId?: string; assignmentId?: string },
    reason: string,
  ): Promise<DisputeRow | DisputeRefusal> {
    const answer = await this.database.transact(actor, async (tx) => {
      const seen = await this.store.disputable(tx, actor.memberId, by);
      if (!seen) throw ClientFault.notFound('verdict on your work');
      const task = (await this.tasks.lock(tx, seen.task_id))!;
      if (seen.decision === 'ACCEPT')
        return new Refusal('NOTHING_TO_DISPUTE' as const, 'This verdict lets your answer stand.');
      if (await this.store.isDisputed(tx, seen.id))
        return new Refusal('DISPUTED_BEFORE' as const, 'This verdict has been disputed; that is done once.');
      if (seen.is_too_late)
        return new Refusal('TOO_LATE' as const, `A verdict can be disputed for ${disputeDays} days.`);
      const slotId = await this.tasks.openSlot(tx, task, 'DISPUTE', {
        subjectId: seen.submission_id,
        subjectVerdictId: seen.id,
        notMemberId: actor.memberId,
      });
      const id = newId();
      await this.store.insert(tx, id, seen, { memberId: actor.memberId, reason, slotId });
      const data = { projectId: seen.project_id, batchId: task.batch_id, verdictId: seen.id };
      await this.outbox.publish(tx, { type: 'dispute.opened', subjectId: id, data });
      await this.changes.record(tx, actor, { action: 'dispute:open', subjectId: id, reason });
      return (await this.store.find(tx, id))!;
    });
    this.outbox.wake();
    return answer;
  }

  /** A lead's word instead of a second judge's, or after one who let the verdict stand. What was overturned stays so. */
  async resolve(
    actor: Actor,
    id: string,
    state: 'UPHELD' | 'OVERTURNED',
    reason: string,
  ): Promise<DisputeRow | DisputeRefusal> {
    const answer = await this.database.transact(actor, async (tx) => {
      const seen = await this.store.find(tx, id);
      if (!seen || !(await this.projects.findVisible(tx, actor, seen.project_id, 'dispute:resolve')))
        throw ClientFault.notFound('dispute');
      const task = (await this.tasks.lock(tx, seen.task_id))!;
      // The person who judges it may have been a moment faster.
      const dispute = (await this.store.find(tx, id))!;
      if (await this.store.hasPart(tx, dispute.task_id, actor.memberId))
        throw new ClientFault('FORBIDDEN', 'You have a part in this task: somebody else has to decide.');
      if (dispute.state === 'OVERTURNED' || dispute.state === state)
        return new Refusal(
          'DISPUTE_CLOSED' as const,
          `The dispute was decided: ${dispute.state === 'OVERTURNED' ? 'the answer' : 'the verdict'} stands.`,
        );
      await this.tasks.endSeats(tx, task, 'DISPUTE', 'A lead has decided the dispute.', dispute.slot_id);
      const verdictId = state === 'OVERTURNED' ? await this.acceptance(tx, actor, task, dispute, reason) : null;
      const decision = { state, decidedBy: actor.memberId, verdictId, resolution: reason };
      await this.outcomes.conclude(tx, dispute, decision, reason);
      await this.changes.record(tx, actor, { action: 'dispute:resolve', subjectId: id, reason, detail: { state } });
      return (await this.store.find(tx, id))!;
    });
    this.outbox.wake();
    return answer;
  }

  page(actor: Actor, projectId: string, state: DisputeState | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'dispute:read');
      return this.store.page(tx, projectId, state, first, after);
    });
  }

  /** For features to the right, inside their transaction. */
  find(tx: Tx, id: string): Promise<DisputeRow | undefined> {
    return this.store.find(tx, id);
  }

  /** The verdict of a lead, for which no seat was filled. */
  private async acceptance(tx: Tx, actor: Actor, task: TaskRow, dispute: DisputeRow, comment: string): Promise<string> {
    const id = newId();
    await this.judging.insert(tx, {
      id,
      projectId: task.project_id,
      taskId: task.id,
      assignmentId: null,
      submissionId: dispute.submission_id,
      subjectVerdictId: dispute.verdict_id,
      memberId: actor.memberId,
      purpose: 'DISPUTE',
      ordinal: -dispute.slot_ordinal,
      decision: 'ACCEPT',
      labels: null,
      errors: [],
      comment,
    });
    return id;
  }
}
