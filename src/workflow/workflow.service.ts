import { Injectable } from '@nestjs/common';
import { classLessonOf } from '../consensus/index.js';
import { BatchesService } from '../batches/index.js';
import { type ProjectRow, ProjectsService } from '../projects/index.js';
import { type TaskRow, TasksService } from '../tasks/index.js';
import { Database, Outbox, type Tx } from '../platform/index.js';
import { EarlyLessonsStore } from './early-lessons.store.js';
import { fingerprintOf } from './fingerprint.rules.js';
import { ResultsStore } from './results.store.js';
import { SituationReader } from './situation-reader.js';
import { type Asking, decide, type Decision, mappedAnswers, type Move, type Situation } from './workflow.rules.js';

const undecided = new Set(['ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING']);

/** The one room that moves a task between stages. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly reader: SituationReader,
    private readonly outbox: Outbox,
  ) {}

  /** Idempotent by the fingerprint of the counted answers and verdicts: called twice, it decides once. */
  async decideTask(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const task = await this.tasks.lock(tx, taskId);
      if (!task || !undecided.has(task.state)) return;
      const project = await this.projects.rowOf(tx, task.project_id);
      const situation = await this.reader.situationOf(tx, task, task.state as Situation['state']);
      const asking = await this.reader.askingOf(tx, project, task, situation);
      const people = await this.reader.peopleOf(tx, project, situation);
      const decision = decide(situation, project.policy, asking, people);
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
    });
    this.outbox.wake();
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

  /** Completes a closed batch once every task of it is settled or cancelled. */
  async completeBatch(organizationId: string, batchId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      // Every settled task comes by here: while the batch is open it must neither wait for the others nor look around.
      if (!(await this.batches.isClosed(tx, batchId))) return;
      // Locked first: an import that ends meanwhile must not slip between the look and the completion.
      await this.batches.lock(tx, batchId);
      if (!(await this.tasks.hasUnsettled(tx, batchId))) await this.batches.completeIfClosed(tx, batchId);
    });
    this.outbox.wake();
  }

  batchOfTask(organizationId: string, taskId: string): Promise<string | undefined> {
    return this.database.transact({ organizationId }, async (tx) => (await this.tasks.lock(tx, taskId))?.batch_id);
  }

  /** Tasks whose job was lost: decided late rather than never. */
  async findForgotten(): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT t.organization_id, t.id FROM task t
        WHERE t.state IN ('ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING') AND t.state_at < muster_now() - interval '20 seconds'
          AND (t.state = 'ANSWERED' OR EXISTS (SELECT FROM assignment a WHERE a.task_id = t.id AND a.state = 'SUBMITTED' AND a.closed_at > t.state_at))
        ORDER BY t.state_at LIMIT 1000`,
    );
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
