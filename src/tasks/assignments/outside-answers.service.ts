import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { AssignmentView, SubmitOutcome } from './assignments.store.js';
import { DeliveredAssignments } from './delivered-assignments.js';
import { HoldsService } from './holds.service.js';
import { type HeldWork, type OutsideAnswer, OutsideAnswersStore } from './outside-answers.store.js';

/**
 * Answers that people give elsewhere, such as in an annotation tool, for features to the right and inside their transaction. Each
 * move is made as the assignment's own member, with its token, by the rules that hold for everybody. The caller has checked labels.
 */
@Injectable()
export class OutsideAnswers {
  constructor(
    private readonly store: OutsideAnswersStore,
    private readonly holds: HoldsService,
    private readonly delivered: DeliveredAssignments,
  ) {}

  /** What the person is shown of their assignment. */
  view(tx: Tx, id: string): Promise<AssignmentView | undefined> {
    return this.store.view(tx, id);
  }

  /** With the locks of its task and of the assignment, until the transaction ends. */
  lock(tx: Tx, id: string): Promise<HeldWork | undefined> {
    return this.store.lock(tx, id);
  }

  answerOf(tx: Tx, id: string): Promise<OutsideAnswer | undefined> {
    return this.store.answerOf(tx, id);
  }

  async submit(tx: Tx, work: HeldWork, labels: Label[]): Promise<SubmitOutcome> {
    const { outcome } = await this.store.submit(tx, work, labels);
    this.delivered.forget(work.id);
    return outcome;
  }

  /** Another answer in the place of that one. Null when that one does not hold any more. */
  revise(tx: Tx, answerId: string, labels: Label[]): Promise<string | null> {
    return this.store.revise(tx, answerId, labels);
  }

  /** How long the tool says that an answer took; it lies beside what heartbeats say. */
  noteToolTime(tx: Tx, answerId: string, seconds: number): Promise<void> {
    return this.store.noteToolTime(tx, answerId, Math.round(seconds));
  }

  /** @returns false when the lease is over */
  async skip(tx: Tx, work: HeldWork, reason: string): Promise<boolean> {
    if (work.state !== 'ACTIVE' || work.is_over) return false;
    await this.holds.skipLive(tx, work, work.token, reason);
    return true;
  }

  /** The answer or skip never was: the person holds the seat again, or it is free when the lease is over. */
  reopen(tx: Tx, id: string): Promise<boolean> {
    return this.store.reopen(tx, id);
  }

  /** Keeps a lease for so long from now, never beyond `latest` and never shorter than it is. */
  extend(tx: Tx, id: string, seconds: number, latest: Date): Promise<void> {
    return this.store.extend(tx, id, seconds, latest);
  }
}
