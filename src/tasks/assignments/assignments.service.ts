import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { asLabels, faultsOfLabels, type ItemSize } from '../../labels/index.js';
import { ProjectFactsCache } from '../../projects/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../../platform/index.js';
import { ExplanationsService } from '../explanations/explanations.service.js';
import { stageWords } from '../stage-words.rules.js';
import { answersWithLabels, stagesOf, type Stage } from '../task.rules.js';
import {
  type Answered,
  type AnsweredAndClaimed,
  AssignmentsStore,
  type AssignmentView,
  type ClaimOutcome,
  type ClaimQuestion,
  type SubmitOutcome,
} from './assignments.store.js';
import { type Delivered, DeliveredAssignments } from './delivered-assignments.js';

export interface ClaimRequest {
  projectId?: string;
  batchId?: string;
  stage?: Stage;
}

export interface SubmittedAnswer {
  submissionId: string;
  isQuarantined: boolean;
  /** with the next claim */
  next: AssignmentView | EmptyQueue | null;
}

export type EmptyQueue = Refusal<'QUEUE_EMPTY'>;
export type LeaseLostRefusal = Refusal<'LEASE_LOST'>;

export const leaseLost = (): LeaseLostRefusal =>
  new Refusal(
    'LEASE_LOST' as const,
    'You no longer hold this assignment: the lease ended and somebody else may have it, or the token is not its own.',
  );

/** Windows of up to 1,024 queue rows that a claim looks at: usually, and once more when that was not enough. */
const budgets = [24, 2000];

/** What annotators and reviewers do all day: claim, answer, claim again. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly database: Database,
    private readonly store: AssignmentsStore,
    private readonly facts: ProjectFactsCache,
    private readonly explanations: ExplanationsService,
    private readonly delivered: DeliveredAssignments,
    private readonly outbox: Outbox,
  ) {}

  /** Up to `count` assignments: those the person holds, then new ones; or why there is none. Leases count from now. */
  async claim(actor: Actor, request: ClaimRequest, count = 1): Promise<AssignmentView[] | EmptyQueue> {
    if (count < 1 || count > mostHeld) throw ClientFault.invalid('count', `must be from 1 to ${mostHeld}`);
    const question = questionOf(actor, request, count);
    for (const [round, budget] of budgets.entries()) {
      const rows = await this.store.claim({ ...question, budget });
      this.outbox.wake();
      if (rows[0]!.assignment) return rows.map((row) => this.deliver(row.assignment!));
      if (rows[0]!.outcome === 'EMPTY' || round === budgets.length - 1)
        return this.whyEmpty(actor, question, rows[0]!.outcome);
    }
    throw new Error('the last round answers');
  }

  find(actor: Actor, id: string): Promise<AssignmentView | null> {
    return this.database.transact(actor, async (tx) => (await this.store.viewOf(tx, actor.memberId, id)) ?? null);
  }

  /** The answer is kept before this returns, exactly once, whatever crashes afterwards. */
  async submit(
    actor: Actor,
    id: string,
    token: string,
    labels: unknown,
    claimsNext: boolean,
  ): Promise<SubmittedAnswer | LeaseLostRefusal> {
    await this.check(actor, id, labels);
    const answer = asLabels(labels);
    const question = claimsNext ? questionOf(actor, {}, 1) : null;
    const { organizationId, memberId } = actor;
    const answered: Answered & Partial<AnsweredAndClaimed> = question
      ? await this.store.submitAndClaim(id, token, answer, newId(), question)
      : await this.store.submit(organizationId, memberId, id, token, answer, newId());
    this.outbox.wake();
    if (!isKept(answered.outcome)) return refusalOf(answered.outcome);
    this.delivered.forget(id);
    const next = question && (await this.nextOf(actor, question, answered));
    return { submissionId: answered.submission_id!, isQuarantined: answered.outcome === 'QUARANTINED', next };
  }

  /** Expires leases that are over; answers how many. */
  async expireOverdue(): Promise<number> {
    let expired = 0;
    for (const organizationId of await this.store.organizationsWithOverdue()) {
      // Fewer than asked for: the rest is being worked on this moment, or there is none.
      for (let count = sweepSize; count === sweepSize; expired += count)
        count = await this.store.expireOverdue(organizationId, sweepSize);
    }
    if (expired > 0) this.outbox.wake();
    return expired;
  }

  private async check(actor: Actor, id: string, labels: unknown): Promise<void> {
    const own = this.delivered.of(id) ?? (await this.find({ ...actor, idempotency: undefined }, id));
    if (!own || own.member_id !== actor.memberId) throw ClientFault.notFound('assignment');
    if (!answersWithLabels(own.stage))
      throw ClientFault.invalid('input.assignmentId', `${stageWords[own.stage]} is answered with submitVerdict`);
    const { labelSchema } = await this.facts.of(actor.organizationId, own.project_id);
    const faults = faultsOfLabels(labels, labelSchema, sizeOf(own));
    if (faults.length > 0)
      throw ClientFault.invalidFields(faults.map((fault) => ({ ...fault, path: `input.${fault.path}` })));
  }

  private async nextOf(
    actor: Actor,
    question: ClaimQuestion,
    { next, next_outcome }: Partial<AnsweredAndClaimed>,
  ): Promise<AssignmentView | EmptyQueue> {
    if (next) return this.deliver(next);
    if (next_outcome === 'EMPTY') return this.whyEmpty(actor, question, 'EMPTY');
    const claimed = await this.claim(actor, {});
    return claimed instanceof Refusal ? claimed : claimed[0]!;
  }

  private deliver(view: AssignmentView): AssignmentView {
    this.delivered.remember(view);
    return view;
  }

  private whyEmpty(actor: Actor, question: ClaimQuestion, outcome: ClaimOutcome): Promise<EmptyQueue> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx: Tx) => {
      const { message, reasons } = await this.explanations.whyEmpty(
        tx,
        question.memberId,
        question.stages,
        question.projectId,
        question.batchId,
        outcome === 'UNFINISHED',
      );
      return new Refusal('QUEUE_EMPTY' as const, message, { reasons });
    });
  }
}

const sweepSize = 100;
const mostHeld = 20;

function questionOf(actor: Actor, request: ClaimRequest, count: number): ClaimQuestion {
  if (reachOf(actor, 'task:claim') === null) throw ClientFault.forbidden('task:claim');
  return {
    organizationId: actor.organizationId,
    memberId: actor.memberId,
    stages: stagesOf(actor.roles).filter((stage) => !request.stage || stage === request.stage),
    projectId: request.projectId ?? null,
    batchId: request.batchId ?? null,
    key: actor.idempotency?.key ?? null,
    ids: Array.from({ length: count }, newId),
    budget: budgets[0]!,
  };
}

const isKept = (outcome: SubmitOutcome): boolean =>
  outcome === 'COUNTED' || outcome === 'QUARANTINED' || outcome === 'REPEATED';

function refusalOf(outcome: SubmitOutcome): LeaseLostRefusal {
  if (outcome === 'LEASE_LOST') return leaseLost();
  if (outcome === 'NOT_FOUND') throw ClientFault.notFound('assignment');
  throw new ClientFault(
    'IDEMPOTENCY_KEY_REUSED',
    'This assignment was already submitted with other labels; the first answer stands.',
  );
}

function sizeOf({ data: { width, height } }: Pick<Delivered, 'data'>): ItemSize | undefined {
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
}
