import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../identity/index.js';
import { asLabels, faultsOfLabels } from '../labels/index.js';
import { ProjectsService } from '../projects/index.js';
import { HoldsService } from '../tasks/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import type { SubmitVerdictInput, VerdictDecision } from './verdict.type.js';

export interface VerdictRecord {
  id: string;
  decision: VerdictDecision;
  createdAt: Date;
}

const eventOf: Record<VerdictDecision, string> = {
  ACCEPT: 'review.accepted',
  FIX: 'review.fixed',
  REJECT: 'review.rejected',
};

/** Judging: one code path for every judging stage; the stage of the seat is the purpose of the verdict. */
@Injectable()
export class VerdictsService {
  constructor(
    private readonly database: Database,
    private readonly holds: HoldsService,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async submit(actor: Actor, assignmentId: string, input: SubmitVerdictInput): Promise<VerdictRecord | Refusal> {
    if ((input.decision === 'FIX') !== (input.labels !== undefined && input.labels !== null)) {
      throw ClientFault.invalid(
        'input.labels',
        input.decision === 'FIX' ? 'FIX needs the corrected labels' : 'only FIX has labels',
      );
    }
    const answer = await this.database.transact(actor, async (tx) => {
      const before = await this.before(tx, actor, assignmentId);
      if (before) return before;
      const seat = await this.holds.fillJudgingSeat(tx, actor, assignmentId, input.token);
      // The same verdict sent twice at once: the second waited for the first, and finds it only now.
      if (seat instanceof Refusal) return (await this.before(tx, actor, assignmentId)) ?? seat;
      if (input.decision === 'FIX') await this.checkLabels(tx, seat.project_id, input.labels);
      const id = newId();
      const [row] = await tx.query<{ created_at: Date }>(
        `INSERT INTO verdict (id, organization_id, project_id, task_id, assignment_id, submission_id, subject_verdict_id, member_id, purpose, ordinal, decision, labels, errors, comment)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING created_at`,
        [
          id,
          tx.organizationId,
          seat.project_id,
          seat.task_id,
          seat.id,
          seat.subject.submissionId,
          seat.subject.verdictId,
          actor.memberId,
          seat.stage,
          seat.ordinal,
          input.decision,
          input.decision === 'FIX' ? JSON.stringify(asLabels(input.labels)) : null,
          JSON.stringify(input.errors),
          input.comment ?? null,
        ],
      );
      const data = { batchId: seat.batch_id, projectId: seat.project_id, verdictId: id, purpose: seat.stage };
      await this.outbox.publish(tx, { type: 'verdict.submitted', subjectId: seat.task_id, data });
      if (seat.stage === 'REVIEW')
        await this.outbox.publish(tx, { type: eventOf[input.decision], subjectId: seat.task_id, data });
      await this.changes.record(tx, actor, {
        action: 'verdict:submit',
        subjectId: id,
        detail: { decision: input.decision },
      });
      return { id, decision: input.decision, createdAt: row!.created_at };
    });
    this.outbox.wake();
    return answer;
  }

  /** A repeated call gets the first answer: an assignment has one verdict. */
  private async before(tx: Tx, actor: Actor, assignmentId: string): Promise<VerdictRecord | undefined> {
    const [row] = await tx.query<{ id: string; decision: VerdictDecision; created_at: Date }>(
      `SELECT id, decision, created_at FROM verdict WHERE assignment_id = $1 AND member_id = $2`,
      [assignmentId, actor.memberId],
    );
    return row && { id: row.id, decision: row.decision, createdAt: row.created_at };
  }

  private async checkLabels(tx: Tx, projectId: string, labels: unknown): Promise<void> {
    const faults = faultsOfLabels(labels, await this.projects.schemaOf(tx, projectId));
    if (faults.length > 0)
      throw ClientFault.invalidFields(faults.map((fault) => ({ ...fault, path: `input.${fault.path}` })));
  }
}
