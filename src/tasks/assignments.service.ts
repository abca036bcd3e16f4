import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../identity/index.js';
import { asLabels, faultsOfLabels, type ItemSize } from '../labels/index.js';
import { ProjectsService } from '../projects/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import { answersWithLabels, emptyMessages, stagesOf, type Stage } from './task.rules.js';
import { type AssignmentRow, TasksStore } from './tasks.store.js';

export interface ClaimRequest {
  projectId?: string;
  batchId?: string;
  stage?: Stage;
}

export interface SubmittedAnswer {
  submissionId: string;
  isQuarantined: boolean;
}

export type EmptyQueue = Refusal<'QUEUE_EMPTY'>;
export type LeaseLostRefusal = Refusal<'LEASE_LOST'>;

const leaseLost = () =>
  new Refusal(
    'LEASE_LOST' as const,
    'You no longer hold this assignment: the lease ended and somebody else may have it, or the token is not its own.',
  );

/** What annotators and reviewers do all day: claim, renew, draft, submit, skip, return. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly store: TasksStore,
    private readonly projects: ProjectsService,
    private readonly outbox: Outbox,
  ) {}

  /** The person's next assignment, or the one they hold, or why there is none. */
  async claim(actor: Actor, request: ClaimRequest): Promise<AssignmentRow | EmptyQueue> {
    if (reachOf(actor, 'task:claim') === null) throw ClientFault.forbidden('task:claim');
    const stages = stagesOf(actor.roles).filter((stage) => !request.stage || stage === request.stage);
    const [projectId, batchId] = [request.projectId ?? null, request.batchId ?? null];
    const claimed = await this.store.claim(
      actor.organizationId,
      actor.memberId,
      stages,
      projectId,
      batchId,
      actor.idempotency?.key ?? null,
      newId(),
    );
    this.outbox.wake();
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      if (claimed.assignment_id) return (await this.store.assignmentOf(tx, actor.memberId, claimed.assignment_id))!;
      const reasons = await this.store.emptyReasons(tx, actor.memberId, stages, projectId, batchId);
      const message = reasons[0] ? emptyMessages[reasons[0].reason] : emptyMessages.NO_PROJECT;
      return new Refusal('QUEUE_EMPTY' as const, message, {
        reasons: reasons.map((row) => ({
          projectId: row.project_id,
          projectName: row.project_name,
          reason: row.reason,
          message: emptyMessages[row.reason],
        })),
      });
    });
  }

  find(actor: Actor, id: string): Promise<AssignmentRow | null> {
    return this.database.transact(actor, async (tx) => (await this.store.assignmentOf(tx, actor.memberId, id)) ?? null);
  }

  /** The heartbeat: the lease counts from now again. */
  renew(actor: Actor, id: string, token: string): Promise<AssignmentRow | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx) => this.store.renew(tx, id));
  }

  saveDraft(actor: Actor, id: string, token: string, draft: unknown): Promise<AssignmentRow | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx) => this.store.saveDraft(tx, id, draft));
  }

  /** The answer is kept before this returns, exactly once, whatever crashes afterwards. */
  async submit(actor: Actor, id: string, token: string, labels: unknown): Promise<SubmittedAnswer | LeaseLostRefusal> {
    const own = await this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.store.assignmentOf(tx, actor.memberId, id),
    );
    if (!own) throw ClientFault.notFound('assignment');
    if (!answersWithLabels(own.stage))
      throw ClientFault.invalid('input.assignmentId', `a ${own.stage} is answered with submitVerdict`);
    const faults = faultsOfLabels(labels, own.label_schema, sizeOf(own));
    if (faults.length > 0)
      throw ClientFault.invalidFields(faults.map((fault) => ({ ...fault, path: `input.${fault.path}` })));
    const { outcome, submission_id } = await this.store.submit(
      actor.organizationId,
      actor.memberId,
      id,
      token,
      asLabels(labels),
      newId(),
    );
    this.outbox.wake();
    switch (outcome) {
      case 'COUNTED':
      case 'REPEATED':
        return { submissionId: submission_id!, isQuarantined: false };
      case 'QUARANTINED':
        return { submissionId: submission_id!, isQuarantined: true };
      case 'OTHER_ANSWER':
        throw new ClientFault(
          'IDEMPOTENCY_KEY_REUSED',
          'This assignment was already submitted with other labels; the first answer stands.',
        );
      case 'LEASE_LOST':
        return leaseLost();
      case 'NOT_FOUND':
        throw ClientFault.notFound('assignment');
    }
  }

  /** A vote that the task cannot be done; after the policy's number of skips it goes to triage, never away. */
  skip(actor: Actor, id: string, token: string, reason: string): Promise<AssignmentRow | LeaseLostRefusal> {
    return this.withLive(actor, id, token, async (tx, live) => {
      const task = await this.store.lockTask(tx, live.task_id);
      const policy = await this.projects.policyOf(tx, live.project_id);
      const isTriaged = (await this.store.skipsOf(tx, live.task_id)) + 1 >= policy.skipsToTriage;
      await this.store.close(tx, id, 'SKIPPED', reason, !isTriaged, true);
      if (!isTriaged || !task) return;
      await this.store.withdrawSeats(tx, task.id);
      await this.store.setState(tx, task.id, 'TRIAGED');
      await this.outbox.publish(tx, {
        type: 'task.triaged',
        subjectId: task.id,
        data: { batchId: task.batch_id, projectId: task.project_id },
      });
    });
  }

  /** Gives the seat back; the same person may get it again. */
  returnSeat(actor: Actor, id: string, token: string): Promise<AssignmentRow | LeaseLostRefusal> {
    return this.withLive(actor, id, token, (tx) => this.store.close(tx, id, 'RETURNED', null, true, false));
  }

  /**
   * For verdicts, inside their transaction: fills a judging seat that the person holds.
   * @returns what is judged, or the refusal when the seat is lost
   */
  async fillJudgingSeat(tx: Tx, actor: Actor, id: string, token: string) {
    const live = await this.store.lockLive(tx, actor.memberId, id, token);
    if (!live) return leaseLost();
    if (answersWithLabels(live.stage))
      throw ClientFault.invalid('input.assignmentId', `a ${live.stage} is answered with submitAssignment`);
    const submissionId = await this.store.subjectOf(tx, live.slot_id!);
    await this.store.close(tx, id, 'SUBMITTED', null, false, true);
    return { ...live, submissionId: submissionId! };
  }

  /** Expires leases that are over; answers how many. */
  async expireOverdue(): Promise<number> {
    let expired = 0;
    for (const organizationId of await this.store.organizationsWithOverdue()) {
      for (let count = sweepSize; count === sweepSize; expired += count)
        count = await this.store.expireOverdue(organizationId, sweepSize);
    }
    if (expired > 0) this.outbox.wake();
    return expired;
  }

  private async withLive(
    actor: Actor,
    id: string,
    token: string,
    move: (tx: Tx, live: NonNullable<Awaited<ReturnType<TasksStore['lockLive']>>>) => Promise<void>,
  ): Promise<AssignmentRow | LeaseLostRefusal> {
    const answer = await this.database.transact(actor, async (tx) => {
      const live = await this.store.lockLive(tx, actor.memberId, id, token);
      if (!live || live.is_over) return leaseLost();
      await move(tx, live);
      return (await this.store.assignmentOf(tx, actor.memberId, id))!;
    });
    this.outbox.wake();
    return answer;
  }
}

const sweepSize = 500;

function sizeOf(row: AssignmentRow): ItemSize | undefined {
  const { width, height } = row.data;
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
}
