import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../identity/index.js';
import { asLabels, faultsOfLabels } from '../labels/index.js';
import { ProjectsService } from '../projects/index.js';
import { HoldsService } from '../tasks/index.js';
import { ClientFault, Database, type FieldFault, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import { Consequences } from './judging/consequences.service.js';
import { JudgingStore } from './judging/judging.store.js';
import { asErrors, faultsOfErrors } from './judging/verdict-errors.rules.js';
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
    private readonly store: JudgingStore,
    private readonly consequences: Consequences,
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
      const id = newId();
      const comment = input.comment ?? null;
      const createdAt = await this.store.insert(tx, {
        id,
        projectId: seat.project_id,
        taskId: seat.task_id,
        assignmentId: seat.id,
        submissionId: seat.subject.submissionId,
        subjectVerdictId: seat.subject.verdictId,
        memberId: actor.memberId,
        purpose: seat.stage,
        ordinal: seat.ordinal,
        decision: input.decision,
        comment,
        ...(await this.checked(tx, seat.project_id, input)),
      });
      await this.consequences.follow(tx, {
        id,
        projectId: seat.project_id,
        purpose: seat.stage,
        slotId: seat.subject.slotId,
        subjectVerdictId: seat.subject.verdictId,
        memberId: actor.memberId,
        decision: input.decision,
        comment,
      });
      const data = { batchId: seat.batch_id, projectId: seat.project_id, verdictId: id, purpose: seat.stage };
      await this.outbox.publish(tx, { type: 'verdict.submitted', subjectId: seat.task_id, data });
      if (seat.stage === 'REVIEW')
        await this.outbox.publish(tx, { type: eventOf[input.decision], subjectId: seat.task_id, data });
      await this.changes.record(tx, actor, {
        action: 'verdict:submit',
        subjectId: id,
        detail: { decision: input.decision },
      });
      return { id, decision: input.decision, createdAt };
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

  /** What was found and corrected, as it is kept. @throws a fault with the path of what the project does not know */
  private async checked(tx: Tx, projectId: string, { decision, labels, errors }: SubmitVerdictInput) {
    const { labelSchema, policy } = await this.projects.rowOf(tx, projectId);
    const faults = [
      ...(decision === 'FIX' ? inInput(faultsOfLabels(labels, labelSchema)) : []),
      ...faultsOfErrors(errors, policy.errors, labelSchema),
    ];
    if (faults.length > 0) throw ClientFault.invalidFields(faults);
    return { labels: decision === 'FIX' ? asLabels(labels) : null, errors: asErrors(errors, policy.errors) };
  }
}

const inInput = (faults: FieldFault[]): FieldFault[] =>
  faults.map((fault) => ({ ...fault, path: `input.${fault.path}` }));
