import { Injectable } from '@nestjs/common';
import { Database, Outbox, type Tx } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import { DisputesService, ErrorModels } from '../quality/index.js';
import { aboutTask, type TaskRow, TasksService } from '../tasks/index.js';
import { fingerprintOf } from './fingerprint.rules.js';
import { ResultsStore } from './results.store.js';
import { SituationReader } from './situation-reader.js';
import { decide } from './workflow.rules.js';

/**
 * What becomes of a task whose verdict was overturned. It settles as if the verdict had been ACCEPT, where that verdict is
 * still what holds: while the task is being mended because of it, or where its correction is the result. Otherwise the work
 * has gone on (a mended answer, a requeue), and only trust is corrected.
 */
@Injectable()
export class OverturnsService {
  constructor(
    private readonly database: Database,
    private readonly disputes: DisputesService,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly results: ResultsStore,
    private readonly reader: SituationReader,
    private readonly errorModels: ErrorModels,
    private readonly outbox: Outbox,
  ) {}

  /** Idempotent: what has settled once with the overturned verdict put right is left alone. */
  async act(organizationId: string, disputeId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const dispute = await this.disputes.find(tx, disputeId);
      if (dispute?.state !== 'OVERTURNED') return;
      const task = (await this.tasks.lock(tx, dispute.task_id))!;
      if (task.state === 'REWORKING') {
        if (!(await this.resettle(tx, task))) return;
        await this.tasks.endSeats(tx, task, 'REWORK', 'The verdict that asked for it was overturned.');
        await this.tasks.move(tx, task, 'settle');
        await this.outbox.publish(tx, aboutTask('task.settled', task));
      } else if (task.state === 'SETTLED' && (await this.results.isMadeBy(tx, task.id, dispute.verdict_id))) {
        await this.results.end(tx, task.id);
        if (!(await this.resettle(tx, task))) throw new Error(`the task ${task.id} has no other result`);
        // What the corrected labels taught goes with the next estimate.
        await this.errorModels.doubt(tx, task.project_id);
        await this.outbox.publish(tx, aboutTask('result.replaced', task));
      }
    });
    this.outbox.wake();
  }

  /** Keeps the result that the verdicts give now, if they give one. */
  private async resettle(tx: Tx, task: TaskRow): Promise<boolean> {
    const project = await this.projects.rowOf(tx, task.project_id);
    // Of the last verdict, whatever has been begun because of it.
    const situation = await this.reader.situationOf(tx, task, 'REVIEWING');
    const decision = decide(situation, project.policy);
    const { move } = decision;
    if (move?.move !== 'SETTLE') return false;
    const fingerprint = fingerprintOf(situation, task.state_at);
    await this.results.keepDecision(tx, task, decision, move, project.policyVersion, fingerprint);
    const isLessonDue = project.policy.consensus !== undefined;
    const made = { ...decision, evidence: null };
    await this.results.insert(tx, task, move, made, project.policyVersion, fingerprint, isLessonDue);
    return true;
  }
}
