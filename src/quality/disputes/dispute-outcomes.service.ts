import { Injectable } from '@nestjs/common';
import { Outbox, type Tx } from '../../platform/index.js';
import { GuidelinesService } from '../../projects/index.js';
import { GoldCareService } from '../gold/gold-care.service.js';
import { evidenceOfVerdict } from '../judging/judged-evidence.rules.js';
import { NoticesStore } from '../notices/notices.store.js';
import { TrustService } from '../trust/trust.service.js';
import type { VerdictDecision } from '../verdict.type.js';
import { guidelineNote, noticesOf } from './dispute-sentences.rules.js';
import { type DisputeDecision, type DisputeRow, DisputesStore } from './disputes.store.js';

/** The verdict on a dispute, given blind. */
export interface DisputeVerdict {
  id: string;
  slotId: string;
  memberId: string;
  decision: VerdictDecision;
  comment: string | null;
}

/**
 * What the end of a dispute corrects: the trust of both, gold, and the guidelines' notes. What becomes of the task follows
 * the event `dispute.resolved`.
 */
@Injectable()
export class DisputeOutcomes {
  constructor(
    private readonly store: DisputesStore,
    private readonly trust: TrustService,
    private readonly gold: GoldCareService,
    private readonly notices: NoticesStore,
    private readonly guidelines: GuidelinesService,
    private readonly outbox: Outbox,
  ) {}

  /** Whoever lets the answer stand overturns the verdict that did not. */
  async judged(tx: Tx, { id, slotId, memberId, decision, comment }: DisputeVerdict): Promise<void> {
    const dispute = await this.store.ofSlot(tx, slotId);
    const state = decision === 'ACCEPT' ? 'OVERTURNED' : 'UPHELD';
    await this.conclude(tx, dispute, { state, decidedBy: memberId, verdictId: id, resolution: null }, comment);
  }

  /** @param why what whoever decided says about it */
  async conclude(tx: Tx, dispute: DisputeRow, decision: DisputeDecision, why: string | null): Promise<void> {
    await this.store.decide(tx, dispute, decision);
    const isOverturned = decision.state === 'OVERTURNED';
    const reviewer = {
      id: dispute.verdict_id,
      reviewerId: dispute.reviewer_id,
      taskId: dispute.task_id,
      at: dispute.judged_at,
    };
    await this.trust.note(tx, dispute.project_id, [evidenceOfVerdict(reviewer, 'DISPUTE', !isOverturned)]);
    if (isOverturned) await this.clear(tx, dispute, why);
    const { author, reviewer: toReviewer } = noticesOf(dispute, decision.state);
    await this.notices.tell(tx, dispute.opened_by, dispute.project_id, 'DISPUTE', author);
    await this.notices.tell(tx, dispute.reviewer_id, dispute.project_id, 'DISPUTE', toReviewer);
    await this.outbox.publish(tx, {
      type: 'dispute.resolved',
      subjectId: dispute.id,
      data: {
        projectId: dispute.project_id,
        batchId: dispute.batch_id,
        taskId: dispute.task_id,
        verdictId: dispute.verdict_id,
        submissionId: dispute.submission_id,
        state: decision.state,
      },
    });
  }

  /** The author was right: what the review held against them is forgiven, gold yields, and the guidelines get a note. */
  private async clear(tx: Tx, dispute: DisputeRow, why: string | null): Promise<void> {
    await this.trust.forgive(tx, [dispute.submission_id], ['REVIEW']);
    await this.trust.note(tx, dispute.project_id, [
      {
        memberId: dispute.opened_by,
        part: 'AUTHOR',
        taskId: dispute.task_id,
        subjectId: dispute.submission_id,
        source: 'DISPUTE',
        isRight: true,
        at: dispute.answered_at,
      },
    ]);
    const { project_id: projectId, task_id: taskId, submission_id: submissionId } = dispute;
    await this.gold.yieldTo(tx, { projectId, taskId, submissionId });
    await this.guidelines.addNote(tx, { projectId, text: guidelineNote(dispute, why), disputeId: dispute.id });
  }
}
