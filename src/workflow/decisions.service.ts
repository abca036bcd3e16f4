import { Injectable } from '@nestjs/common';
import { classLessonOf } from '../consensus/index.js';
import { Outbox, type Tx } from '../platform/index.js';
import type { ProjectRow } from '../projects/index.js';
import { type TaskRow, TasksService } from '../tasks/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { fingerprintOf } from './fingerprint.rules.js';
import { ResultsStore } from './results.store.js';
import { type Asking, type Decision, mappedAnswers, type Move, type Situation } from './workflow.rules.js';

/** What was decided about a task, and all that it was decided on. */
export interface Decided {
  situation: Situation;
  asking: Asking | null;
  decision: Decision;
}

/** Keeps what was decided about a task and carries it out, in the transaction that decided. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly tasks: TasksService,
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly outbox: Outbox,
  ) {}

  /** Nothing where there is nothing to do, or where the same was decided before. */
  async keep(tx: Tx, project: ProjectRow, task: TaskRow, { situation, asking, decision }: Decided): Promise<void> {
    const { move } = decision;
    if (!move) return;
    const fingerprint = fingerprintOf(situation, task.state_at);
    const isNew = await this.results.keepDecision(tx, task, decision, move, project.policyVersion, fingerprint);
    if (!isNew) return;
    await this.carryOut(tx, task, move);
    if (move.move !== 'SETTLE') return this.learnEarly(tx, task, project, situation, asking, decision);
    const made = { ...decision, evidence: asking?.evidence ?? null };
    const isLessonDue = project.policy.consensus !== undefined;
    await this.results.insert(tx, task, move, made, project.policyVersion, fingerprint, isLessonDue);
  }

  /** A task that is not settled at the first look still says how common its classes are. */
  private async learnEarly(
    tx: Tx,
    task: TaskRow,
    { policy }: ProjectRow,
    { answers }: Situation,
    asking: Asking | null,
    { consensus }: Decision,
  ): Promise<void> {
    if (!asking || !consensus) return;
    const { parts, evidence } = asking;
    const believed = { kind: 'BELIEVED' as const, labels: consensus.labels, parts: consensus.parts, evidence };
    await this.earlyLessons.keep(tx, task, classLessonOf(parts, mappedAnswers(answers, policy), believed));
  }

  private async carryOut(tx: Tx, task: TaskRow, move: Move): Promise<void> {
    const about = { subjectId: task.id, data: { batchId: task.batch_id, projectId: task.project_id } };
    switch (move.move) {
      case 'ASK_ONE_MORE':
        await this.tasks.move(tx, task, 'askOneMore');
        await this.tasks.askOneMore(tx, task);
        return;
      case 'ESCALATE':
        await this.tasks.move(tx, task, 'escalate');
        await this.tasks.openSlot(tx, task, 'ADJUDICATE', {});
        await this.outbox.publish(tx, { type: 'task.escalated', ...about });
        return;
      case 'REVIEW':
        await this.tasks.move(tx, task, 'review');
        await this.tasks.openSlot(tx, task, 'REVIEW', {
          subjectId: move.subject.id,
          notMemberId: move.subject.memberId,
        });
        return;
      case 'REWORK':
        await this.tasks.move(tx, task, 'rework');
        await this.tasks.openSlot(tx, task, 'REWORK', {
          subjectId: move.subject.id,
          forMemberId: move.forMemberId,
          notMemberId: move.notMemberId,
        });
        return;
      case 'SETTLE':
        await this.tasks.move(tx, task, 'settle');
        await this.outbox.publish(tx, { type: 'task.settled', ...about });
    }
  }
}
