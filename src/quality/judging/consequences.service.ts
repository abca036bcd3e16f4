import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Stage } from '../../tasks/index.js';
import { DisputeOutcomes } from '../disputes/dispute-outcomes.service.js';
import { TrustService } from '../trust/trust.service.js';
import type { VerdictDecision } from '../verdict.type.js';
import { decideAlike, evidenceOfReview, evidenceOfVerdict } from './judged-evidence.rules.js';
import { JudgingStore } from './judging.store.js';

export interface GivenVerdict {
  id: string;
  projectId: string;
  purpose: Stage;
  slotId: string;
  /** the verdict that it judges again */
  subjectVerdictId: string | null;
  memberId: string;
  decision: VerdictDecision;
  comment: string | null;
}

/** What a verdict says of the people, by its purpose; in the transaction that keeps it. What becomes of the task is the workflow's. */
@Injectable()
export class Consequences {
  constructor(
    private readonly store: JudgingStore,
    private readonly trust: TrustService,
    private readonly disputes: DisputeOutcomes,
  ) {}

  async follow(tx: Tx, verdict: GivenVerdict): Promise<void> {
    if (verdict.purpose === 'REVIEW') await this.ofReview(tx, verdict);
    if (verdict.purpose === 'REREVIEW' && verdict.subjectVerdictId)
      await this.ofRereview(tx, verdict, verdict.subjectVerdictId);
    if (verdict.purpose === 'DISPUTE') await this.disputes.judged(tx, verdict);
  }

  private async ofReview(tx: Tx, { id, projectId }: GivenVerdict): Promise<void> {
    const review = await this.store.review(tx, id);
    const { submission_id: submissionId, author_id: authorId, task_id: taskId, decision, errors } = review;
    const answer = { submissionId, authorId, taskId, at: review.answered_at, decision, errors };
    await this.trust.note(tx, projectId, evidenceOfReview(answer));
  }

  private async ofRereview(tx: Tx, { projectId, decision }: GivenVerdict, firstId: string): Promise<void> {
    const first = await this.store.review(tx, firstId);
    const judged = { id: first.id, reviewerId: first.member_id, taskId: first.task_id, at: first.created_at };
    const isRight = decideAlike(first.decision, decision);
    await this.trust.note(tx, projectId, [evidenceOfVerdict(judged, 'REVIEW', isRight)]);
  }
}
